"""The parts of the page where goals are judged: goals with all that stands under them, economy and texts."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.safestring import SafeString

from followup.anchors import activity_anchor, economy_anchor, goal_anchor, heading_anchor, value_anchor
from followup.below import GoalBelow
from followup.models import ActivityState, EconomyRow, MoneyKind
from followup.pages.followup import place_of
from followup.pages.judging_saved import deviation_words, late_words, needs_words
from followup.pages.logging_words import NOTHING, outcome_words
from followup.reading import ActivityRow, GoalRow, Sheet, TextRow
from followup.values import ValueRow
from goals.pages.markup import text_html
from goals.pages.words import Words
from indicators.judgements import Attainment
from indicators.numbers import written

BLANK = uuid.UUID(int=0)
"""Stands for the key of a row that the browser will make."""


@dataclass(frozen=True)
class ProsePart:
    """A text as it is read, and as it is written; `name` is its field's."""

    name: str
    html: SafeString
    raw: str


@dataclass(frozen=True)
class ValuePart:
    """An indicator at a goal, as it was logged; `address` is where, `over_time` its page."""

    anchor: str
    name: str
    lacks: str
    outcome: str
    target: str
    attainment: str
    label: str
    reason: str
    address: str
    over_time: str


@dataclass(frozen=True)
class ActivityPart:
    """`late` says that its last day has passed; `before` how it stood in the round before."""

    anchor: str
    name: str
    lacks: str
    key: uuid.UUID
    address: str
    version: int
    row: ActivityRow
    status: str
    label: str
    deviation: str
    carry_over: bool
    late: str
    before: str


@dataclass(frozen=True)
class BeforePart:
    """What was said of the same in the round before."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class GoalPart:
    """A goal, or one above that gives them their place: `inherited`, and not judged here."""

    anchor: str
    name: str
    lacks: str
    key: uuid.UUID
    address: str
    version: int
    word: str
    level: int
    inherited: bool
    attainment: str
    label: str
    proposed: str
    proposal: str
    reasons: Sequence[str]
    needs: str
    analysis: ProsePart
    before: BeforePart | None
    is_untouched: bool
    below: Sequence[GoalBelow]
    values: Sequence[ValuePart]
    activities: Sequence[ActivityPart]
    choices: Sequence[tuple[str, str]] = tuple((each.value, each.label) for each in Attainment)

    @property
    def under_level(self) -> int:
        """The level of the headings of its tables."""
        return min(self.level + 1, 6)


@dataclass(frozen=True)
class MoneyPart:
    """A row of costs or income, each amount as it is written."""

    anchor: str
    name: str
    lacks: str
    key: uuid.UUID
    address: str
    version: int
    kind: str
    budget: str
    outcome: str
    forecast: str
    deviation: str
    comment: str


@dataclass(frozen=True)
class TextPart:
    anchor: str
    name: str
    lacks: str
    key: int
    address: str
    version: int
    guidance: str
    required: bool
    body: ProsePart
    before: SafeString
    is_untouched: bool


@dataclass(frozen=True)
class PartsMaker:
    """`lacks`: what is missing, in words, by anchor; `words` what the municipality calls its levels."""

    sheet: Sheet
    address: str
    lacks: Mapping[str, str]
    words: Words

    def goal(self, row: GoalRow) -> GoalPart:
        goal, proposal, anchor = row.goal, row.proposal, goal_anchor(row.key)
        values = reverse("followup:values", args=place_of(self.sheet.follow_up))
        return GoalPart(
            anchor=anchor,
            name=f"{goal.number} {goal.title}".strip(),
            lacks=self.lacks.get(anchor, ""),
            key=row.key,
            address=f"{self.address}mal/{row.key}/",
            version=row.assessment.version if row.assessment else 0,
            word=self.words.label(goal.level),
            level=min(3 + goal.depth, 6),
            inherited=goal.inherited,
            attainment=row.attainment,
            label=_label(row.attainment),
            proposed=proposal.attainment or "",
            proposal=_label(proposal.attainment or ""),
            reasons=proposal.reasons,
            needs=needs_words(row),
            analysis=_prose("analysis", row.analysis),
            before=_before(row),
            is_untouched=row.is_untouched,
            below=row.below,
            values=[self._value(each, values) for each in row.indicators if each.due.is_due],
            activities=[self._activity(each) for each in row.activities if each.key],
        )

    def _value(self, row: ValueRow, address: str) -> ValuePart:
        judgement, anchor = row.judgements.total, value_anchor(row.key)
        page = reverse("followup:indicator", args=[row.indicator.key])
        return ValuePart(
            anchor=anchor,
            name=row.name,
            lacks=self.lacks.get(anchor, ""),
            outcome=outcome_words(row.indicator.measure, row.outcome) or NOTHING,
            target=next((each.words for each in row.targets), "") or NOTHING,
            attainment=judgement.attainment or "",
            label=_label(judgement.attainment or ""),
            reason=judgement.reason if row.outcome.is_reported else "",
            address=f"{address}#{anchor}",
            over_time=f"{page}?enhet={self.sheet.follow_up.unit.slug}",
        )

    def _activity(self, row: ActivityRow) -> ActivityPart:
        status, key = row.status, row.key
        assert key is not None  # noqa: S101  asked by the caller; narrows the type
        anchor = activity_anchor(key)
        return ActivityPart(
            anchor=anchor,
            name=row.activity.title,
            lacks=self.lacks.get(anchor, ""),
            key=key,
            address=f"{self.address}aktivitet/{key}/",
            version=status.version if status else 0,
            row=row,
            status=status.status if status else "",
            label=_state(status.status) if status else "",
            deviation=status.deviation if status else "",
            carry_over=marked.carry_over if (marked := status or row.previous) else False,
            late=late_words(row),
            before=_state(row.previous.status) if row.previous else "",
        )

    def money(self, kind: str) -> list[MoneyPart]:
        return [self._money(row) for row in self.sheet.economy if row.kind == kind]

    def blank(self, kind: str) -> MoneyPart:
        """What a new row is made from."""
        return self._money(EconomyRow(key=BLANK, kind=MoneyKind(kind).value, version=0))

    def _money(self, row: EconomyRow) -> MoneyPart:
        anchor = economy_anchor(row.key)
        return MoneyPart(
            anchor=anchor,
            name=row.name,
            lacks=self.lacks.get(anchor, ""),
            key=row.key,
            address=f"{self.address}ekonomi/{row.key}/",
            version=row.version,
            kind=row.kind,
            budget=_typed(row.budget),
            outcome=_typed(row.outcome),
            forecast=_typed(row.forecast),
            deviation=deviation_words(row, self.sheet.at_year_end),
            comment=row.comment,
        )

    def text(self, row: TextRow) -> TextPart:
        anchor = heading_anchor(row.heading.pk)
        return TextPart(
            anchor=anchor,
            name=row.heading.name,
            lacks=self.lacks.get(anchor, ""),
            key=row.heading.pk,
            address=f"{self.address}rubrik/{row.heading.pk}/",
            version=row.text.version if row.text else 0,
            guidance=row.heading.guidance,
            required=row.heading.required,
            body=_prose("body", row.body),
            before=text_html("", 5, "", row.previous),
            is_untouched=row.is_untouched,
        )


def _before(row: GoalRow) -> BeforePart | None:
    if row.previous is None or not (row.previous.attainment or row.previous.analysis):
        return None
    return BeforePart(_label(row.previous.attainment), text_html("", 6, "", row.previous.analysis))


def _prose(name: str, body: str) -> ProsePart:
    return ProsePart(name, text_html("", 6, "", body), body)


def _label(attainment: str) -> str:
    return Attainment(attainment).label if attainment else ""


def _state(status: str) -> str:
    return ActivityState(status).label if status else ""


def _typed(value: Decimal | None) -> str:
    return "" if value is None else written(value)
