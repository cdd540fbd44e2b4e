"""A report's goals: how they were judged and why, with their indicators and activities as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from followup.anchors import activity_anchor, goal_anchor
from followup.document import ActivityFollowUp, FollowUpDocument, GoalFollowUp
from followup.reports import words
from followup.reports.body_indicators import indicator_table
from followup.reports.body_style import DEEPEST_HEADING, Style
from followup.reports.body_tables import Cell, Column, Line, Table, table_of
from followup.reports.words import Mark
from goals.printing import LEVEL_LABELS

ACTIVITY = Column("activity", "Aktivitet")
START = Column("start", "Startdatum")
END = Column("end", "Slutdatum")
STATUS = Column("status", "Status")
DEVIATION = Column("deviation", "Avvikelse")


@dataclass(frozen=True)
class GoalPart:
    """A goal with its heading level. `mark` and `analysis` are the unit's own goals': others judge theirs."""

    anchor: str
    level: int
    kind: str
    label: str
    number: str
    title: str
    inherited: bool
    mark: Mark | None
    analysis: SafeString
    indicators: Table | None
    activities: Table | None
    not_due: str
    goals: tuple[GoalPart, ...]

    @property
    def full_title(self) -> str:
        return f"{self.number} {self.title}".strip()

    def walk(self) -> Iterator[GoalPart]:
        yield self
        for goal in self.goals:
            yield from goal.walk()


def goal_parts(document: FollowUpDocument, labels: Mapping[str, str], style: Style) -> tuple[GoalPart, ...]:
    return _goals(document, document.goals, labels, style, style.level, "mal")


def _goals(
    document: FollowUpDocument,
    goals: tuple[GoalFollowUp, ...],
    labels: Mapping[str, str],
    style: Style,
    level: int,
    path: str,
) -> tuple[GoalPart, ...]:
    parts = []
    for n, goal in enumerate(goals, 1):
        at = f"{path}-{n}"
        below = _goals(document, goal.goals, labels, style, level + 1, at)
        parts.append(_goal(document, goal, below, labels.get(goal.level, ""), style, level, at))
    return tuple(parts)


def _goal(
    document: FollowUpDocument,
    goal: GoalFollowUp,
    below: tuple[GoalPart, ...],
    label: str,
    style: Style,
    level: int,
    path: str,
) -> GoalPart:
    table, not_due = indicator_table(document, goal.indicators, style)
    return GoalPart(
        anchor=style.anchor(goal_anchor(goal.key) if goal.key else path),
        level=min(level, DEEPEST_HEADING),
        kind=goal.level,
        label=label or LEVEL_LABELS[goal.level],
        number=goal.number,
        title=goal.title,
        inherited=goal.inherited,
        mark=None if goal.inherited else words.mark_of(goal.attainment, words.NOT_JUDGED),
        analysis=style.prose(goal.analysis, level + 1),
        indicators=table,
        activities=activity_table(document, goal.activities, style),
        not_due=not_due,
        goals=below,
    )


def activity_table(
    document: FollowUpDocument, rows: tuple[ActivityFollowUp, ...], style: Style
) -> Table | None:
    lines = [_activity(document, row, style) for row in rows]
    return table_of("activities", "Aktiviteter", lines, frozenset({DEVIATION.key}))


def _activity(document: FollowUpDocument, row: ActivityFollowUp, style: Style) -> Line:
    status = Mark(row.status, words.STATUSES[row.status]) if row.status else None
    goes_on = f"Förs över till {document.year + 1}" if row.carry_over else ""
    return Line(
        cells=(
            Cell(ACTIVITY, row.title, f"Ansvarig: {row.responsible}" if row.responsible else ""),
            Cell(START, words.day(row.start)),
            Cell(END, words.day(row.end)),
            Cell(STATUS, status.label if status else words.NOTHING, goes_on, mark=status),
            Cell(DEVIATION, row.deviation),
        ),
        anchor=style.anchor(activity_anchor(row.key)) if row.key else "",
    )
