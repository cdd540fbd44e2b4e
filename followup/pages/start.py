"""What the start page says of follow-ups: one's own that are due, and how the rounds go that one runs."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from followup.models import FollowUp, FollowUpQuerySet, Round, State
from followup.pages.rounds import own_units
from followup.pages.status import UNFINISHED, Status, days_late, late_days_words, status_of
from goals import start_panels
from vp.org.access import Permission, area
from vp.org.models import User

_MOST = 8


@dataclass(frozen=True)
class OwnLine:
    """A follow-up of one's own; `late` in words, empty where it isn't."""

    follow_up: FollowUp
    status: Status
    late: str


@dataclass(frozen=True)
class RoundLine:
    """A round with units that one decides for: `done` of `units` are approved, `waiting` are ready."""

    round: Round
    units: int
    done: int
    waiting: int
    late: int


def panel(person: User, today: datetime.date) -> SafeString:
    """In one query, and one more for whoever decides somewhere."""
    own, rounds = _own(person, today), _rounds(person, today)
    if not own and not rounds:
        return SafeString("")
    return render_to_string("followup/start.html", {"own": own, "rounds": rounds})


def offer() -> None:
    """Let the start page show it; called once, when the app starts."""
    start_panels.register(panel)


def _open(person: User, today: datetime.date) -> FollowUpQuerySet:
    """Those in rounds that are open, that the person may read."""
    return FollowUp.objects.visible_to(person).filter(round__closed_at=None, round__opens_on__lte=today)


def _own(person: User, today: datetime.date) -> list[OwnLine]:
    """What is to be done in the units where one has a role, the first due day first."""
    rows = _open(person, today).filter(unit__in=[unit.pk for unit in own_units(person)])
    waited_for = rows.filter(state__in=UNFINISHED).select_related("round", "unit")
    return [
        OwnLine(row, status_of(row, today), late_days_words(days_late(row.round, row.state, today)))
        for row in waited_for.order_by("round__due_on", "pk")[:_MOST]
    ]


def _rounds(person: User, today: datetime.date) -> Sequence[RoundLine]:
    decides = area(person, Permission.DECIDE)
    if not decides:
        return []
    late = Q(state__in=UNFINISHED, round__due_on__lt=today)
    rows = _open(person, today).filter(decides.condition("unit")).values("round")
    counted = rows.annotate(
        units=Count("pk"),
        done=Count("pk", filter=Q(state=State.APPROVED)),
        waiting=Count("pk", filter=Q(state=State.READY)),
        late=Count("pk", filter=late),
        year=F("round__year"),
        code=F("round__code"),
        name=F("round__name"),
        due_on=F("round__due_on"),
    )
    return [
        RoundLine(
            Round(year=row["year"], code=row["code"], name=row["name"], due_on=row["due_on"]),
            row["units"],
            row["done"],
            row["waiting"],
            row["late"],
        )
        for row in counted.order_by("due_on", "round")[:_MOST]
    ]
