"""A report's economy as a table: costs and income with what they sum up to, and what each deviates."""

from __future__ import annotations

from collections.abc import Iterator

from followup.anchors import economy_anchor
from followup.document import EconomyDocument, FollowUpDocument
from followup.economy import Money, sums_of
from followup.reports import words
from followup.reports.body_style import Style
from followup.reports.body_tables import Cell, Column, Line, Remark, Table, table_of

_KINDS = (("cost", "Summa kostnader"), ("income", "Summa intäkter"))
_RESULT = "Resultat"
_OPTIONAL = frozenset({"forecast"})


def is_of_economy(heading: str) -> bool:
    """Whether what stands under the heading belongs with the economy's table."""
    return "ekonomi" in heading.casefold()


def economy_table(document: FollowUpDocument, style: Style) -> Table | None:
    return table_of("economy", "Ekonomi", list(_lines(document, style)), _OPTIONAL)


def _lines(document: FollowUpDocument, style: Style) -> Iterator[Line]:
    sums = sums_of(document.economy)
    totals = {"cost": sums.costs, "income": sums.income}
    kinds = {row.kind for row in document.economy}
    for kind, label in _KINDS:
        rows = [row for row in document.economy if row.kind == kind]
        for row in rows:
            yield Line(
                _cells(document, row.name, row),
                anchor=style.anchor(economy_anchor(row.key)) if row.key else "",
                remarks=_remarks(row),
            )
        if len(rows) > 1:
            yield Line(_cells(document, label, totals[kind]), kind="sum")
    if len(kinds) > 1:
        yield Line(_cells(document, _RESULT, sums.net), kind="result")


def _cells(document: FollowUpDocument, name: str, row: Money) -> tuple[Cell, ...]:
    at_year_end = document.period.end.month == 12
    missed, part = words.deviation_words(row, at_year_end)
    return (
        Cell(Column("name", "Rad"), name),
        Cell(Column("budget", "Budget helår", is_number=True), words.amount(row.budget)),
        Cell(Column("outcome", f"Utfall {document.code}", is_number=True), words.amount(row.outcome)),
        Cell(Column("forecast", "Prognos helår", is_number=True), words.amount(row.forecast)),
        Cell(Column("deviation", "Avvikelse", is_number=True), missed, part),
    )


def _remarks(row: EconomyDocument) -> tuple[Remark, ...]:
    return (Remark(row.comment, "Kommentar"),) if row.comment.strip() else ()
