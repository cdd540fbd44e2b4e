"""A unit's follow-up: how far it has come, what it lacks, and the moves that the reader may make."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from followup.actions.moves import may_move
from followup.gate import late_words, shut_for
from followup.lifecycle import Move, RoundStage, after, open_moves
from followup.missing import Lack, Missing, counted, missing_in
from followup.models import FollowUp, State
from followup.pages.status import Status, status_of
from followup.reading import Sheet, read_sheet
from followup.refusals import NotOpenYet
from followup.reports.compiled_reading import reads_below
from vp.history.models import Change
from vp.org.access import Actor, Permission, can
from vp.org.models import Kind, Unit

STEPS = {
    "begin": "Påbörjad",
    Move.MARK_READY.value: "Klarmarkerad",
    Move.RETURN.value: "Skickad tillbaka",
    Move.APPROVE.value: "Godkänd",
    Move.REOPEN.value: "Öppnad igen",
    Move.CLOSE_AGAIN.value: "Stängd igen",
}
OFFERS = {
    Move.MARK_READY: "Klarmarkera",
    Move.RETURN: "Skicka tillbaka",
    Move.APPROVE: "Godkänn",
    Move.REOPEN: "Öppna igen",
    Move.CLOSE_AGAIN: "Stäng igen",
}


@dataclass(frozen=True)
class Step:
    """Something that was done with the follow-up; `at` as 2027-03-31 14:05."""

    move: str
    what: str
    at: str
    by: str
    reason: str


@dataclass(frozen=True)
class Offer:
    label: str
    address: str


@dataclass(frozen=True)
class Lacking:
    """`address` is where it is filled in."""

    name: str
    words: str
    address: str


@dataclass(frozen=True)
class FollowUpPage:
    """`notice` says why nothing can be written, or that it is late; empty where all is as it should be.

    `lacking` is None where nobody is asked for more. `returned` is set until what was sent back is marked
    ready again. `filled` of `asked` values have been given; `carried` activities are marked to go on.
    """

    follow_up: FollowUp
    within: Sequence[Unit]
    status: Status
    notice: str
    returned: Step | None
    offers: Sequence[Offer]
    steps: Sequence[Step]
    lacking: Sequence[Lacking] | None
    lacks: str
    filled: int
    asked: int
    carried: int
    compiled: bool
    judges: bool
    reads_draft: bool
    has_plan: bool
    logs_values: bool
    runs_round: bool


def followup_page(follow_up: FollowUp, actor: Actor, today: datetime.date) -> FollowUpPage:
    """The follow-up comes with its `round.period`, `round.owner` and `unit`."""
    sheet = read_sheet(follow_up, reader=actor)
    steps = steps_of(follow_up, actor)
    returned = _returned(follow_up, steps)
    reads_draft = can(actor, Permission.READ_DRAFT, follow_up.unit)
    is_open = not follow_up.is_frozen and follow_up.round.stage_on(today) is not RoundStage.NOT_OPEN
    is_asked_for = is_open and reads_draft
    missing = missing_in(sheet, today) if is_asked_for else ()
    values = [row for row in sheet.values if row.is_asked]
    return FollowUpPage(
        follow_up=follow_up,
        within=sheet.above,
        status=status_of(follow_up, today, is_returned=returned is not None),
        notice=notice_of(follow_up, actor, today) if reads_draft else "",
        returned=returned,
        offers=offers_of(follow_up, actor, today),
        steps=steps,
        lacking=[_lacking(each, sheet) for each in missing] if is_asked_for else None,
        lacks=counted(missing),
        filled=sum(row.is_reported for row in values),
        asked=len(values),
        carried=sum(row.status is not None and row.status.carry_over for row in sheet.activities),
        compiled=is_compiled(follow_up, actor),
        judges=can(actor, Permission.WRITE, follow_up.unit),
        reads_draft=reads_draft,
        has_plan=sheet.plan is not None,
        logs_values=can(actor, Permission.LOG_VALUES, follow_up.unit) and not follow_up.is_frozen,
        runs_round=can(actor, Permission.DECIDE, follow_up.round.owner),
    )


def is_compiled(follow_up: FollowUp, actor: Actor) -> bool:
    """Whether the actor may read a report put together of the unit and those below it."""
    below = follow_up.round.is_closed or reads_below(actor, follow_up.unit)
    return below and follow_up.unit.kind != Kind.UNIT


def lacking_in(follow_up: FollowUp) -> list[Lacking]:
    """What it lacks now, for the page of a move that asks about it."""
    sheet = read_sheet(follow_up)
    return [_lacking(each, sheet) for each in missing_in(sheet, timezone.localdate())]


def check_now(follow_up: FollowUp, move: Move) -> None:
    """NotNowError or NotOpenYet, in words, where the move doesn't lead from where the follow-up is."""
    round_ = follow_up.round
    if round_.stage_on(timezone.localdate()) is RoundStage.NOT_OPEN:
        raise NotOpenYet(f"{round_} öppnar {round_.opens_on}.")
    after(move, follow_up.stage)


def notice_of(follow_up: FollowUp, actor: Actor, today: datetime.date) -> str:
    """Not open yet, the due day passed, ready, approved, closed or reopened, each in words of its own."""
    if follow_up.reopened_until is not None:
        return _reopened(follow_up)
    shut = shut_for(actor, follow_up, today)
    if shut is not None:
        return str(shut.message)
    if follow_up.state == State.READY:
        return "Uppföljningen är klarmarkerad och väntar på att du godkänner den eller skickar tillbaka den."
    return late_words(follow_up.round, today)


def _reopened(follow_up: FollowUp) -> str:
    assert follow_up.reopened_until is not None  # noqa: S101  asked by the caller; narrows the type
    until = _when(follow_up.reopened_until)
    words = f"Öppnad igen till {until}" if follow_up.is_reopened else f"Tiden att rätta gick ut {until}"
    return f"{words}. Skälet: {follow_up.reopen_reason} Andra läser den stängda versionen tills vidare."


def offers_of(follow_up: FollowUp, actor: Actor, today: datetime.date) -> list[Offer]:
    if follow_up.round.stage_on(today) is RoundStage.NOT_OPEN:
        return []
    where = place_of(follow_up)
    return [
        Offer(OFFERS[move], reverse(f"followup:{move.value}", args=where))
        for move in open_moves(follow_up.stage)
        if may_move(actor, follow_up, move)
    ]


def place_of(follow_up: FollowUp) -> list[object]:
    """The arguments of every address of a follow-up."""
    return [follow_up.round.year, follow_up.round.code, follow_up.unit.slug]


def steps_of(follow_up: FollowUp, actor: Actor) -> list[Step]:
    """The newest first, for those who may read the unit's drafts."""
    kept = Change.objects.of("followup.followup", follow_up.key).visible_to(actor).filter(action__in=STEPS)
    return [
        Step(action, STEPS[action], _when(at), by, reason)
        for action, at, by, reason in kept.values_list("action", "at", "by_name", "reason")
    ]


def returned_to(follow_up: FollowUp, actor: Actor) -> Step | None:
    """Why the unit has it back, where a controller sent it back and it hasn't been marked ready since."""
    return _returned(follow_up, steps_of(follow_up, actor)) if follow_up.stage == State.IN_PROGRESS else None


def _returned(follow_up: FollowUp, steps: Sequence[Step]) -> Step | None:
    is_back = follow_up.stage == State.IN_PROGRESS and steps and steps[0].move == Move.RETURN
    return steps[0] if is_back else None


def _lacking(missing: Missing, sheet: Sheet) -> Lacking:
    page = "followup:values" if missing.lack is Lack.VALUE else "followup:judging"
    address = reverse(page, args=place_of(sheet.follow_up))
    return Lacking(missing.name, missing.words, f"{address}#{missing.anchor}")


def _when(at: datetime.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
