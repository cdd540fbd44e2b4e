"""Rows of indicators and activities, with and without visible columns."""

from __future__ import annotations

import datetime

import pytest

from goals.document import ActivityDocument, GoalDocument, IndicatorDocument
from goals.importing.lines import Line, Source
from goals.importing.parse import Correction, ParsedPlan, parse_plan

HEADER = "Indikator Årsmål KF:s årsmål Periodicitet"
ACTIVITY = "Aktivitet Startdatum Slutdatum"


def parsed(text: str, *corrections: Correction) -> ParsedPlan:
    lines = [
        Line(number, part.strip())
        for number, part in enumerate(f"Enhetsmål: Vi ses\n\n{text}".split("\n"), 1)
    ]
    return parse_plan(Source(lines), year=2026, unit="Eken", corrections=corrections)


def only_goal(text: str, *corrections: Correction) -> GoalDocument:
    (goal,) = parsed(text, *corrections).document.goals
    return goal


def indicator(text: str) -> IndicatorDocument:
    (row,) = only_goal(f"{HEADER}\n\n{text}").indicators
    return row


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Nöjda 75 % 80 % Tertial", ("Nöjda", "75 %", "80 %", "Tertial")),
        ("Andel som är\nnöjda\n\n75 % 80 % Tertial", ("Andel som är nöjda", "75 %", "80 %", "Tertial")),
        ("Index 75 83 År", ("Index", "75", "83", "År")),
        (
            "Frånvaro dag 1-7 3 % Tas fram av nämnd Tertial",
            ("Frånvaro dag 1-7", "3 %", "Tas fram av nämnd", "Tertial"),
        ),
        (
            "Frånvaro Tas fram av\nnämnd/styrel\nse\n\nTertial",
            ("Frånvaro", "", "Tas fram av nämnd/styrelse", "Tertial"),
        ),
        (
            "Utsläpp från mat\n\n1,5 kg CO2 per kg\nlivsmedel\n\n1,4 kg CO2 per kg\nlivsmedel\n\nÅr",
            ("Utsläpp från mat", "1,5 kg CO2 per kg livsmedel", "1,4 kg CO2 per kg livsmedel", "År"),
        ),
        ("Agenda 2030 öka Halvår", ("Agenda 2030", "", "öka", "Halvår")),
        ("Agenda 2030 Öka Halvår", ("Agenda 2030", "", "Öka", "Halvår")),
        ("Mål utan värde År", ("Mål utan värde", "", "", "År")),
    ],
)
def test_a_row_is_read_from_its_end(text: str, row: tuple[str, str, str, str]) -> None:
    found = indicator(text)

    assert (found.name, found.target, found.council_target, found.periodicity) == row


def test_a_name_cut_by_the_page_goes_on_after_the_repeated_header() -> None:
    plan = parsed(
        f"{HEADER}\n\nAndel barn som\n\n80 % 85 % Tertial\n{HEADER}\nvill komma hit\n\nNöjda 9 10 År"
    )

    rows = plan.document.goals[0].indicators
    assert [row.name for row in rows] == ["Andel barn som vill komma hit", "Nöjda"]
    assert plan.document.dropped == ()
    assert plan.document.closing[-1].body == f"<p>{HEADER}</p>", "so short a plan may not drop five words"


def test_a_lone_value_goes_to_the_council_with_a_doubt_that_can_be_answered() -> None:
    text = f"{HEADER}\n\nNöjda 82 År"
    plan = parsed(text)

    (doubt,) = plan.doubts
    assert (doubt.line, doubt.kind, doubt.chosen) == (5, "column", "council_target")
    assert any(warning.line == 5 for warning in plan.document.warnings)
    answered = parsed(text, Correction(5, "column", "target"))
    assert answered.doubts == ()
    assert answered.document.goals[0].indicators[0].target == "82"


def test_one_target_column_leaves_no_doubt() -> None:
    plan = parsed("Nyckeltal Målvärde Mäts\n\nNöjda 82 Halvår")

    assert plan.doubts == ()
    assert plan.document.goals[0].indicators == (IndicatorDocument("Nöjda", "Halvår", target="82"),)


def test_a_table_without_periodicity() -> None:
    rows = only_goal("Nyckeltal Målvärde\n\nNöjda barn 82 %\nSjuka dagar 6,5").indicators

    assert [(row.name, row.target, row.periodicity) for row in rows] == [
        ("Nöjda barn", "82 %", ""),
        ("Sjuka dagar", "6,5", ""),
    ]


def test_by_gender_and_spare_columns() -> None:
    plan = parsed("Nyckeltal Utfall 2024 Målvärde Könsuppdelad\n\nNöjda 70 % 82 % Ja")

    assert plan.document.goals[0].indicators == (
        IndicatorDocument("Nöjda", "", target="82 %", by_gender=True),
    )
    assert '<th scope="col">Utfall 2024</th>' in plan.document.goals[0].texts[0].body
    assert any("70 %" in warning.message for warning in plan.document.warnings)


def activity(text: str, header: str = ACTIVITY) -> ActivityDocument:
    (row,) = only_goal(f"{header}\n\n{text}").activities
    return row


DAY, LAST = datetime.date(2026, 1, 10), datetime.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("header", "text", "row"),
    [
        (ACTIVITY, "Ny skylt 2026-01-10 2026-03-31", ActivityDocument("Ny skylt", DAY, LAST)),
        (
            ACTIVITY,
            "Ny skylt vid\nentrén\n\n2026-01-10 2026-03-31",
            ActivityDocument("Ny skylt vid entrén", DAY, LAST),
        ),
        (ACTIVITY, "Ny skylt 2026-01-10 – 2026-03-31", ActivityDocument("Ny skylt", DAY, LAST)),
        (ACTIVITY, "Ny skylt 2026-01-10\n2026-03-31", ActivityDocument("Ny skylt", DAY, LAST)),
        (ACTIVITY, "Ny skylt 2026-03-31 2026-01-10", ActivityDocument("Ny skylt 2026-03-31 2026-01-10")),
        (ACTIVITY, "Ny skylt 2026-02-30 2026-03-31", ActivityDocument("Ny skylt 2026-02-30 2026-03-31")),
        ("Aktivitet Klart senast", "Ny skylt 2026-03-31", ActivityDocument("Ny skylt", None, LAST)),
        (
            "Aktivitet Ansvarig Klart senast",
            "Ny skylt Rektor 2026-03-31",
            ActivityDocument("Ny skylt", None, LAST, "Rektor"),
        ),
        (
            "Åtgärd Start Klart Ansvarig",
            "Ny skylt 2026-01-10 2026-03-31 Eva Alm",
            ActivityDocument("Ny skylt", DAY, LAST, "Eva Alm"),
        ),
    ],
)
def test_activities(header: str, text: str, row: ActivityDocument) -> None:
    assert activity(text, header) == row


def test_dates_that_cannot_be_are_warned_of() -> None:
    for text in ("Ny skylt 2026-03-31 2026-01-10", "Ny skylt 2026-02-30 2026-03-31"):
        assert any(warning.line == 5 for warning in parsed(f"{ACTIVITY}\n\n{text}").document.warnings)


def test_an_activity_without_dates_stands_alone() -> None:
    rows = only_goal(
        f"{ACTIVITY}\n\nAnnat hela året\n\nNy skylt 2026-01-10 2026-03-31\nTredje saken\n\nUppföljning\n\nJa."
    ).activities

    assert [row.title for row in rows] == ["Annat hela året", "Ny skylt", "Tredje saken"]


def test_text_under_a_table_is_text() -> None:
    prose = "Vi återkommer till resten när nämnden har sagt sitt om budgeten för nästa år."
    goal = only_goal(f"{ACTIVITY}\n\nNy skylt 2026-01-10 2026-03-31\n\n{prose}")

    assert len(goal.activities) == 1
    assert goal.texts[0].body == f"<p>{prose}</p>"


def cells(*rows: tuple[str, ...]) -> GoalDocument:
    """A goal with a table whose columns the source shows."""
    table = [
        Line(3 + at, " ".join(filter(None, row)), cells=row, header=at == 0) for at, row in enumerate(rows)
    ]
    plan = parse_plan(Source([Line(1, "Enhetsmål: Vi ses"), Line(2, ""), *table]), year=2026, unit="Eken")
    return plan.document.goals[0]


def test_visible_columns_go_by_their_names() -> None:
    goal = cells(
        ("Periodicitet", "Indikator", "KF:s årsmål", "Årsmål", "Könsuppdelad"),
        ("År", "Nöjda 75", "", "lika bra som i fjol", "Nej"),
        ("Tertial", "Frånvaro", "Tas fram av nämnd/styrel se", "", ""),
    )

    assert goal.indicators == (
        IndicatorDocument("Nöjda 75", "År", target="lika bra som i fjol"),
        IndicatorDocument("Frånvaro", "Tertial", council_target="Tas fram av nämnd/styrelse"),
    )


def test_a_row_cut_by_the_page_is_one_row() -> None:
    goal = cells(
        ("Aktivitet", "Startdatum", "Slutdatum", "Ansvarig"),
        ("Ny skylt vid den", "2026-01-10", "2026-03-31", "Rektor"),
        ("stora entrén", "", "", ""),
        ("Annat", "", "2026-03-31", ""),
    )

    assert goal.activities == (
        ActivityDocument("Ny skylt vid den stora entrén", DAY, LAST, "Rektor"),
        ActivityDocument("Annat", None, LAST),
    )


def test_words_where_a_date_should_stand_are_kept() -> None:
    goal = cells(("Aktivitet", "Startdatum", "Slutdatum"), ("Ny skylt", "Löpande", ""))

    assert goal.activities == (ActivityDocument("Ny skylt Löpande"),)


def test_two_dates_in_one_cell_are_start_and_end() -> None:
    (row,) = cells(("Aktivitet", "Startdatum Slutdatum"), ("Skogsdag", "2026-03-01 2026-03-05")).activities
    assert row == ActivityDocument("Skogsdag", datetime.date(2026, 3, 1), datetime.date(2026, 3, 5))
