"""A follow-up's document as a report to read: everything written out as text, for page and print alike.

    report_body(document, labels)             the page; headings from h2
    report_body(document, labels, PRINT)      print; headings from h1, bodies ready for print

It knows neither the database nor who reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from followup.document import ChapterDocument, FollowUpDocument
from followup.reports import words
from followup.reports.body_economy import economy_table, is_of_economy
from followup.reports.body_goals import GoalPart, goal_parts
from followup.reports.body_style import PAGE, PRINT, Style
from followup.reports.body_tables import Cell, Column, Line, Remark, Table
from followup.reports.words import Mark, Trend

__all__ = [
    "PAGE",
    "PRINT",
    "Cell",
    "ChapterPart",
    "Column",
    "EconomyPart",
    "GoalPart",
    "Line",
    "Mark",
    "Overview",
    "Remark",
    "ReportBody",
    "Style",
    "Table",
    "Trend",
    "report_body",
]

ECONOMY = "Ekonomi"
_SUMMARY = "sammanfatt"


@dataclass(frozen=True)
class ChapterPart:
    """A heading and what stands under it."""

    heading: str
    level: int
    anchor: str
    body: SafeString
    is_empty: bool


@dataclass(frozen=True)
class EconomyPart:
    """What is written about the economy, and its table; either may be missing."""

    heading: str
    level: int
    anchor: str
    body: SafeString
    table: Table | None
    note: str


@dataclass(frozen=True)
class Overview:
    """One of the unit's own goals and how it was judged, for whoever reads no further."""

    anchor: str
    title: str
    mark: Mark


@dataclass(frozen=True)
class ReportBody:
    """All of a report, in the order it is read: opening, overview, goals, economy, closing.

    `status` is `Stängd 2027-05-21` or says what sort of draft it is; `reason` is why it was closed again.
    """

    title: str
    unit: str
    within: tuple[str, ...]
    year: int
    code: str
    round_name: str
    months: str
    first_day: str
    last_day: str
    status: str
    is_frozen: bool
    version: int | None
    reason: str
    opening: tuple[ChapterPart, ...]
    overview: tuple[Overview, ...]
    goals: tuple[GoalPart, ...]
    economy: EconomyPart | None
    closing: tuple[ChapterPart, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.opening or self.goals or self.economy or self.closing)

    @property
    def tells_inherited(self) -> bool:
        """Whether some goals are the unit's own and some aren't."""
        return len({goal.inherited for goal in self.walk_goals()}) == 2

    def walk_goals(self) -> Iterator[GoalPart]:
        """Every goal, parents before children."""
        for goal in self.goals:
            yield from goal.walk()


def report_body(document: FollowUpDocument, labels: Mapping[str, str], style: Style = PAGE) -> ReportBody:
    """`labels`: what goals of each level are called, by `direction`, `area`, `committee` and `unit`."""
    before, economy, after = _arranged(document.texts)
    goals = goal_parts(document, labels, style)
    own = [goal for each in goals for goal in each.walk() if goal.mark]
    return ReportBody(
        title=words.title_of(document),
        unit=document.unit,
        within=document.within,
        year=document.year,
        code=document.code,
        round_name=document.name,
        months=words.months_of(document.period),
        first_day=document.period.start.isoformat(),
        last_day=document.period.end.isoformat(),
        status=words.status_of(document),
        is_frozen=document.closed_on is not None,
        version=document.version,
        reason=document.reason,
        opening=tuple(_chapter(each, f"inledning-{n}", style) for n, each in enumerate(before, 1)),
        overview=tuple(Overview(goal.anchor, goal.full_title, goal.mark) for goal in own if goal.mark),
        goals=goals,
        economy=_economy(document, economy, style),
        closing=tuple(_chapter(each, f"avslutning-{n}", style) for n, each in enumerate(after, 1)),
    )


def _arranged(
    texts: tuple[ChapterDocument, ...],
) -> tuple[list[ChapterDocument], ChapterDocument | None, list[ChapterDocument]]:
    """What stands before the goals, what is said of the economy, and the rest.

    First comes everything up to the summary; where no heading is one, the first. An empty text after that
    is left out.
    """
    economy = next((each for each in texts if is_of_economy(each.heading)), None)
    others = [each for each in texts if each is not economy]
    summary = next((n for n, each in enumerate(others) if _SUMMARY in each.heading.casefold()), 0)
    return others[: summary + 1], economy, [each for each in others[summary + 1 :] if each.body]


def _chapter(text: ChapterDocument, anchor: str, style: Style) -> ChapterPart:
    return ChapterPart(
        heading=text.heading,
        level=style.level,
        anchor=style.anchor(anchor),
        body=style.prose(text.body, style.level + 1),
        is_empty=not text.body,
    )


def _economy(document: FollowUpDocument, text: ChapterDocument | None, style: Style) -> EconomyPart | None:
    body = text.body if text else ""
    if not body and not document.economy:
        return None
    table = economy_table(document, style) if document.economy else None
    is_over = document.period.end.month == 12
    note = (
        f"Avvikelsen är {'utfall' if is_over else 'prognos'} minus budget: minus betyder att pengar saknas."
    )
    return EconomyPart(
        heading=text.heading if text else ECONOMY,
        level=style.level,
        anchor=style.anchor("ekonomi"),
        body=style.prose(body, style.level + 1),
        table=table,
        note=note if table else "",
    )
