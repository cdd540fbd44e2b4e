"""What the start page says of follow-ups: one's own in open rounds, and how the rounds go that one runs."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from followup.lifecycle import Move
from followup.matrix import Cell, cells_of, with_moves
from followup.models import FollowUp, Round, State
from followup.pages.rounds import own_units
from followup.pages.status import RETURNED, UNFINISHED, Status, days_late, late_days_words
from goals import start_panels
from vp.history.models import Change
from vp.org.access import Permission, area
from vp.org.models import Kind, User

_MOST = 8
_WAITS = {
    State.READY: "Väntar på att controllern godkänner den eller skickar tillbaka den.",
    State.APPROVED: "Godkänd. Den fryses när omgången stängs.",
}


@dataclass(frozen=True)
class Returned:
    """That a follow-up was sent back, by whom and why."""

    by: str
    reason: str


@dataclass(frozen=True)
class OwnLine:
    """A follow-up of one's own. `when` tells of its due day; `waits` for what, where one is done with it.

    `filled` of `asked` values are given; that isn't counted above the units, where values are made of theirs.
    `logs` and `judges`: there are values to log, and the rest to write.
    """

    follow_up: FollowUp
    status: Status
    filled: int
    asked: int
    when: str
    waits: str
    returned: Returned | None
    logs: bool
    judges: bool

    @property
    def left(self) -> int:
        return self.asked - self.filled


@dataclass(frozen=True)
class RoundLine:
    """A round with units that one decides for: `done` of `units` are approved, `waiting` are ready."""

    round: Round
    when: str
    units: int
    done: int
    waiting: int
    late: int


_IS_REOPENED = Q(round__closed_at__isnull=False, reopened_until__gt=Now())


def panel(person: User, today: datetime.date) -> SafeString:
    """In one query, up to five more for whoever has something to report, and one for whoever decides."""
    own, rounds = _own(person, today), _rounds(person, today)
    if not own and not rounds:
        return SafeString("")
    return render_to_string("followup/start.html", {"own": own, "rounds": rounds})


def offer() -> None:
    """Let the start page show it; called once, when the app starts."""
    start_panels.register(panel)


def _is_open(today: datetime.date) -> Q:
    return Q(round__closed_at=None, round__opens_on__lte=today)


def _own(person: User, today: datetime.date) -> list[OwnLine]:
    """Those of the units where one has a role; what waits for oneself first, by its due day."""
    units = [unit.pk for unit in own_units(person)]
    rows = FollowUp.objects.visible_to(person).filter(_is_open(today) | _IS_REOPENED, unit__in=units)
    waited_for = Case(When(state__in=UNFINISHED, then=0), default=1)
    rows = with_moves(rows.select_related("round__period", "unit"))
    follow_ups = list(rows.order_by(waited_for, "round__due_on", "pk")[:_MOST])
    if not follow_ups:
        return []
    cells = cells_of(follow_ups, today)
    returned = _returned(cells.values())
    logs, judges = area(person, Permission.LOG_VALUES), area(person, Permission.WRITE)
    return [
        OwnLine(
            follow_up=row,
            status=Status(cell.stage),
            filled=cell.reported,
            asked=cell.due if row.unit.kind == Kind.UNIT else 0,
            when=_reopened(row) if row.is_reopened else _when(row.round, row.state, today),
            waits="" if row.is_reopened else _WAITS.get(State(row.state), ""),
            returned=returned.get(row.key),
            logs=logs.covers(row.unit),
            judges=judges.covers(row.unit),
        )
        for row, cell in ((row, cells[row.pk]) for row in follow_ups)
    ]


def _returned(cells: Iterable[Cell]) -> dict[uuid.UUID, Returned]:
    """Why those that were sent back were, by their keys; in one query if there are any."""
    keys = [cell.follow_up.key for cell in cells if cell.stage == RETURNED]
    if not keys:
        return {}
    moves = Change.objects.filter(subject="followup.followup", key__in=keys, action=Move.RETURN)
    newest = moves.order_by("key", "-at", "-pk").distinct("key")
    return {each.key: Returned(each.by_name, each.reason) for each in newest}


def _reopened(row: FollowUp) -> str:
    assert row.reopened_until is not None  # noqa: S101  asked by the caller; narrows the type
    until = timezone.localtime(row.reopened_until).strftime("%Y-%m-%d %H:%M")
    return f"Öppnad igen för att rättas, till {until}. Skälet: {row.reopen_reason}"


def _when(round_: Round, state: str, today: datetime.date) -> str:
    """`Ska vara klar 2026-05-20, om 12 dagar.`"""
    late = days_late(round_, state, today)
    if late:
        return f"Skulle ha varit klar {round_.due_on}: {late_days_words(late)}."
    left = (round_.due_on - today).days
    return f"Ska vara klar {round_.due_on}{_in_days(left)}."


def _in_days(left: int) -> str:
    if left in {0, 1}:
        return ", i morgon" if left else ", i dag"
    return f", om {left} dagar" if left > 0 else ""


def _rounds(person: User, today: datetime.date) -> Sequence[RoundLine]:
    decides = area(person, Permission.DECIDE)
    if not decides:
        return []
    late = Q(state__in=UNFINISHED, round__due_on__lt=today)
    rows = (
        FollowUp.objects.visible_to(person).filter(_is_open(today), decides.condition("unit")).values("round")
    )
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
    return [_line(row, today) for row in counted.order_by("due_on", "round")[:_MOST]]


def _line(row: Mapping[str, Any], today: datetime.date) -> RoundLine:
    round_ = Round(year=row["year"], code=row["code"], name=row["name"], due_on=row["due_on"])
    is_past = round_.due_on < today
    when = f"Sista dagen var {round_.due_on}." if is_past else _when(round_, State.APPROVED, today)
    return RoundLine(round_, when, row["units"], row["done"], row["waiting"], row["late"])
