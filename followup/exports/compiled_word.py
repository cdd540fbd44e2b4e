"""A compiled report as a Word file, for the controller who edits on: the report as it is printed.

The units' own reports aren't in it: they are files of their own.
"""

from __future__ import annotations

from collections.abc import Mapping

from followup.charts.chart import Chart
from followup.exports.word_report_tables import widths_of, write_table
from followup.reports.body import PRINT
from followup.reports.compiled_body import Block, CompiledBody, Section, compiled_body
from followup.reports.compiled_document import CompiledDocument
from followup.reports.compiled_printed import made_at
from goals.exports.word_file import About, WordFile


def compiled_word(document: CompiledDocument, labels: Mapping[str, str]) -> bytes:
    """`labels`: what goals of each level are called."""
    body = compiled_body(document, labels, PRINT)
    running = f"{document.unit} · {document.cover.title}".removeprefix(" · ")
    file = WordFile(About(body.title, document.unit, running, made_at(document)), {})
    _cover(file, body)
    for piece in body.pieces:
        for section in piece.sections:
            _section(file, section)
    return file.save()


def _cover(file: WordFile, body: CompiledBody) -> None:
    """As of a Tjänsteutlåtande."""
    document, cover = body.document, body.document.cover
    facts = [
        ("Dnr", cover.registry_number),
        ("Datum", cover.dated_on.isoformat() if cover.dated_on else ""),
        ("Handläggare", cover.handled_by),
        ("Till", cover.addressed_to),
        ("Status", body.status),
        ("Period", f"{body.months} {document.year}"),
    ]
    file.cover(
        within=(*document.within, document.unit),
        kind=cover.title,
        name="Tjänsteutlåtande",
        facts=[(label, words) for label, words in facts if words],
    )
    if cover.proposal:
        file.heading("Förslag till beslut", 1)
        file.body(PRINT.prose(cover.proposal, 2))
    file.note(body.coverage)


def _section(file: WordFile, section: Section) -> None:
    file.heading(section.full_title, section.level, before=section.label)
    for block in section.blocks:
        _block(file, block)
    for each in section.sections:
        _section(file, each)


def _block(file: WordFile, block: Block) -> None:
    if block.mark:
        file.fact("Vår bedömning", block.mark.label)
    file.body(block.prose)
    if block.words:
        file.note(block.words)
    for table in block.tables:
        write_table(file, table)
    for each in block.charts:
        _chart(file, each.chart)
    for quote in block.quotes:
        file.fact(quote.unit, quote.heading)
        file.body(quote.body)


def _chart(file: WordFile, chart: Chart) -> None:
    """The numbers that the chart is drawn from: whoever edits on draws it anew."""
    table = chart.table
    if table.rows:
        file.note(chart.caption)
        rows = [[row.head, *row.cells] for row in table.rows]
        file.table(chart.caption, table.head, rows, widths_of(table.head, rows))
