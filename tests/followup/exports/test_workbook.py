"""The Excel file, opened again: numbers are numbers, days are days, and nothing is a formula."""

from __future__ import annotations

import datetime
import io
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

from followup.document import (
    ActivityFollowUp,
    ChapterDocument,
    EconomyDocument,
    FigureDocument,
    FollowUpDocument,
    GoalFollowUp,
    IndicatorFollowUp,
    OutcomeDocument,
    PeriodDocument,
)
from followup.exports.workbook import CUT, LONGEST, cell_text, write_workbook
from followup.models import FollowUp
from tests.followup.documents import documents

KEY = UUID(int=1)
NOBODY = cast(FollowUp, SimpleNamespace(round=SimpleNamespace(key=KEY), unit=SimpleNamespace(key=KEY)))
HOSTILE = ["=1+1", "+46 70", "-5", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A1", '=HYPERLINK("a")']
T1 = PeriodDocument("T1", "Tertial 1", datetime.date(2027, 1, 1), datetime.date(2027, 4, 30))
SHEETS = ["Värden", "Bedömningar", "Aktiviteter", "Avvikelser", "Ekonomi", "Texter"]


def opened(*written: FollowUpDocument) -> Workbook:
    file = io.BytesIO()
    write_workbook(file, [(NOBODY, each) for each in written], title="T1 2027", labels={})
    return load_workbook(io.BytesIO(file.getvalue()))


def a_document(words: str = "Ord") -> FollowUpDocument:
    """Every text of it says the same."""
    outcome = OutcomeDocument(
        total=FigureDocument(Decimal("66.666667"), Decimal(2), Decimal(3)),
        women=FigureDocument(Decimal(70)),
        forecast=Decimal("67.5"),
    )
    row = IndicatorFollowUp(
        words, words, indicator=KEY, measured_in="%", target=words, is_due=True, period=T1, outcome=outcome,
        comment=words, attainment="partly", reason=words,
    )  # fmt: skip
    in_words = IndicatorFollowUp(
        words, words, indicator=UUID(int=2), is_due=True, period=T1, outcome=OutcomeDocument(words=words)
    )
    not_due = IndicatorFollowUp("Inte nu", "År", indicator=UUID(int=3))
    activity = ActivityFollowUp(
        words, start=datetime.date(2026, 12, 24), responsible=words, status="delayed", deviation=words
    )
    goal = GoalFollowUp(
        "unit", words, number=words, attainment="fully", indicators=(row, in_words, not_due, row),
        activities=(activity,),
    )  # fmt: skip
    return FollowUpDocument(
        year=2027, code="T1", name=words, period=T1, unit=words, within=(words,), goals=(goal,),
        economy=(
            EconomyDocument("cost", words, None, Decimal(-1200), Decimal("-400.5"), Decimal(-1300), words),
        ),
        comment_from=Decimal(2),
    )  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_what_looks_like_a_formula_is_text(words: str) -> None:
    book = opened(a_document(words))
    seen = 0
    for page in book:
        for row in page.iter_rows(min_row=2):
            for cell in row:
                assert cell.data_type in {"s", "n", "d"}, (page.title, cell.coordinate)
                if isinstance(cell.value, str) and cell.value.strip() == words.strip():
                    assert cell.quotePrefix, cell.coordinate
                    seen += 1
    assert seen >= 20


def test_numbers_and_days_are_real_and_sheets_can_be_used() -> None:
    book = opened(a_document())
    assert book.sheetnames == SHEETS
    for page in book:
        assert page.freeze_panes == "A2"
        assert page.auto_filter.ref.startswith("A1:")
        assert all(page.column_dimensions[cell.column_letter].width > 8 for cell in page[1])
    values = _lines(book, "Värden")
    assert [line["Indikator"].value for line in values] == ["Ord", "Ord"]
    first, second = values
    assert (first["Utfall"].value, first["Utfall"].data_type) == (66.666667, "n")
    assert first["Utfall"].number_format == "#,##0.0"
    assert (first["Täljare"].value, first["Prognos helår"].value) == (2, 67.5)
    assert first["Måluppfyllelse"].value == "Uppfylls delvis"
    assert (second["Utfall"].value, second["Utfall i ord"].value) == (None, "Ord")
    activity = _lines(book, "Aktiviteter")[0]
    assert activity["Startdatum"].value == datetime.datetime(2026, 12, 24)  # noqa: DTZ001  Excel's own
    assert activity["Startdatum"].number_format == "yyyy-mm-dd"
    assert activity["Slutdatum"].value is None
    money = _lines(book, "Ekonomi")[0]
    assert [money[name].value for name in ("Budget helår", "Utfall", "Avvikelse")] == [-1200, -400.5, -100]
    deviations = _lines(book, "Avvikelser")
    assert [(each["Slag"].value, each["Belopp"].value) for each in deviations] == [
        ("Aktivitet", None),
        ("Kostnad", -100),
    ]


def test_bodies_are_plain_text_in_lines() -> None:
    text = ChapterDocument("Sammanfattning", "<p>Ett &lt;bra&gt; år.</p><ul><li>=Mer</li></ul>")
    empty = ChapterDocument("Övrigt", "")
    goal = GoalFollowUp("unit", "Mål", analysis="<p>Vi når <strong>målet</strong>.</p>")
    book = opened(FollowUpDocument(2027, "T1", "T1", T1, "Granen", texts=(text, empty), goals=(goal,)))
    assert [line["Text"].value for line in _lines(book, "Texter")] == ["Ett <bra> år.\n– =Mer"]
    assert _lines(book, "Bedömningar")[0]["Analys"].value == "Vi når målet."


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b\x0bc\x1f\ufffe\ud800d", "abcd"),
        ("a\tb\nc", "a\tb\nc"),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), "x" * (LONGEST - len(CUT)) + CUT),
        ("🙂" * LONGEST, "🙂" * ((LONGEST - len(CUT)) // 2) + CUT),
    ],
)
def test_what_no_cell_can_hold(given: str, kept: str) -> None:
    assert cell_text(given) == kept
    book = opened(FollowUpDocument(2027, "T1", "T1", T1, "Granen", goals=(GoalFollowUp("unit", given),)))
    assert _lines(book, "Bedömningar")[0]["Mål"].value == kept


@settings(max_examples=25, deadline=None)
@given(documents)
def test_every_document_gives_a_file_that_opens(document: FollowUpDocument) -> None:
    book = opened(document, document)
    assert all(cell.data_type != "f" for page in book for row in page.iter_rows() for cell in row)
    own = [goal for goal in document.walk_goals() if not goal.inherited]
    assert book["Bedömningar"].max_row == 1 + 2 * len(own)


def _lines(book: Workbook, name: str) -> list[dict[str, Any]]:
    """The rows under the header, by the header's words."""
    page = book[name]
    titles = [cell.value for cell in page[1]]
    return [dict(zip(titles, row, strict=True)) for row in page.iter_rows(min_row=2)]
