"""Which period a value belongs to, what came before, and which months it covers."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar import period_row, periods_of_year
from indicators.models import Period
from indicators.periods import (
    Months,
    Periodicity,
    Stretch,
    covered,
    due_in,
    periodicity_of,
    previous,
    same_last_year,
    stretch_of,
    stretches_of,
)
from tests.factories import PeriodFactory

HALF_YEAR_ROUND = Stretch("DELÅR", "Delårsrapport", 2027, 1, 6)
FIRST_MONTHS = Stretch("JAN-FEB", "Januari och februari", 2027, 1, 2)


@pytest.mark.parametrize(
    ("words", "periodicity"),
    [
        ("Tertial", Periodicity.TERTIAL),
        ("varje  Tertial", Periodicity.TERTIAL),
        ("T1, T2 och VB", Periodicity.TERTIAL),
        ("År", Periodicity.YEAR),
        ("Årligen.", Periodicity.YEAR),
        ("Halvår", Periodicity.HALF),
        ("Kvartal", Periodicity.QUARTER),
        ("Månad", Periodicity.MONTH),
        ("Vartannat år", None),
        ("Läsår", None),
        ("", None),
    ],
)
def test_the_municipalitys_words(words: str, periodicity: Periodicity | None) -> None:
    assert periodicity_of(words) is periodicity


@pytest.mark.parametrize(
    ("periodicity", "t1", "t2", "vb"),
    [
        ("Tertial", "T1", "T2", "VB"),
        ("Halvår", None, "T2", "VB"),
        ("År", None, None, "VB"),
        ("Kvartal", "K1", "K2", "K4"),
        ("Månad", "M04", "M08", "M12"),
        ("Vartannat år", None, None, "VB"),
        ("", None, None, "VB"),
    ],
)
def test_what_is_due_in_which_round(periodicity: str, t1: str | None, t2: str | None, vb: str | None) -> None:
    for code, due in (("T1", t1), ("T2", t2), ("VB", vb)):
        stretch = due_in(stretch_of(2027, code), periodicity).stretch
        assert (stretch.code if stretch else None) == due


@pytest.mark.parametrize(
    ("round_", "periodicity", "code"),
    [
        (HALF_YEAR_ROUND, "Tertial", "DELÅR"),
        (HALF_YEAR_ROUND, "Halvår", "DELÅR"),
        (HALF_YEAR_ROUND, "Kvartal", "K2"),
        (HALF_YEAR_ROUND, "År", None),
        (FIRST_MONTHS, "Kvartal", None),
        (FIRST_MONTHS, "Månad", "M02"),
    ],
)
def test_a_round_with_months_of_its_own(round_: Stretch, periodicity: str, code: str | None) -> None:
    stretch = due_in(round_, periodicity).stretch
    assert (stretch.code if stretch else None) == code


def test_an_unknown_periodicity_is_told() -> None:
    told = "Periodiciteten ”Vartannat år” är okänd. Indikatorn följs upp vid årets slut."
    assert due_in(stretch_of(2027, "T1"), "Vartannat år").note == told
    assert (
        due_in(stretch_of(2027, "VB"), " ").note
        == "Periodicitet saknas. Indikatorn följs upp vid årets slut."
    )
    assert due_in(stretch_of(2027, "VB"), "År").note == ""


@pytest.mark.parametrize(
    ("code", "periodicity", "before"),
    [
        ("T1", "Tertial", (2026, "VB")),
        ("T2", "Tertial", (2027, "T1")),
        ("VB", "Tertial", (2027, "T2")),
        ("T2", "Halvår", (2026, "VB")),
        ("VB", "Halvår", (2027, "T2")),
        ("VB", "År", (2026, "VB")),
        ("VB", "", (2026, "VB")),
        ("K1", "Kvartal", (2026, "K4")),
        ("K3", "Kvartal", (2027, "K2")),
        ("M01", "Månad", (2026, "M12")),
        ("H1", "Halvår", (2026, "H2")),
    ],
)
def test_the_period_before(code: str, periodicity: str, before: tuple[int, str]) -> None:
    found = previous(stretch_of(2027, code), periodicity)
    assert found is not None
    assert (found.year, found.code) == before


def test_nothing_is_known_of_the_period_before_one_of_ones_own() -> None:
    assert previous(HALF_YEAR_ROUND) is None
    assert same_last_year(HALF_YEAR_ROUND).ends_on == datetime.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("code", "accumulates", "periodicity", "months"),
    [
        ("T1", True, "Tertial", "januari–april"),
        ("T2", True, "Tertial", "januari–augusti"),
        ("K2", True, "Kvartal", "januari–juni"),
        ("T2", False, "Tertial", "maj–augusti"),
        ("VB", False, "Tertial", "september–december"),
        ("T2", False, "Halvår", "januari–juni"),
        ("VB", False, "Halvår", "juli–december"),
        ("VB", False, "År", "januari–december"),
        ("K2", False, "Kvartal", "april–juni"),
        ("M08", False, "Månad", "augusti"),
    ],
)
def test_the_months_that_a_value_covers(code: str, accumulates: bool, periodicity: str, months: str) -> None:
    found = covered(stretch_of(2027, code), accumulates=accumulates, periodicity=periodicity)
    assert str(found) == months


@given(st.integers(1990, 2200))
def test_a_years_periods_leave_no_day_out(year: int) -> None:
    stretches = {stretch.code: stretch for stretch in stretches_of(year)}
    assert len(stretches) == 21
    for codes in (["H1", "H2"], ["K1", "K2", "K3", "K4"], [f"M{n:02}" for n in range(1, 13)]):
        family = [stretches[code] for code in codes]
        assert family[0].starts_on == datetime.date(year, 1, 1)
        assert family[-1].ends_on == datetime.date(year, 12, 31)
        for one, other in itertools.pairwise(family):
            assert one.ends_on + datetime.timedelta(days=1) == other.starts_on
    ends = [stretches[code].ends_on for code in ("T1", "T2", "VB")]
    assert ends == [datetime.date(year, 4, 30), datetime.date(year, 8, 31), datetime.date(year, 12, 31)]
    assert sum(stretches[f"K{n}"].months.count for n in range(1, 5)) == Months(1, 12).count


@pytest.mark.django_db
def test_a_years_rows_are_made_once(django_assert_num_queries: pytest.FixtureRequest) -> None:
    own = PeriodFactory(year=2027, code="T1", name="Första tertialet")
    with django_assert_num_queries(3):  # type: ignore[operator]
        made = periods_of_year(2027)
    assert sorted(made) == sorted(stretch.code for stretch in stretches_of(2027))
    assert made["T1"] == own
    assert made["T1"].name == "Första tertialet"
    assert {code: row.stretch.months for code, row in made.items()} == {
        stretch.code: stretch.months for stretch in stretches_of(2027)
    }
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert periods_of_year(2027) == made
    assert Period.objects.count() == 21


@pytest.mark.django_db
def test_a_period_of_ones_own_is_made_once() -> None:
    row = period_row(HALF_YEAR_ROUND)
    assert (row.name, row.ends_on) == ("Delårsrapport", datetime.date(2027, 6, 30))
    assert period_row(HALF_YEAR_ROUND) == row
    assert row.stretch == HALF_YEAR_ROUND


@pytest.mark.django_db
def test_what_has_ended() -> None:
    periods_of_year(2027)
    ended = Period.objects.of_year(2027).ended_on(datetime.date(2027, 4, 30))
    assert [period.code for period in ended] == ["M04", "T1", "M03", "K1", "M02", "M01"]
