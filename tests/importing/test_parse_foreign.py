"""Plans of municipalities that write otherwise: own labels, columns and page headers, and every word kept."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

import pytest

from goals.document import LEVELS, GoalDocument, PlanDocument
from goals.importing.parse import parse_plan
from goals.importing.read_text import read_text
from goals.importing.words import check_words

PLANS = Path(__file__).with_name("plans")
COUNTS = {
    # goals of each level, indicators, activities
    "skola": ((1, 1, 1, 2), 5, 4),
    "aldreboende": ((1, 1, 2, 3), 5, 3),
    "bygglov": ((1, 1, 1, 2), 4, 2),
    "bibliotek": ((1, 1, 1, 2), 2, 4),
    "hemvard_utan_tomrader": ((1, 1, 1, 3), 3, 2),
    "kontaktcenter_celler_pa_egna_rader": ((1, 1, 1, 2), 2, 2),
    "kulturskola": ((1, 1, 1, 2), 2, 2),
    "badhus_sidhuvuden": ((2, 0, 1, 2), 3, 3),
    "familjeteam_kolumner": ((1, 1, 1, 2), 2, 2),
    "forskoleomrade": ((1, 1, 1, 3), 5, 3),
}


def text_of(name: str) -> str:
    return (PLANS / f"{name}.txt").read_text()


def plan_of(data: bytes) -> PlanDocument:
    return parse_plan(read_text(data)).document


def titles(plan: PlanDocument) -> list[tuple[str, str]]:
    return [(goal.level, goal.title) for goal in plan.walk_goals()]


def goal_of(name: str, beginning: str) -> GoalDocument:
    (goal,) = [
        goal for goal in plan_of(text_of(name).encode()).walk_goals() if goal.title.startswith(beginning)
    ]
    return goal


@pytest.mark.parametrize("name", COUNTS)
def test_goals_indicators_and_activities(name: str) -> None:
    plan = plan_of(text_of(name).encode())
    goals = list(plan.walk_goals())
    levels = Counter(goal.level for goal in goals)

    assert (
        tuple(levels[level] for level in LEVELS),
        sum(len(goal.indicators) for goal in goals),
        sum(len(goal.activities) for goal in goals),
    ) == COUNTS[name]
    check_words(read_text(text_of(name).encode()), plan)
    assert not [each for each in plan.warnings if "placeras" in each.message or "Jämför" in each.message]


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("≥", ">").replace("–", "-").replace("•", "*").encode("latin-1"),
        lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"),
        lambda text: re.sub("\n\n+", "\n\n\n", text).encode(),
        lambda text: text.replace("\n", " \n").encode(),
    ],
    ids=["crlf", "latin-1", "utf-16", "blank lines doubled", "spaces at line ends"],
)
def test_how_a_file_is_saved_changes_nothing(name: str, change) -> None:  # type: ignore[no-untyped-def]
    assert titles(plan_of(change(text_of(name)))) == titles(plan_of(text_of(name).encode()))


def test_names_stay_names_where_the_table_has_columns_without_a_place() -> None:
    safe = goal_of("skola", "Eleverna känner sig trygga")

    assert [(row.name, row.target, row.periodicity) for row in safe.indicators] == [
        ("Andel elever som känner sig trygga i skolan", "92 %", "Halvår"),
        ("Antal anmälda kränkningar", "30", "Kvartal"),
    ]
    assert "<td>86 %</td>" in safe.texts[-1].body
    assert "<td>41</td>" in safe.texts[-1].body


def test_who_is_responsible_is_told_from_the_title() -> None:
    assert [(row.title, row.responsible) for row in goal_of("skola", "Varje elev läser").activities] == [
        ("Inköp av böcker till klassernas läslådor", "Skolbibliotekarien"),
        ("Intensivläsning för årskurs 1 och 2", "Specialpedagog"),
    ]
    assert goal_of("bygglov", "Kompletta").activities[1].responsible == "Enhetschef"


def test_a_title_holds_a_colon_a_year_and_a_word_that_is_a_heading() -> None:
    unit = [title for level, title in titles(plan_of(text_of("forskoleomrade").encode())) if level == "unit"]

    assert unit == [
        "Dokumentation och Uppföljning blir en del av vardagen",
        "Budget i balans 2022: varje krona gör nytta",
        "Mål 3 i Agenda 2030 syns i verksamheten",
    ]


def test_a_page_header_leaves_titles_lists_and_rows_whole() -> None:
    plan = plan_of(text_of("badhus_sidhuvuden").encode())

    assert ("direction", "En aktiv kommun där fler hittar en fritid som de trivs med") in titles(plan)
    school = goal_of("badhus_sidhuvuden", "Simskolan")
    assert "<li>Grupperna är små och leds av två simlärare.</li>" in school.texts[0].body
    assert school.activities[2].title == "Utbildning av unga simledare"


def test_a_dash_is_an_empty_cell_and_months_are_kept() -> None:
    plan = plan_of(text_of("hemvard_utan_tomrader").encode())
    area = plan.goals[0].goals[0]

    assert [row.target for row in area.indicators] == ["75", "-", "högst 12"]
    assert "2026-06" in goal_of("hemvard_utan_tomrader", "Vi kommer").activities[0].title
