"""A unit's follow-up as a Word file, for those who must edit on: the report as it is printed."""

from __future__ import annotations

from collections.abc import Mapping

from followup.document import FollowUpDocument
from followup.reports.body import PRINT, ChapterPart, EconomyPart, GoalPart, ReportBody, Table, report_body
from followup.reports.body_tables import Cell, Remark
from followup.reports.printed import made_at_of
from goals.exports.word_file import About, WordFile

_PAGE_WIDTH = 16.0
"""Centimetres for all columns of a table."""
_WIDE = {"name": 2.4, "activity": 2.6, "deviation": 2.2, "outcome": 1.3, "women": 1.1, "period": 0.9}
"""How many times as wide as an ordinary column."""
OVERVIEW = "Målen i korthet"


def report_word(document: FollowUpDocument, labels: Mapping[str, str]) -> bytes:
    """`labels`: what goals of each level are called."""
    body = report_body(document, labels, PRINT)
    running = f"{body.unit} · {body.round_name} {body.year}".removeprefix(" · ")
    file = WordFile(About(body.title, body.unit, running, made_at_of(document)), {})
    facts = [("Status", body.status), ("Period", f"{body.first_day} – {body.last_day}")]
    if body.version and body.version > 1:
        facts.append(("Version", f"{body.version}. {body.reason}".strip()))
    file.cover(within=body.within, kind=f"Uppföljning {body.code} {body.year}", name=body.unit, facts=facts)
    for part in body.opening:
        _chapter(file, part)
    _overview(file, body)
    for goal in body.goals:
        _goal(file, goal)
    if body.economy:
        _economy(file, body.economy)
    for part in body.closing:
        _chapter(file, part)
    return file.save()


def _chapter(file: WordFile, part: ChapterPart) -> None:
    if part.heading:
        file.heading(part.heading, part.level)
    file.body(part.body)


def _overview(file: WordFile, body: ReportBody) -> None:
    if body.overview:
        file.heading(OVERVIEW, 1)
        rows = [[each.title, each.mark.label] for each in body.overview]
        file.table(OVERVIEW, ["Mål", "Måluppfyllelse"], rows, [12.0, 4.0])


def _goal(file: WordFile, goal: GoalPart) -> None:
    file.heading(goal.full_title, goal.level, before=goal.label)
    if goal.mark:
        file.fact("Måluppfyllelse", goal.mark.label)
    file.body(goal.analysis)
    for table in (goal.indicators, goal.activities):
        if table:
            _table(file, table)
    if goal.not_due:
        file.note(goal.not_due)
    for child in goal.goals:
        _goal(file, child)


def _economy(file: WordFile, part: EconomyPart) -> None:
    file.heading(part.heading, part.level)
    file.body(part.body)
    if part.table:
        _table(file, part.table)
    if part.note:
        file.note(part.note)


def _table(file: WordFile, table: Table) -> None:
    """What is said under a row stands in its first cell, so that the table can be sorted and filtered."""
    shares = [_WIDE.get(column.key, 1.0) for column in table.columns]
    widths = [_PAGE_WIDTH * share / sum(shares) for share in shares]
    rows = []
    for line in table.lines:
        cells = [_words(cell) for cell in line.cells]
        cells[0] = "\n".join([cells[0], *map(_remark, line.remarks)])
        rows.append(cells)
    file.table(
        table.caption,
        [column.label for column in table.columns],
        rows,
        widths,
        strong={n for n, line in enumerate(table.lines) if line.kind},
        right={n for n, column in enumerate(table.columns) if column.is_number},
    )


def _words(cell: Cell) -> str:
    words = f"{cell.sign} {cell.text}".strip()
    return f"{words}\n{cell.note}" if cell.note else words


def _remark(remark: Remark) -> str:
    mark = remark.mark.label if remark.mark else remark.label
    return f"{mark}: {remark.text}" if mark else remark.text
