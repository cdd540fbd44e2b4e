"""What a follow-up lacks: each thing named, with where on the page it is written; pure."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from followup.anchors import activity_anchor, economy_anchor, goal_anchor, heading_anchor, value_anchor
from followup.economy import lacks_comment
from followup.reading import Sheet


class Lack(StrEnum):
    VALUE = "value"
    GOAL = "goal"
    ANALYSIS = "analysis"
    STATUS = "status"
    DEVIATION = "deviation"
    COMMENT = "comment"
    HEADING = "heading"


_COUNTED = {
    Lack.VALUE: ("utfall", "utfall"),
    Lack.GOAL: ("bedömning av mål", "bedömningar av mål"),
    Lack.ANALYSIS: ("analys", "analyser"),
    Lack.STATUS: ("status för aktivitet", "status för aktiviteter"),
    Lack.DEVIATION: ("avvikelse att förklara", "avvikelser att förklara"),
    Lack.COMMENT: ("kommentar till ekonomin", "kommentarer till ekonomin"),
    Lack.HEADING: ("text", "texter"),
}


@dataclass(frozen=True)
class Missing:
    """`name` is that of the indicator, goal, activity, row or heading; `words` say what it lacks."""

    lack: Lack
    name: str
    words: str
    anchor: str


def missing_in(sheet: Sheet, today: datetime.date) -> tuple[Missing, ...]:
    """Everything, in the order of the page."""
    return (*_texts(sheet), *_values(sheet), *_goals(sheet), *_activities(sheet, today), *_economy(sheet))


def counted(missing: Sequence[Missing]) -> str:
    """`3 utfall, 1 analys och 2 texter`; empty where nothing is missing."""
    counts = Counter(each.lack for each in missing)
    said = [
        f"{counts[lack]} {one if counts[lack] == 1 else many}"
        for lack, (one, many) in _COUNTED.items()
        if counts[lack]
    ]
    return " och ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)


def _texts(sheet: Sheet) -> Iterator[Missing]:
    for row in sheet.texts:
        if row.heading.required and not row.body:
            yield Missing(
                Lack.HEADING, row.heading.name, "Texten är inte skriven.", heading_anchor(row.heading.pk)
            )


def _values(sheet: Sheet) -> Iterator[Missing]:
    for row in sheet.values:
        if row.is_asked and not row.is_reported:
            yield Missing(Lack.VALUE, row.name, "Utfallet är inte lämnat.", value_anchor(row.key))


def _goals(sheet: Sheet) -> Iterator[Missing]:
    for row in sheet.own_goals:
        name = f"{row.goal.number} {row.goal.title}".strip()
        if not row.attainment:
            yield Missing(Lack.GOAL, name, "Målet är inte bedömt.", goal_anchor(row.key))
        elif row.lacks_analysis:
            yield Missing(Lack.ANALYSIS, name, "Bedömningen behöver en analys.", goal_anchor(row.key))


def _activities(sheet: Sheet, today: datetime.date) -> Iterator[Missing]:
    for row in sheet.activities:
        anchor = activity_anchor(row.key) if row.key else ""
        if row.status is None or not row.status.status:
            yield Missing(Lack.STATUS, row.activity.title, "Aktiviteten har ingen status.", anchor)
        elif row.lacks_deviation_on(today):
            words = "Skriv varför aktiviteten avviker."
            yield Missing(Lack.DEVIATION, row.activity.title, words, anchor)


def _economy(sheet: Sheet) -> Iterable[Missing]:
    for row in sheet.economy:
        if lacks_comment(row, sheet.round.comment_from, at_year_end=sheet.at_year_end):
            words = "Avvikelsen behöver en kommentar."
            yield Missing(Lack.COMMENT, row.name, words, economy_anchor(row.key))
