"""Whole plans of our own making, as other municipalities write them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from goals.document import GoalDocument, IndicatorDocument, PlanDocument, TextDocument
from goals.importing.lines import Line, Source, SourceError
from goals.importing.parse import MOST_LINES, NO_GOALS, Correction, ParsedPlan, parse_plan
from goals.importing.read_text import read_text

PLANS = Path(__file__).with_name("plans")


def parsed(name: str, *corrections: Correction) -> ParsedPlan:
    return parse_plan(read_text((PLANS / f"{name}.txt").read_bytes()), corrections=corrections)


def of_text(text: str, **more: object) -> ParsedPlan:
    return parse_plan(read_text(text.encode()), **more)  # type: ignore[arg-type]


def outline(plan: PlanDocument) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Level, number, title and headings of each goal."""
    return [
        (goal.level, goal.number, goal.title, tuple(text.heading for text in goal.texts))
        for goal in plan.walk_goals()
    ]


def headings(texts: tuple[TextDocument, ...]) -> list[tuple[str, list[str]]]:
    return [(text.heading, [child.heading for child in text.texts]) for text in texts]


def goal_of(plan: PlanDocument, beginning: str) -> GoalDocument:
    (goal,) = [goal for goal in plan.walk_goals() if goal.title.startswith(beginning)]
    return goal


def test_a_preschool_with_other_labels_a_contents_list_and_own_chapters() -> None:
    plan = parsed("forskola").document

    assert (plan.year, plan.unit, plan.registry_number) == (2026, "Solgläntans förskola", "BUN 2025/418")
    assert outline(plan) == [
        (
            "direction",
            "2.",
            "Alla barn i Älvkarby får en trygg uppväxt och lämnar förskolan med lust att lära",
            ("",),
        ),
        ("committee", "", "Alla barn utvecklar sitt språk", ("Bakgrund",)),
        ("unit", "", "Böckerna följer med hem", ("Önskat läge", "Så gör vi")),
        ("unit", "", "Vi leker på fler språk än ett", ("Så gör vi",)),
    ]
    assert [text.heading for text in plan.opening] == ["", "Innehåll", "Inledning", "Målgrupp", "Vision"]
    assert [text.heading for text in plan.closing] == ["Ekonomi", "Bilagor"]
    assert plan.opening[1].body.count("<p>") == 8
    assert plan.goals[0].indicators == (
        IndicatorDocument("Andel vårdnadshavare som är nöjda med förskolan", "Halvår", target="90 %"),
        IndicatorDocument("Antal barn per årsarbetare", "År", target="5,2"),
    )
    assert plan.goals[0].texts[0].body == (
        '<table><thead><tr><th scope="col">Utfall 2024</th></tr></thead>'
        "<tbody><tr><td>86 %</td></tr><tr><td>5,4</td></tr></tbody></table>"
    )
    books = goal_of(plan, "Böckerna")
    assert [(row.title, row.responsible, row.end) for row in books.activities] == [
        ("Bokpåsar sys av barnen och tygåtervinningen", "Förskollärare", datetime.date(2026, 2, 27)),
        ("Föräldramöte om högläsning på flera språk", "Rektor", datetime.date(2026, 4, 15)),
    ]
    assert books.texts[1].body == (
        "<ol><li>Bokpåsarna packas på måndagar.</li><li>Barnen väljer på tisdagar.</li>"
        "<li>Vi pratar om boken när den kommer tillbaka.</li></ol>"
    )


def test_a_label_that_can_mean_two_levels_is_a_doubt() -> None:
    plan = parsed("forskola")

    (doubt,) = [doubt for doubt in plan.doubts if doubt.kind == "level"]
    assert (doubt.line, doubt.chosen) == (31, "direction")
    answered = parsed("forskola", Correction(31, "level", "area"))
    assert answered.document.goals[0].level == "area"
    assert not [doubt for doubt in answered.doubts if doubt.kind == "level"]


def test_a_home_care_unit() -> None:
    plan = parsed("hemtjanst").document

    assert plan.year == 2024
    assert [goal.level for goal in plan.walk_goals()] == [
        "direction",
        "area",
        "committee",
        "unit",
        "committee",
        "unit",
    ]
    assert [goal.inherited for goal in plan.walk_goals()] == [True, True, True, False, True, False]
    assert headings(plan.opening) == [("Inledning", []), ("Om enheten", []), ("Vår värdegrund", [])]
    assert headings(plan.closing) == [
        ("Uppföljning av ekonomi", ["Resursanvändning", "Budget 2024"]),
        ("Övrigt", ["Dataskydd"]),
    ]
    assert [(row.name, row.target, row.council_target) for row in plan.goals[0].goals[0].indicators] == [
        ("Andel brukare som möter högst tolv personer under två veckor", "70 %", "75 %"),
        ("Nöjda brukare", "", "88 %"),
        ("Tid hos brukaren av arbetad tid", "68 %", "Fastställs av nämnden"),
    ]
    familiar = goal_of(plan, "Brukarna känner")
    assert familiar.texts[0].body.startswith("<h4>GRUPP NORR</h4><p>")
    assert familiar.activities[2].title == "Utvärdering tillsammans med pensionärsrådet 2024-11-30 2024-10-01"
    assert familiar.activities[2].start is None
    assert "enkelt - men" in plan.opening[2].body
    assert "<td>Sjuklönerna ökar</td>" in plan.closing[0].texts[1].body


def test_a_family_centre_with_headers_in_a_title_and_in_a_row() -> None:
    parsed_plan = parsed("familjecentral")
    plan = parsed_plan.document

    assert (plan.year, plan.unit) == (2027, "Familjecentralen Björken")
    assert outline(plan) == [
        ("direction", "1.", "Ett Granvik där barn växer upp trygga", ()),
        ("area", "1.2", "Familjer får stöd tidigt", ("",)),
        ("committee", "1.2.1", "Stödet är lätt att hitta", ("Förväntade effekter",)),
        (
            "unit",
            "1.2.1.1",
            "Öppna mottagningen är öppen fyra dagar i veckan, också på sommaren",
            ("Metod", "Hur vet vi att vi lyckas?"),
        ),
        ("unit", "1.2.1.2", "Vi når fäderna", ("Metod", "Hur vet vi att vi lyckas?")),
    ]
    rows = goal_of(plan, "Öppna").activities
    assert [(row.title, row.responsible) for row in rows] == [
        ("Ny skylt mot torget", "Eva Alm"),
        ("Anslag i trapphusen på de språk som talas i området", "Samordnare"),
    ]
    assert [row.title for row in goal_of(plan, "Vi når").activities] == [
        "Pappagruppen börjar 2027-02-30 2027-06-01",
        "Uppsökande arbete på arbetsplatser",
    ]
    assert [text.heading for text in plan.closing][:2] == ["Personal och kompetens", "Bilaga 1"]
    assert plan.dropped[0] == "Sid 1 (6)"


def test_a_heading_can_be_made_text_and_text_a_heading() -> None:
    lines = (PLANS / "familjecentral.txt").read_text().split("\n")
    place = lines.index("Personal och kompetens") + 1
    as_text = parsed("familjecentral", Correction(place, "heading", "text")).document
    as_heading = parsed("familjecentral", Correction(place, "heading", "heading")).document

    assert "Personal och kompetens" in as_text.goals[0].goals[0].goals[0].goals[1].texts[-1].body
    assert goal_of(as_heading, "Vi når").texts[-1].heading == "Personal och kompetens"


def test_every_line_has_a_role() -> None:
    plan = parsed("hemtjanst")
    lines = (PLANS / "hemtjanst.txt").read_text().split("\n")

    assert {number for number, text in enumerate(lines, start=1) if text.strip()} == set(plan.roles)
    assert plan.roles[lines.index("Övrigt") + 1] == "heading"
    assert plan.roles[lines.index("Nämndmål: Medarbetarna stannar och utvecklas") + 1] == "goal:committee"
    assert plan.roles[lines.index("GRUPP NORR") + 1] == "text"


def test_every_doubt_is_also_a_warning() -> None:
    for path in PLANS.glob("*.txt"):
        plan = parsed(path.stem)
        said = {(warning.line, warning.message) for warning in plan.document.warnings}
        assert {(doubt.line, doubt.message) for doubt in plan.doubts} <= said
        assert all(doubt.chosen in doubt.options for doubt in plan.doubts)


def test_what_is_given_wins_over_what_the_source_says() -> None:
    plan = of_text("Enhetsmål: Vi ses\n\nBudget 2025", unit="Eken", within=("Granvik",), year=2030).document

    assert (plan.year, plan.unit, plan.within) == (2030, "Eken", ("Granvik",))
    assert plan.warnings == ()


def test_year_and_name_that_the_source_does_not_tell_are_asked_for() -> None:
    plan = of_text("Enhetsmål: Vi ses").document

    assert plan.unit == ""
    assert plan.year == datetime.datetime.now(tz=datetime.UTC).year
    assert len(plan.warnings) == 2


@pytest.mark.parametrize("text", ["Inledning\n\nHär finns inga.", "Nämndmålen är viktiga.", "\n\n"])
def test_a_text_without_goals_says_what_was_looked_for(text: str) -> None:
    with pytest.raises(SourceError, match="Enhetsmål"):
        parse_plan(Source([Line(number, part) for number, part in enumerate(text.split("\n"), 1)]))
    assert "Nämndens mål" in NO_GOALS


def test_a_contents_list_alone_is_no_plan() -> None:
    with pytest.raises(SourceError):
        of_text("Innehåll\n\nNämndmål: Ett ..... 3\nNämndmål: Två ..... 4\nEnhetsmål: Tre ..... 5\n")


def test_far_too_much_text_is_refused() -> None:
    lines = [Line(1, "Enhetsmål: Vi ses")] + [Line(number, "ord") for number in range(2, MOST_LINES + 5)]

    with pytest.raises(SourceError, match="för lång"):
        parse_plan(Source(lines))


def test_furniture_beyond_three_in_a_hundred_is_kept_at_the_end() -> None:
    headers = "".join(f"Vi ses varje dag och\nSid {n} (9)\nhela året.\n\n" for n in range(2, 9))
    plan = of_text(f"Enhetsmål: Vi ses\n\nArbetssätt\n\n{headers}").document

    assert "varje dag och hela året." in plan.goals[0].texts[0].body
    assert len(plan.dropped) == 0
    assert plan.closing[-1].body.count("<p>Sid") == 7
    assert any("Sidhuvuden" in warning.message for warning in plan.warnings)


def test_known_furniture_of_a_reader_is_dropped() -> None:
    text = [
        Line(1, "Enhetsmål: Vi ses"),
        Line(2, ""),
        *[Line(n, "Vi ses och hörs varje dag.") for n in range(3, 90)],
    ]
    plan = parse_plan(Source(text, furniture=[Line(95, "Granvik 2 (9)")]), year=2026, unit="Eken").document

    assert plan.dropped == ("Granvik 2 (9)",)


def test_goals_under_a_skipped_level_hang_on_the_nearest_above() -> None:
    plan = of_text(
        "KF:s inriktningsmål: 1. Ett\n\nEnhetsmål: Tre\n\nNämndmål: Två\n\nEnhetsmål: Fyra"
    ).document

    assert [goal.level for goal in plan.goals[0].goals] == ["unit", "committee"]
    assert plan.goals[0].goals[1].goals[0].title == "Fyra"


def test_a_committees_own_plan_inherits_only_the_councils_goals() -> None:
    plan = of_text("KF:s inriktningsmål: 1. Ett\n\nNämndmål: Två\n\nNämndmål: Tre").document

    assert [goal.inherited for goal in plan.walk_goals()] == [True, False, False]
