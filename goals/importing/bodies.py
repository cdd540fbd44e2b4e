"""The texts of a document that is to be saved: sanitised, and their pictures taken care of."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace

from vp.images.actions import store_image

from goals.document import GoalDocument, PlanDocument, TextDocument
from goals.models import Plan
from goals.refusals import Refused
from vp.images.models import Image
from vp.org.access import Actor
from vp.richtext import clean, images_in


def accept_bodies(*, by: Actor, plan: Plan, document: PlanDocument) -> PlanDocument:
    """The document with bodies as they are kept; its pictures are stored and tied to the plan.

    A picture that the file doesn't carry must be one that the actor can see already; otherwise Refused,
    for else anybody could have any picture shown by naming it.
    """
    document = _with_bodies(document, clean)
    wanted = {digest for body in walk_bodies(document) for digest in images_in(body)}
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
    plan.images.set([*stored.values(), *elsewhere])
    return document


def walk_bodies(document: PlanDocument) -> Iterator[str]:
    """Every body of the document."""
    texts = [*document.opening, *document.closing]
    for goal in document.walk_goals():
        texts += goal.texts
    while texts:
        text = texts.pop()
        yield text.body
        texts += text.texts


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
