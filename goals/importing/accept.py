"""What a document must be before it is saved: filled where it has to be, sanitised, its pictures stored."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace

from goals.document import GoalDocument, PlanDocument, TextDocument
from goals.models import Plan
from vp.images.actions import store_image
from vp.images.models import Image
from vp.org.access import Actor
from vp.refusals import Refused
from vp.richtext import clean, images_in

LONGEST_NUMBER, LONGEST_REGISTRY_NUMBER = 40, 200


def check_savable(document: PlanDocument) -> None:
    """Raise Refused, naming the row, where the database would refuse the document anyway."""
    if "\x00" in document.to_json() or "\\u0000" in document.to_json():
        raise Refused("Planen innehåller tecken som inte är text. Exportera den på nytt.")
    if len(document.registry_number) > LONGEST_REGISTRY_NUMBER:
        raise Refused(f"Diarienumret är längre än {LONGEST_REGISTRY_NUMBER} tecken.")
    for goal in document.walk_goals():
        if not goal.title.strip():
            raise Refused(
                f"Ett mål saknar rubrik (nummer ”{goal.number}”). Ge det en rubrik och läs in igen."
            )
        if len(goal.number) > LONGEST_NUMBER:
            raise Refused(f"Numret ”{goal.number[:LONGEST_NUMBER]}…” är längre än {LONGEST_NUMBER} tecken.")
        if any(not row.name.strip() for row in goal.indicators):
            raise Refused(f"En indikator under ”{goal.title}” saknar namn.")
        if any(not row.title.strip() for row in goal.activities):
            raise Refused(f"En aktivitet under ”{goal.title}” saknar rubrik.")
        for row in goal.indicators:
            days = [change.since for change in row.target_history]
            if days != sorted(set(days)):
                raise Refused(
                    f"Ändringarna av årsmålet för ”{row.name}” ska stå i tidsordning och ha var sitt datum."
                )


def accept_bodies(*, by: Actor, plan: Plan, document: PlanDocument) -> PlanDocument:
    """The document with bodies as they are kept; its pictures are stored and tied to the plan.

    A picture that the file doesn't carry must be one that the actor can see already; otherwise Refused,
    for else anybody could have any picture shown by naming it.
    """
    document = _with_bodies(document, clean)
    wanted = {digest for text in document.walk_texts() for digest in images_in(text.body)}
    stored = {
        digest: store_image(by=by, data=base64.b64decode(picture.base64)).sha256
        for digest, picture in document.images.items()
        if digest in wanted
    }
    elsewhere = wanted - set(stored)
    seen = Image.objects.filter(sha256__in=elsewhere, plans__in=Plan.objects.visible_to(by))
    missing = elsewhere - set(seen.values_list("sha256", flat=True))
    if missing:
        raise Refused(
            f"{len(missing)} av bilderna i texterna finns inte i filen. Exportera planen på nytt, "
            "så att bilderna följer med."
        )
    moved = {old: new for old, new in stored.items() if old != new}
    if moved:
        document = _with_bodies(document, lambda body: _point_anew(body, moved))
    shown = Image.objects.filter(sha256__in={*stored.values(), *elsewhere})
    if plan.versions.exists():  # which show their pictures for ever
        plan.images.add(*shown)
    else:
        plan.images.set(shown)
    return document


def _point_anew(body: str, moved: dict[str, str]) -> str:
    for old, new in moved.items():
        body = body.replace(f"/bilder/{old}", f"/bilder/{new}")
    return body


def _with_bodies(document: PlanDocument, change: Callable[[str], str]) -> PlanDocument:
    def texts(given: tuple[TextDocument, ...]) -> tuple[TextDocument, ...]:
        return tuple(replace(text, body=change(text.body), texts=texts(text.texts)) for text in given)

    def goals(given: tuple[GoalDocument, ...]) -> tuple[GoalDocument, ...]:
        return tuple(replace(goal, texts=texts(goal.texts), goals=goals(goal.goals)) for goal in given)

    return replace(
        document,
        opening=texts(document.opening),
        goals=goals(document.goals),
        closing=texts(document.closing),
    )
