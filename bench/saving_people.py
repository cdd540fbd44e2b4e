"""Beside the demo: thirty people are let in, and afterwards what they wrote is read from the database.

`python -m bench.saving_people in` prints who they are and where each writes, `… out` reads keys of texts
and prints what stands there. JSON both ways.
"""

from __future__ import annotations

import json
import sys
from typing import Any

PEOPLE = 30


def let_in() -> list[dict[str, Any]]:
    """Editors in the demo's drafts, each with a session and a text; every fourth shares the one before's."""
    from django.test import Client

    from goals.models import Plan, Text
    from vp.org.models import Membership, Role, User

    plans = list(Plan.objects.filter(state="draft").select_related("unit").order_by("pk"))
    people = []
    for n in range(PEOPLE):
        plan, place = plans[n % len(plans)], n // len(plans)
        texts = Text.objects.filter(plan=plan).exclude(goal__inherited=True).order_by("position", "pk")
        text = texts[place // 4 * 3 + min(place % 4, 2)]
        user = User.objects.create(name=f"Skribent {n + 1}", email=f"skribent{n + 1}@alvhamra.example")
        Membership.objects.create(user=user, unit=plan.unit, role=Role.EDITOR, starts_on="2020-01-01")
        client = Client()
        client.force_login(user)
        people.append(
            {
                "name": user.name,
                "person": str(user.pk),
                "session": client.cookies["sessionid"].value,
                "plan": f"/planer/{plan.year}/{plan.unit.slug}/",
                "text": str(text.key),
            }
        )
    return people


def look(keys: list[str]) -> dict[str, Any]:
    """Each text as it stands, and the changes that the history has of it, the oldest first."""
    from goals.models import Text
    from vp.history.models import Change

    found = {}
    for text in Text.objects.filter(key__in=keys, plan__state="draft"):
        changes = Change.objects.filter(subject="goals.text", key=text.key, plan_key=text.plan.key)
        told = changes.filter(action="changed").order_by("pk").values("by_name", "before", "after")
        found[str(text.key)] = {
            "version": text.version,
            "body": text.body,
            "saves": [str(each) for each in text.saves],
            "changes": list(told),
        }
    return found


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(let_in() if sys.argv[1] == "in" else look(json.load(sys.stdin))))
