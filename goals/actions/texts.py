"""Texts are written: one save of one text, and the first save of a text that nobody has written yet."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet

from goals.actions.writing import begin_structure, begin_words
from goals.models import Heading, Place, Plan, Text
from vp.history.record import record, record_words
from vp.images.models import Image
from vp.org.access import Actor
from vp.refusals import Gone, Refused
from vp.richtext import images_in, tidy
from vp.saving import Conflict, Save, check_version, kept_already, mark_saved

LONGEST_TITLE = 300
LONGEST_BODY = 300_000
"""Characters of HTML: some hundred printed pages."""


@dataclass(frozen=True)
class Words:
    """What the editor holds. `title` only counts for texts whose heading isn't the municipality's."""

    body: str
    title: str = ""


@dataclass(frozen=True)
class Spot:
    """Where a new text comes to stand: in a chapter place or at a goal, under a heading or a title."""

    place: Place
    goal: uuid.UUID | None = None
    heading: int | None = None


@transaction.atomic
def write_text(*, by: Actor, plan: Plan, key: uuid.UUID, words: Words, save: Save) -> int:
    """Save a text as it was written in an editor; returns its new version.

    A save that was committed before is answered with the version that it made. Raises Conflict where
    somebody else has saved since, Gone where the text has been removed, PlanDecided and PlanReady where the
    plan is closed, and Refused for pictures that the actor doesn't see.
    """
    plan = begin_words(by=by, plan=plan)
    text = plan.texts.select_for_update(of=("self",)).filter(key=key).first()
    if text is None:
        raise Gone("Texten finns inte längre: någon har tagit bort den. Dina ord är kvar här.")
    made = kept_already(text, save)
    if made is not None:
        return made
    check_version(text, save)
    before = _told(text)
    _put(by, plan, text, words)
    if _told(text) == before:
        return text.version
    mark_saved(text, save)
    text.save(update_fields=["title", "body", "version", "saves"])
    record_words(
        by=by,
        unit=plan.unit,
        subject="goals.text",
        key=key,
        plan_key=plan.key,
        before=before,
        after=_told(text),
    )
    return text.version


@transaction.atomic
def add_text(*, by: Actor, plan: Plan, key: uuid.UUID, spot: Spot, words: Words, save: Save) -> int:
    """The first save of a text, with the key that the browser was given; returns its version.

    Raises Conflict with the text that somebody else has begun under the same heading meanwhile.
    """
    plan = begin_structure(by=by, plan=plan)
    there = list(_texts_at(plan, key, spot))
    for text in there:
        if text.key == key and kept_already(text, save) is not None:
            return text.version
        if text.key == key or (spot.heading and text.heading_id == spot.heading and text.parent_id is None):
            raise Conflict(text)
    goal, heading = _goal_and_heading(plan, spot)
    text = Text(plan=plan, key=key, place=spot.place, goal_id=goal, heading=heading)
    text.title = heading.name if heading else ""
    _put(by, plan, text, words)
    if not text.title:
        raise Refused("Ge texten en rubrik.")
    text.saves = [save.id]
    _make_room(text, there)
    text.save()
    record(
        by=by,
        unit=plan.unit,
        subject="goals.text",
        key=key,
        plan_key=plan.key,
        action="added",
        after=_told(text),
    )
    return text.version


def _told(text: Text) -> dict[str, str]:
    return {"title": text.title, "body": text.body}


def _put(by: Actor, plan: Plan, text: Text, words: Words) -> None:
    """The words, as they are kept. A heading of the municipality's stays as it is."""
    title = " ".join(words.title.replace("\x00", "").split())
    if len(title) > LONGEST_TITLE:
        raise Refused(f"Rubriken är längre än {LONGEST_TITLE} tecken.")
    if len(words.body) > LONGEST_BODY:
        raise Refused("Texten är för lång för att sparas. Dela upp den på flera rubriker.")
    body = tidy(words.body.replace("\x00", ""))
    _refuse_unseen_pictures(by, plan, images_in(body) - images_in(text.body))
    text.body = body
    if text.heading_id is None and title:
        text.title = title


def _refuse_unseen_pictures(by: Actor, plan: Plan, new: set[str]) -> None:
    """A picture that is new in a text is the plan's already, or one that the actor sees in another plan."""
    if not new:
        return
    here = set(plan.images.filter(pk__in=new).values_list("pk", flat=True))
    elsewhere = Image.objects.filter(pk__in=new - here, plans__in=Plan.objects.rows_visible_to(by)).distinct()
    brought = list(elsewhere) if new - here else []
    if len(here) + len(brought) < len(new):
        raise Refused("En av bilderna i texten finns inte här. Lägg in den med knappen Bild.")
    shown = Plan.images.through
    rows = [shown(plan=plan, image=image) for image in sorted(brought, key=lambda image: image.pk)]
    shown.objects.bulk_create(rows, ignore_conflicts=True)  # in one order, whoever else brings the same


def _texts_at(plan: Plan, key: uuid.UUID, spot: Spot) -> QuerySet[Text]:
    """The texts at the spot, and the one with the key, wherever it is."""
    at_spot = Q(place=spot.place, goal__key=spot.goal) if spot.goal else Q(place=spot.place, goal=None)
    return plan.texts.filter(Q(key=key) | at_spot).select_related("heading").order_by("position", "pk")


def _goal_and_heading(plan: Plan, spot: Spot) -> tuple[int | None, Heading | None]:
    """The id of the spot's goal, and the heading, which must be one at goals of that level."""
    goals = plan.goals.filter(key=spot.goal, inherited=False) if spot.goal else plan.goals.none()
    goal = goals.values_list("pk", "level", named=True).first()
    if goal is None and spot.place == Place.GOAL:
        raise Gone("Målet finns inte längre: någon har tagit bort det. Dina ord är kvar här.")
    heading = None
    if spot.heading is not None:
        headings = Heading.objects.of_year(plan.year).filter(pk=spot.heading, place=spot.place)
        heading = headings.filter(level=goal.level if goal else None).first()
        if heading is None:
            raise Refused("Rubriken används inte längre. Ladda om sidan för att se årets rubriker.")
    return goal.pk if goal else None, heading


def _make_room(text: Text, there: Sequence[Text]) -> None:
    """Texts stand in the order of the municipality's headings; one's own come last."""
    text.position = there[-1].position + 1 if there else 0
    if text.heading is None:
        return
    for other in there:
        if other.parent_id is None and other.heading and other.heading.position > text.heading.position:
            text.position = other.position
            Text.objects.filter(pk__in=[each.pk for each in there if each.position >= text.position]).update(
                position=F("position") + 1
            )
            return
