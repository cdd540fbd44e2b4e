"""The page where a unit's goals are judged, and the rest of its follow-up is written: read as the report."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from followup.actions.writing import NOT_HERE, may_write
from followup.missing import missing_in
from followup.models import ActivityState, FollowUp
from followup.pages.followup import Step, notice_of, place_of, returned_to
from followup.pages.judging_parts import (
    ActivityPart,
    GoalPart,
    MoneyPart,
    PartsMaker,
    TextPart,
    ValuePart,
)
from followup.pages.judging_saved import SumLine, sum_lines
from followup.reading import read_sheet
from goals.pages.words import words_of
from indicators.numbers import written
from vp.org.access import Actor, Permission, can
from vp.org.models import Unit

ONLY_STATUS = "Du kan skriva status för aktiviteterna. Bedömningar, ekonomi och texter skriver enhetens chef."


@dataclass(frozen=True)
class Left:
    """Something that the follow-up lacks, and where on the page it stands."""

    name: str
    words: str
    anchor: str


@dataclass(frozen=True)
class JudgingPage:
    """`judges`: the reader may write all of it; `tells_status`: the activities' statuses.

    `returned` is why it was sent back, until it is marked ready again. `before` is the name of the round
    before, if the unit was in one; `brings` whether its economy's rows can be fetched. `threshold` is the
    deviation in per cent that has to be explained.
    """

    follow_up: FollowUp
    address: str
    within: Sequence[Unit]
    notice: str
    returned: Step | None
    judges: bool
    tells_status: bool
    left: Sequence[Left]
    goals: Sequence[GoalPart]
    costs: Sequence[MoneyPart]
    income: Sequence[MoneyPart]
    blank: Sequence[MoneyPart]
    sums: Sequence[SumLine]
    texts: Sequence[TextPart]
    before: str
    brings: bool
    threshold: str
    at_year_end: bool
    states: Sequence[tuple[str, str]] = tuple(ActivityState.choices)

    @property
    def has_economy(self) -> bool:
        return bool(self.costs or self.income)


def judging_page(follow_up: FollowUp, actor: Actor, today: datetime.date) -> JudgingPage:
    """The follow-up comes with its `round.period`, `round.owner` and `unit`."""
    sheet = read_sheet(follow_up, reader=actor)
    judges = may_write(actor, follow_up, today)
    tells_status = judges or may_write(actor, follow_up, today, Permission.LOG_VALUES)
    asked = not follow_up.is_frozen and can(actor, Permission.READ_DRAFT, follow_up.unit)
    lacks = {each.anchor: each.words for each in missing_in(sheet, today)} if asked else {}
    words = words_of(follow_up.round.year, asks=False)
    make = PartsMaker(sheet, address_of(follow_up), lacks, words)
    goals = [make.goal(row) for row in sheet.goals]
    costs, income = make.money("cost"), make.money("income")
    texts = [make.text(row) for row in sheet.texts]
    parts = _in_order(goals, costs, income, texts)
    return JudgingPage(
        follow_up=follow_up,
        address=make.address,
        within=sheet.above,
        notice=_notice(follow_up, actor, today, judges=judges, tells_status=tells_status),
        returned=returned_to(follow_up, actor),
        judges=judges,
        tells_status=tells_status,
        left=[Left(each.name, each.lacks, each.anchor) for each in parts if each.lacks],
        goals=goals,
        costs=costs,
        income=income,
        blank=[make.blank("cost"), make.blank("income")],
        sums=sum_lines(sheet.economy, sheet.at_year_end),
        texts=texts,
        before=sheet.previous.round.name if sheet.previous else "",
        brings=sheet.previous is not None and not sheet.economy,
        threshold=written(sheet.round.comment_from),
        at_year_end=sheet.at_year_end,
    )


def address_of(follow_up: FollowUp) -> str:
    """Of the page; what is saved has its address under it."""
    return reverse("followup:judging", args=place_of(follow_up))


def _notice(
    follow_up: FollowUp, actor: Actor, today: datetime.date, *, judges: bool, tells_status: bool
) -> str:
    if tells_status and not judges:
        return ONLY_STATUS
    if not can(actor, Permission.WRITE, follow_up.unit) and not follow_up.is_frozen:
        return NOT_HERE[Permission.WRITE].format(unit=follow_up.unit)
    return notice_of(follow_up, actor, today)


def _in_order(
    goals: Sequence[GoalPart], *rest: Sequence[MoneyPart | TextPart]
) -> Iterator[GoalPart | ValuePart | ActivityPart | MoneyPart | TextPart]:
    """Everything that may lack something, from the top of the page."""
    for goal in goals:
        yield goal
        yield from goal.values
        yield from goal.activities
    for parts in rest:
        yield from parts
