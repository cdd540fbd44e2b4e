"""Where units' goals stand in a report, what counts in a value, and how it is divided for print; pure."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

import pytest

from followup.document import (
    ActivityFollowUp,
    FigureDocument,
    FollowUpDocument,
    GoalFollowUp,
    IndicatorFollowUp,
    OutcomeDocument,
    PeriodDocument,
)
from followup.reports.body import PRINT
from followup.reports.choosing import AT_FIRST
from followup.reports.compiled import Asked, compiled, deviates, shortened
from followup.reports.compiled_body import compiled_body
from followup.reports.compiled_document import CompiledDocument, CoverDocument
from followup.reports.compiled_pieces import MUCH, print_pieces
from followup.reports.compiled_sources import IndicatorSource, Sources, UnitSource
from followup.reports.compiled_tree import WITHOUT_GOAL, tree_of
from indicators.kinds import Aggregation, Direction
from indicators.outcomes import Measure

T1 = PeriodDocument("T1", "Tertial 1", datetime.date(2027, 1, 1), datetime.date(2027, 4, 30))
INDICATOR = uuid.UUID(int=99)


def key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def unit(path: tuple[int, ...], *goals: GoalFollowUp, name: str = "") -> UnitSource:
    document = FollowUpDocument(2027, "T1", "Tertialrapport 1", T1, name or f"Enhet {path[-1]}", goals=goals)
    return UnitSource(path[-1], key(1000 + path[-1]), path, document)


def shown(title: str, *goals: GoalFollowUp, at: int = 0, level: str = "committee") -> GoalFollowUp:
    return GoalFollowUp(level, title, key(at) if at else None, inherited=True, goals=goals)


def own(title: str, at: int, *goals: GoalFollowUp, level: str = "unit", **rest: object) -> GoalFollowUp:
    return GoalFollowUp(level, title, key(at), goals=goals, **rest)  # type: ignore[arg-type]


COMMITTEE = unit((1, 2), shown("Trygghet", own("Alla är trygga", 10, level="committee"), level="direction"))


def test_a_row_that_shows_a_goal_stands_there_whatever_it_is_called() -> None:
    one = unit((1, 2, 3), shown("Som det trycktes", own("Vi ringer", 31), at=30))
    [root] = tree_of(Sources(COMMITTEE, (one,), shows={(3, key(30)): key(10)}))
    [goal] = root.children
    assert (goal.title, [each.title for _, each in goal.goals], goal.units) == (
        "Alla är trygga",
        ["Vi ringer"],
        {3},
    )


def test_a_row_that_shows_nothing_is_found_by_level_and_words() -> None:
    one = unit(
        (1, 2, 3), shown("trygghet", shown("Alla är  TRYGGA", own("Vi ringer", 31)), level="direction")
    )
    other = unit((1, 2, 4), shown("Alla är trygga", own("Vi hälsar på", 41), level="area"))
    root, second = tree_of(Sources(COMMITTEE, (one, other)))
    assert [each.title for _, each in root.children[0].goals] == ["Vi ringer"]
    assert (second.title, second.level) == ("Alla är trygga", "area")


def test_what_a_department_has_set_is_where_its_units_goals_stand() -> None:
    department = unit((1, 2, 5), shown("x", own("Avdelningens mål", 50), at=51))
    below = unit((1, 2, 5, 6), shown("y", own("Enhetens mål", 60), at=61))
    shows = {(5, key(51)): key(10), (6, key(61)): key(50)}
    [root] = tree_of(Sources(COMMITTEE, (department, below), shows=shows))
    assert [each.title for _, each in root.children[0].goals] == ["Avdelningens mål", "Enhetens mål"]


def test_goals_under_nothing_stand_by_themselves_at_the_end() -> None:
    one = unit((1, 2, 3), own("Fritt", 31, own("Under det", 32)))
    *_, loose = tree_of(Sources(COMMITTEE, (one,)))
    assert (loose.title, [each.title for _, each in loose.goals]) == (WITHOUT_GOAL, ["Fritt", "Under det"])


def value(
    number: int | None, numerator: int | None = None, denominator: int | None = None
) -> IndicatorFollowUp:
    parts = [None if each is None else Decimal(each) for each in (numerator, denominator)]
    total = None if number is None else FigureDocument(Decimal(number), *parts)
    return IndicatorFollowUp(
        "Andel", "Tertial", indicator=INDICATOR, is_due=True, period=T1, outcome=OutcomeDocument(total)
    )


def whole_of(aggregation: Aggregation, *units: UnitSource) -> CompiledDocument:
    measure = Measure(Direction.HIGHER, aggregation, is_share=aggregation == Aggregation.WEIGHTED)
    sources = Sources(COMMITTEE, units, indicators={INDICATOR: IndicatorSource(measure, "Tertial")})
    return document(sources)


def document(sources: Sources) -> CompiledDocument:
    asked = Asked(
        2027,
        "T1",
        "Tertialrapport 1",
        T1,
        "Nämnden",
        ("Kommunen",),
        80,
        AT_FIRST.parts,
        CoverDocument("Rapport"),
    )
    return compiled(asked, sources)


def with_value(at: int, path: tuple[int, ...], row: IndicatorFollowUp) -> UnitSource:
    return unit(path, shown("Alla är trygga", own("Mål", at, indicators=(row,))))


def test_shares_are_weighted_and_a_level_between_isnt_counted_twice() -> None:
    made = whole_of(
        Aggregation.WEIGHTED,
        with_value(50, (1, 2, 5), value(90, 90, 100)),
        with_value(60, (1, 2, 5, 6), value(50, 50, 100)),
        with_value(70, (1, 2, 5, 7), value(80, 240, 300)),
        with_value(80, (1, 2, 8), value(None)),
    )
    [whole] = made.goals[0].goals[0].indicators
    assert whole.outcome.total == FigureDocument(Decimal("72.500000"), Decimal(290), Decimal(400))
    assert (whole.reported, whole.due, whole.missing) == (2, 3, ("Enhet 8",))
    assert [each.unit for each in whole.values] == ["Enhet 6", "Enhet 7", "Enhet 8"]


def test_what_isnt_added_up_has_only_its_coverage() -> None:
    made = whole_of(
        Aggregation.NONE, with_value(60, (1, 2, 6), value(50)), with_value(70, (1, 2, 7), value(80))
    )
    [whole] = made.goals[0].goals[0].indicators
    assert whole.outcome == OutcomeDocument()
    assert whole.coverage == "2 av 2 enheter har rapporterat. Enheternas värden läggs inte ihop."


def test_what_one_unit_of_several_measures_stands_in_its_own_report() -> None:
    made = whole_of(Aggregation.SUM, with_value(60, (1, 2, 6), value(50)), unit((1, 2, 7)))
    assert not any(goal.indicators for goal in made.walk_goals())


@pytest.mark.parametrize(
    ("row", "slips"),
    [
        (ActivityFollowUp("A", status="delayed"), True),
        (ActivityFollowUp("A", status="dropped"), True),
        (ActivityFollowUp("A", status="in_progress", deviation="Sjukdom"), True),
        (ActivityFollowUp("A", end=datetime.date(2027, 4, 30), status="in_progress"), True),
        (ActivityFollowUp("A", end=datetime.date(2027, 4, 30), status="done"), False),
        (ActivityFollowUp("A", end=datetime.date(2027, 5, 1)), False),
    ],
)
def test_what_deviates(row: ActivityFollowUp, slips: bool) -> None:
    assert deviates(row, T1) == slips


def test_why_is_its_beginning_in_whole_words() -> None:
    assert shortened("<p>Kort.</p>") == "Kort."
    long = shortened("<p>" + "ord " * 100 + "</p>")
    assert long.endswith("ord …")
    assert len(long) <= 162


def test_a_goal_with_much_ends_a_piece_and_no_heading_stands_alone() -> None:
    many = [
        unit((1, 2, at), shown("Alla är trygga", own("Mål", 100 + at)), shown("Annat", own("Mål", 300 + at)))
        for at in range(10, 10 + MUCH)
    ]
    committee = unit(
        (1, 2),
        shown(
            "Trygghet",
            own("Alla är trygga", 10, level="committee"),
            own("Annat", 11, level="committee"),
            level="direction",
        ),
    )
    made = compiled_body(document(Sources(committee, tuple(many))), {}, PRINT)
    pieces = print_pieces(made)
    goals = [[each.title for each in piece.piece.sections] for piece in pieces][:2]
    assert goals == [["Trygghet", "Alla är trygga"], ["Annat"]]
    assert [piece.depth for piece in pieces[:2]] == [1, 2]
    assert len({piece.piece.fingerprint for piece in pieces}) == len(pieces)
    few = print_pieces(compiled_body(document(Sources(committee, tuple(many[:3]))), {}, PRINT))
    assert [each.title for each in few[0].piece.sections[0].sections] == ["Alla är trygga", "Annat"]
