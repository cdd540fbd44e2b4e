"""What a change was, in plain words; whatever stands in the history."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.differences import Mark, Piece
from goals.pages.history_entries import clock_of
from goals.pages.history_fields import LABELS, FieldWords, fields_of
from goals.pages.history_kept import Kept
from goals.pages.history_words import OF_PLANS, VERBS, deed_of, notes_of

GOAL, TEXT, ACTIVITY, ROW = "goals.goal", "goals.text", "goals.activity", "goals.indicator"
PLAN, TARGET = "goals.plan", "indicators.target"
UNDER = uuid.UUID(int=7)


def kept(subject: str, action: str, before: Any = None, after: Any = None, **values: Any) -> Kept:
    at = datetime.datetime(2027, 3, 31, 12, 5, tzinfo=datetime.UTC)
    return Kept(1, at, None, "Anna Lind", subject, uuid.UUID(int=1), action, before, after, **values)


def snapshot(subject: str, **rows: list[dict[str, Any]]) -> dict[str, Any]:
    named = {"goal": GOAL, "text": TEXT, "activity": ACTIVITY, "row": ROW}
    found = {named[name]: columns for name, columns in rows.items()}
    return {"subject": subject, "key": "k", "goal": str(UNDER), "above": [], "rows": found, "followers": []}


GOAL_WITH_TEXTS = snapshot(
    GOAL,
    goal=[{"key": "k", "number": "1.2", "title": "Barnen leker"}, {"key": "l", "number": "", "title": "Ute"}],
    text=[{"key": "t", "title": "Arbetssätt", "body": "<p>Vi går <em>ut</em>.</p>"}],
    activity=[{"key": "a", "title": "Skogsveckan"}],
)


def told(change: Kept, title: str = "") -> str:
    """The deed on one line."""
    deed = deed_of(change, change.title or title)
    return " ".join(filter(None, [deed.what, deed.title, deed.rest]))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (kept(PLAN, "mark_ready"), "Klarmarkerade planen"),
        (kept(PLAN, "return"), "Skickade tillbaka planen"),
        (kept(PLAN, "decide"), "Fastställde planen"),
        (kept(PLAN, "imported"), "Läste in planen från en fil"),
        (kept(PLAN, "started", after={"from": 2026}), "Började på planen"),
        (kept(PLAN, "changed", {"registry_number": ""}, {"registry_number": "1"}), "Ändrade planen"),
        (kept(TEXT, "added", after={"title": "Vision", "body": ""}), "Lade till texten Vision"),
        (kept(TEXT, "changed", {"title": "Arbetssätt"}, {"title": "Sätt"}), "Ändrade texten Sätt"),
        (kept(GOAL, "moved", {"title": "Ute"}, {"title": "Ute"}), "Flyttade målet Ute"),
        (kept(GOAL, "adopted", after={"number": "1.", "title": "Växa"}), "Lade till målet 1. Växa"),
        (
            kept(GOAL, "removed", GOAL_WITH_TEXTS),
            "Tog bort målet 1.2 Barnen leker med 1 mål, 1 text och 1 aktivitet",
        ),
        (
            kept(GOAL, "restored", after=GOAL_WITH_TEXTS),
            "Tog tillbaka målet 1.2 Barnen leker med 1 mål, 1 text och 1 aktivitet",
        ),
        (
            kept(ACTIVITY, "removed", snapshot(ACTIVITY, activity=[{"title": "Skogsveckan"}])),
            "Tog bort aktiviteten Skogsveckan",
        ),
        (
            kept(ROW, "removed", {"name": "Sjukfrånvaro"} | snapshot(ROW, row=[{"printed_name": ""}])),
            "Tog bort indikatorn Sjukfrånvaro",
        ),
        (
            kept(
                TARGET,
                "changed",
                {"target": "85 %"},
                {"target": "90 %", "since": "2027-05-01"},
                measure="Nöjda",
            ),
            "Ändrade årsmålet för Nöjda från 85 % till 90 %",
        ),
        (
            kept(ROW, "changed", {"target": ""}, {"target": "öka"}),
            "Ändrade årsmålet för en indikator från inget till öka",
        ),
        (
            kept(ROW, "changed", {"name": "A", "target": "1"}, {"name": "B", "target": "2"}),
            "Ändrade indikatorn B",
        ),
        (kept("goals.heading", "renamed"), "Annan ändring: renamed goals.heading"),
        (kept(PLAN, "painted"), "Annan ändring: painted goals.plan"),
    ],
)
def test_what_was_done(change: Kept, words: str) -> None:
    assert told(change) == words


@pytest.mark.parametrize(
    ("change", "notes"),
    [
        (
            kept(GOAL, "moved", {"under": "A", "position": 2}, {"under": "A", "position": 1}),
            ["Från plats 2 till plats 1."],
        ),
        (kept(GOAL, "moved", {"under": ""}, {"under": "A"}), ["Från planens översta nivå till A."]),
        (kept(GOAL, "moved"), []),
        (
            kept(
                PLAN, "decide", after={"version": 2, "decided_on": "2026-12-15", "decided_by": "Nämnden § 12"}
            ),
            ["Version 2, 2026-12-15, Nämnden § 12."],
        ),
        (
            kept(PLAN, "unlock", after={"until": "2027-03-31T12:05:00+00:00"}),
            ["Öppen till 2027-03-31 14:05."],
        ),
        (kept(PLAN, "unlock", after={"until": "snart"}), []),
        (
            kept(TARGET, "changed", {"target": "1"}, {"target": "2", "since": "2027-05-01"}),
            ["Gäller från 2027-05-01."],
        ),
        (
            kept(GOAL, "adopted", after={"title": "A", "from": "Granen 2027"}),
            ["Från planen för Granen 2027."],
        ),
        (kept(PLAN, "imported", held={GOAL: 4, TEXT: 1}), ["Filen hade 4 mål och 1 text."]),
        (kept(TEXT, "changed", {"title": "A"}, {"title": "A"}), ["Orden blev till slut desamma som före."]),
    ],
)
def test_what_more_there_is_to_say(change: Kept, notes: list[str]) -> None:
    assert notes_of(change, fields_of(change)) == notes


def test_words_are_marked_by_field() -> None:
    before = {"title": "Skogsveckan", "start": "2027-01-01", "end": "", "responsible": "Kim"}
    after = {"title": "Skogsveckan", "start": "2027-02-01", "end": "2027-03-01", "responsible": "Kim"}
    assert fields_of(kept(ACTIVITY, "changed", before, after)) == [
        FieldWords("Startdatum", [Piece(Mark.DEL, "2027-01-01"), Piece(Mark.INS, "2027-02-01")]),
        FieldWords("Slutdatum", [Piece(Mark.INS, "2027-03-01")]),
    ]


def test_a_body_is_compared_as_words_and_another_form_is_told() -> None:
    before, after = (
        {"title": "A", "body": body} for body in ("<p>Vi är fyra.</p>", "<p>Vi är <b>fyra.</b></p>")
    )
    assert fields_of(kept(TEXT, "changed", before, after)) == [FieldWords("Text", ())]


def test_a_long_text_is_shown_where_it_changed_and_kept_whole_beside() -> None:
    words = " ".join(f"ord{number}" for number in range(100))
    before, after = {"body": f"<p>{words}</p>"}, {"body": f"<p>{words} sist</p>"}
    [found] = fields_of(kept(TEXT, "changed", before, after))
    assert "".join(piece.words for piece in found.pieces).startswith("… ord92 ")
    assert "".join(piece.words for piece in found.whole) == f"{words} sist"


def test_what_was_removed_under_a_row_is_shown() -> None:
    assert fields_of(kept(GOAL, "removed", GOAL_WITH_TEXTS)) == [
        FieldWords("", [Piece(Mark.DEL, "Ute")]),
        FieldWords("Arbetssätt", [Piece(Mark.DEL, "Vi går ut.")]),
        FieldWords("", [Piece(Mark.DEL, "Skogsveckan")]),
    ]


def test_a_removed_row_says_where_it_stood() -> None:
    assert kept(TEXT, "removed", snapshot(TEXT)).former_goal == UNDER
    nested = snapshot(GOAL) | {"goal": None, "above": [str(UNDER), str(uuid.uuid4())]}
    assert kept(GOAL, "removed", nested).former_goal == UNDER
    assert fields_of(kept(GOAL, "restored", after=GOAL_WITH_TEXTS)) == []


def test_whole_plans_are_not_printed() -> None:
    assert fields_of(kept(PLAN, "replaced", {"goals": []}, {"goals": [{}]})) == []


def test_what_nobody_knows_is_shown_with_its_fields() -> None:
    change = kept("goals.heading", "renamed", {"name": "A", "shown": True}, {"name": "B", "shown": False})
    assert [(found.label, [piece.words for piece in found.pieces]) for found in fields_of(change)] == [
        ("name", ["A", "B"]),
        ("shown", ["ja", "nej"]),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["rows", "title", "target", "under", "goal", "until", "version", "number", *LABELS]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.sampled_from([*LABELS, "goals.heading"]), st.sampled_from([*VERBS, *OF_PLANS, "painted"]), JSON, JSON
)
def test_nothing_that_was_kept_is_an_error(subject: str, action: str, before: Any, after: Any) -> None:
    change = kept(subject, action, before, after)
    assert told(change)
    assert change.former_goal is None or isinstance(change.former_goal, uuid.UUID)
    assert all(note.endswith(".") for note in notes_of(change, fields_of(change)))


@pytest.mark.parametrize(
    ("at", "until", "clock"),
    [
        ((31, 14, 5, 0), (31, 14, 5, 59), "14:05"),
        ((31, 14, 5, 0), (31, 14, 32, 0), "14:05–14:32"),
        ((30, 23, 55, 0), (31, 0, 20, 0), "23:55–2027-03-31 00:20"),
    ],
)
def test_when(at: tuple[int, ...], until: tuple[int, ...], clock: str) -> None:
    begun, ended = (datetime.datetime(2027, 3, *moment, tzinfo=datetime.UTC) for moment in (at, until))
    assert clock_of(begun, ended) == clock
