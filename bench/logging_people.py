"""Beside the demo: sixty staff are let in, and afterwards what they logged is read from the database.

`python -m bench.logging_people in` prints who they are and where each logs, `… out` reads the addresses of
rows and prints what stands there. JSON both ways.
"""

from __future__ import annotations

import json
import sys
from typing import Any

PEOPLE = 60
NAME = "Rapportör"


def let_in() -> list[dict[str, Any]]:
    """Staff in the units of the demo's open round, each with a session and a row; every fourth shares one."""
    from django.test import Client
    from django.utils import timezone

    from followup.gate import shut_for
    from followup.models import FollowUp
    from followup.pages.asked import asked_in
    from vp.org.access import OPERATOR
    from vp.org.models import Membership, Role, User

    found = FollowUp.objects.filter(round__closed_at=None).select_related("round__period", "unit")
    is_open = [row for row in found.order_by("pk") if shut_for(OPERATOR, row, timezone.localdate()) is None]
    places = [(row, asked) for row in is_open if (asked := asked_in(row))]
    people = []
    for n in range(PEOPLE):
        follow_up, asked = places[n % len(places)]
        turn = n // len(places)
        indicator = asked[(turn - turn // 4) % len(asked)].indicator
        user = User.objects.create(name=f"{NAME} {n + 1}", email=f"rapportor{n + 1}@alvhamra.example")
        Membership.objects.create(user=user, unit=follow_up.unit, role=Role.STAFF, starts_on="2020-01-01")
        client = Client()
        client.force_login(user)
        page = f"/uppfoljning/{follow_up.round.year}/{follow_up.round.code}/{follow_up.unit.slug}/varden/"
        people.append(
            {
                "name": user.name,
                "person": str(user.pk),
                "session": client.cookies["sessionid"].value,
                "plan": page,
                "text": f"{page}{indicator.key}/",
                "number": n + 1,
            }
        )
    return people


def look(rows: list[str]) -> dict[str, Any]:
    """Each row's value as it stands, and the changes of these people's that the history has, oldest first."""
    from followup.models import FollowUp
    from followup.pages.asked import asked_for
    from indicators.calendar import period_row
    from indicators.models import Measurement
    from indicators.numbers import written
    from vp.history.models import Change

    found = {}
    for row in dict.fromkeys(rows):
        year, code, unit, _values, key = row.strip("/").split("/")[1:]
        follow_ups = FollowUp.objects.select_related("round__period", "unit")
        follow_up = follow_ups.get(round__year=year, round__code=code, unit__slug=unit)
        asked = asked_for(follow_up, key)  # type: ignore[arg-type]
        measured = Measurement.objects.get(
            indicator=asked.indicator, unit=follow_up.unit, period=period_row(asked.stretch)
        )
        changes = Change.objects.filter(subject="indicators.measurement", key=measured.key)
        told = changes.filter(by_name__startswith=NAME).order_by("pk").values("by_name", "before", "after")
        found[row] = {
            "version": measured.version,
            "body": written(measured.total) if measured.total is not None else "",
            "saves": [str(each) for each in measured.saves],
            "changes": [
                {
                    "by_name": change["by_name"],
                    "before": {"body": change["before"]["total"]},
                    "after": {"body": change["after"]["total"]},
                }
                for change in told
            ],
        }
    return found


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(let_in() if sys.argv[1] == "in" else look(json.load(sys.stdin))))
