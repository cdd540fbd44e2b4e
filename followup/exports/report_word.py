"""A unit's follow-up as a Word file, for those who must edit on: the report as it is printed."""

from __future__ import annotations

from collections.abc import Mapping

from followup.document import FollowUpDocument
from followup.exports.word_report_tables import write_table
from followup.reports.body import PRINT, ChapterPart, EconomyPart, GoalPart, ReportBody, report_body
from followup.reports.printed import made_at_of
from goals.exports.word_file import About, WordFile

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
            write_table(file, table)
    if goal.not_due:
        file.note(goal.not_due)
    for child in goal.goals:
        _goal(file, child)


def _economy(file: WordFile, part: EconomyPart) -> None:
    file.heading(part.heading, part.level)
    file.body(part.body)
    if part.table:
        write_table(file, part.table)
    if part.note:
        file.note(part.note)
