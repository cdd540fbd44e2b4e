"""A file's cells over what stands there: what isn't said stands, and what goes out comes in unchanged."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from followup.sheets.choices import Choices
from followup.sheets.columns import layout_of
from followup.sheets.export import Line, workbook_of
from followup.sheets.hearing import hear
from followup.sheets.matching import Named, Names
from followup.sheets.merging import merged
from followup.sheets.read_xlsx import read_xlsx
from followup.sheets.vocabulary import Vocabulary
from indicators.actions import FIELDS, as_kept
from indicators.aims import Aim
from indicators.entries import understand
from indicators.models import Measurement
from indicators.outcomes import Measure

SHARE = Measure(is_share=True)
PLAIN = Measure(measured_in="dagar")


def standing(**fields: Any) -> dict[str, Any]:
    return {**dict.fromkeys(FIELDS), "written": "", "words": "", "not_measured_because": "", **fields}


def after(said: dict[str, str], measure: Measure = PLAIN, dash: str = "", **fields: Any) -> dict[str, str]:
    """What differs afterwards; problems by field where it can't be saved."""
    before = standing(**fields)
    outcome = Measurement(**{name: value or ("" if value == "" else None) for name, value in fields.items()})
    figures = understand(merged({}, before, measure, _outcome(outcome, measure)), measure, Aim())
    assert as_kept(figures.fields()) == as_kept(before)
    entry = understand(merged(said, before, measure, _outcome(outcome, measure), dash), measure, Aim())
    if entry.problems:
        return entry.problems
    kept = as_kept(before)
    return {name: value for name, value in as_kept(entry.fields()).items() if value != kept[name]}


def _outcome(row: Measurement, measure: Measure) -> Any:
    from indicators.outcomes import Outcome

    return Outcome(
        measure.figure(row.total, row.numerator, row.denominator),
        measure.figure(row.women, row.women_numerator, row.women_denominator),
        measure.figure(row.men, row.men_numerator, row.men_denominator),
    )


def test_a_part_of_a_row_leaves_the_rest() -> None:
    assert after({"total": "12,5"}, women=Decimal(3), comment="Så.") == {"total": "12,5"}
    assert after({"comment": "Nytt"}, total=Decimal(3)) == {"comment": "Nytt"}
    assert after({"total": "3,0"}, total=Decimal(3)) == {}


def test_a_value_takes_the_place_of_its_parts_unless_it_says_the_same() -> None:
    parts = {"numerator": Decimal(157), "denominator": Decimal(200)}
    assert after({"total": "78,5 %"}, SHARE, **parts) == {}
    assert after({"total": "80"}, SHARE, **parts) == {"total": "80", "numerator": "", "denominator": ""}
    assert after({"numerator": "1", "denominator": "2"}, SHARE, total=Decimal(80)) == {
        "total": "",
        "numerator": "1",
        "denominator": "2",
    }


def test_not_measured() -> None:
    empty = {"total": "", "women": "", "not_measured_because": "För få svar"}
    assert after({"total": "ej mätt: För få svar"}, total=Decimal(3), women=Decimal(3)) == empty
    assert after({"total": "-"}, dash="För få svar", total=Decimal(3), women=Decimal(3)) == empty
    assert "not_measured_because" in after({"total": "-"}, total=Decimal(3))
    assert after({"total": "4"}, not_measured_because="För få svar") == {
        "total": "4",
        "not_measured_because": "",
    }
    assert after({"total": "-"}, not_measured_because="För få svar") == {}


NUMBER = some.decimals(-(10**12) + 1, 10**12 - 1, places=6, allow_nan=False) | some.integers(-9999, 9999).map(
    Decimal
)
WORDS = some.text(some.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30).filter(
    lambda words: words.strip() == words and words.isprintable()
) | some.sampled_from(["=1+1", "+46 70", "-", "@a", "12,5", "ej mätt: x", "Två\r\nrader", "\t=x"])
ROW = some.one_of(
    some.fixed_dictionaries({"total": NUMBER}, optional={"women": NUMBER, "men": NUMBER, "forecast": NUMBER}),
    some.fixed_dictionaries({"not_measured_because": WORDS.map(str.strip)}),
    some.fixed_dictionaries(
        {"numerator": NUMBER, "denominator": NUMBER.map(lambda number: abs(number) + 1)},
        optional={"men": NUMBER},
    ),
)


@settings(max_examples=40, deadline=None)
@given(rows=some.lists(some.tuples(ROW, some.just("") | WORDS.map(str.strip)), min_size=1, max_size=4))
def test_a_sheet_that_goes_out_and_comes_in_changes_nothing(rows: list[tuple[dict[str, Any], str]]) -> None:
    standings = [standing(**fields, comment=comment) for fields, comment in rows]
    lines = [
        Line(f"Enhet {at}", "", "=Andel nöjda", "T1 2027", "%", "", PLAIN, each)
        for at, each in enumerate(standings)
    ]
    sheet = read_xlsx(workbook_of("T1", lines)).sheets[0]
    units = Names(Named(str(at), f"Enhet {at}") for at in range(len(rows)))
    indicators = Names([Named("andel nöjda", "=Andel nöjda")])
    words = Vocabulary(units, indicators, {}, {}, frozenset({"t1"}), 2027)
    found = hear(sheet, layout_of(sheet, words), words, Choices())
    assert not found.remarks
    assert len(found.values) == len(rows)
    for value in found.values:
        before = standings[int(value.unit)]
        row = Measurement(**{name: before[name] for name in FIELDS})
        said = {name: cell.text for name, cell in value.cells.items()}
        assert not any(cell.problem for cell in value.cells.values())
        entry = understand(merged(said, before, SHARE, _outcome(row, SHARE)), SHARE, Aim())
        assert not entry.problems
        assert as_kept(entry.fields()) == as_kept(before)


def test_words_never_become_formulas() -> None:
    import io

    from openpyxl import load_workbook

    words = ["=1+1", "+1", "-1", "@x", "\t=x"]
    data = workbook_of(
        "T1", [Line(each, "", "", "", "", "", PLAIN, standing(comment=each)) for each in words]
    )
    cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value is not None)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert sheet.freeze_panes == "D2"


@pytest.mark.parametrize("text", ["12,5", "12.5", "12,5 dagar"])
def test_spellings_of_the_same_change_nothing(text: str) -> None:
    assert after({"total": text}, total=Decimal("12.5")) == {}
