"""Differences between two documents: by key, as words, goals and rows."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goals.differences import Difference, Kind, Mark, Piece, differences, marked
from goals.document import ActivityDocument, GoalDocument, IndicatorDocument, PlanDocument, TextDocument
from tests.documents import plan_documents
from tests.rich import key, rich_document


def told(found: list[Difference]) -> list[tuple[str, str, str, str]]:
    return [(each.kind.value, each.sort, each.title, each.where) for each in found]


def goal(name: str, *goals: GoalDocument, **values) -> GoalDocument:
    return GoalDocument("unit", values.pop("title", name), key=key(name), goals=goals, **values)


def plan(*goals: GoalDocument, **values) -> PlanDocument:
    return PlanDocument(2027, "Granen", goals=goals, **values)


def test_the_same_document_has_no_differences() -> None:
    assert differences(rich_document(), rich_document()) == []
    assert differences(rich_document(keys=False), rich_document(keys=False)) == []


def test_a_changed_text_is_marked_word_by_word() -> None:
    before = plan(opening=(TextDocument("Inledning", "<p>Granen har fyra avdelningar.</p>", key("o")),))
    after = plan(opening=(TextDocument("Inledning", "<p>Granen har <b>tre</b> avdelningar.</p>", key("o")),))
    (found,) = differences(before, after)
    assert told([found]) == [("changed", "text", "Inledning", "")]
    (change,) = found.fields
    assert change.name == "Text"
    assert change.pieces == [
        Piece(Mark.SAME, "Granen har "),
        Piece(Mark.DEL, "fyra "),
        Piece(Mark.INS, "tre "),
        Piece(Mark.SAME, "avdelningar."),
    ]


def test_another_form_alone_is_told() -> None:
    before = plan(opening=(TextDocument("Inledning", "<p>Vi är fyra.</p>", key("o")),))
    after = plan(opening=(TextDocument("Inledning", "<p>Vi är <b>fyra</b>.</p>", key("o")),))
    (found,) = differences(before, after)
    assert [(change.name, list(change.pieces)) for change in found.fields] == [("Text", [])]


def test_goals_come_and_go() -> None:
    found = differences(plan(goal("a"), goal("b")), plan(goal("a"), goal("c")))
    assert told(found) == [("added", "goal", "c", ""), ("removed", "goal", "b", "")]
    assert found[0].fields[0].pieces == [Piece(Mark.INS, "c")]
    assert found[1].fields[0].pieces == [Piece(Mark.DEL, "b")]


def test_a_goal_with_another_title_is_the_same_goal() -> None:
    found = differences(plan(goal("a", title="Alla barn leker")), plan(goal("a", title="Alla barn lär")))
    assert told(found) == [("changed", "goal", "Alla barn lär", "")]


def test_a_goal_under_another_parent_is_moved_with_what_it_holds() -> None:
    text = TextDocument("Arbetssätt", "<p>Vi går ut.</p>", key("t"))
    child = goal("child", texts=(text,))
    found = differences(plan(goal("a", child), goal("b")), plan(goal("a"), goal("b", child)))
    assert told(found) == [("moved", "goal", "child", "b")]


def test_one_goal_that_changes_place_is_one_move() -> None:
    found = differences(
        plan(goal("a"), goal("b"), goal("c"), goal("d")), plan(goal("d"), goal("a"), goal("b"), goal("c"))
    )
    assert told(found) == [("moved", "goal", "d", "")]


def test_something_new_moves_nothing_else() -> None:
    found = differences(plan(goal("a"), goal("b")), plan(goal("new"), goal("a"), goal("b")))
    assert told(found) == [("added", "goal", "new", "")]


def test_rows_differ_by_their_columns() -> None:
    row = IndicatorDocument("Utetid", "Månad", "3 timmar", key=key("i"))
    activity = ActivityDocument("Skogsveckan", responsible="Rektor", key=key("x"))
    before = plan(goal("a", indicators=(row,), activities=(activity,)))
    after = plan(
        goal(
            "a",
            indicators=(replace(row, target="4 timmar"),),
            activities=(replace(activity, responsible="Ateljeristan"),),
        )
    )
    found = differences(before, after)
    assert told(found) == [
        ("changed", "indicator", "Utetid", "a"),
        ("changed", "activity", "Skogsveckan", "a"),
    ]
    assert [change.name for each in found for change in each.fields] == ["Årsmål", "Ansvarig"]


def test_the_number_of_the_record_is_the_plans_own() -> None:
    (found,) = differences(plan(registry_number="BN 1"), plan(registry_number="BN 2"))
    assert (found.sort, found.fields[0].name) == ("plan", "Diarienummer")


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("", "nytt", [(Mark.INS, "nytt")]),
        ("gammalt", "", [(Mark.DEL, "gammalt")]),
        ("ett två tre", "ett tre", [(Mark.SAME, "ett "), (Mark.DEL, "två "), (Mark.SAME, "tre")]),
    ],
)
def test_words_are_marked(before: str, after: str, pieces: list[tuple[Mark, str]]) -> None:
    assert marked(before, after) == [Piece(*each) for each in pieces]


def test_very_long_texts_are_marked_as_a_whole_and_at_once() -> None:
    before, after = "ord " * 20_000, "annat " * 20_000
    began = time.monotonic()
    assert [piece.mark for piece in marked(before, after)] == [Mark.DEL, Mark.INS]
    assert time.monotonic() - began < 1


def test_one_word_of_a_very_long_text_is_marked_where_it_stands() -> None:
    before, after = ("ord " * 9_000 + word + "ord " * 9_000 for word in ("röda ", "blå "))
    assert marked(before, after)[1:3] == [Piece(Mark.DEL, "röda "), Piece(Mark.INS, "blå ")]


WORDS = st.lists(st.sampled_from("abc")).map(" ".join)


@given(WORDS, WORDS)
def test_all_words_of_both_are_there_in_their_order(before: str, after: str) -> None:
    pieces = marked(before, after)
    for mark, words in ((Mark.DEL, before), (Mark.INS, after)):
        side = " ".join(piece.words for piece in pieces if piece.mark in (Mark.SAME, mark))
        assert side.split() == words.split()
    assert all(one.mark != other.mark for one, other in pairwise(pieces))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan_documents(), plan_documents())
def test_any_two_documents_can_be_compared(before: PlanDocument, after: PlanDocument) -> None:
    assert differences(before, before) == []
    there, back = differences(before, after), differences(after, before)
    for kind, other in ((Kind.ADDED, Kind.REMOVED), (Kind.CHANGED, Kind.CHANGED)):
        assert sum(each.kind == kind for each in there) == sum(each.kind == other for each in back)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan_documents(), plan_documents())
def test_marked_words_give_back_what_was_before_and_after(before: PlanDocument, after: PlanDocument) -> None:
    old, new = before.to_json(), after.to_json()
    pieces = marked(old, new)
    assert "".join(each.words for each in pieces if each.mark != Mark.DEL).split() == new.split()
    assert "".join(each.words for each in pieces if each.mark != Mark.INS).split() == old.split()
