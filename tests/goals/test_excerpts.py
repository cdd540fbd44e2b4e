"""Excerpts of marked words: what changed, with some words around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.differences import Mark, Piece, marked
from goals.excerpts import MOST, excerpt, rewritten


def words(first: int, last: int) -> str:
    """`1 2 3 ` and so on."""
    return "".join(f"{number} " for number in range(first, last + 1))


def same(text: str) -> Piece:
    return Piece(Mark.SAME, text)


def came(text: str) -> Piece:
    return Piece(Mark.INS, text)


def went(text: str) -> Piece:
    return Piece(Mark.DEL, text)


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ([], []),
        ([came("ny ")], [came("ny ")]),
        ([same(words(1, 5)), came("ny ")], [same(words(1, 5)), came("ny ")]),
        ([same(words(1, 20)), came("ny ")], [same("… 19 20 "), came("ny ")]),
        ([came("ny "), same(words(1, 20))], [came("ny "), same("1 2 …")]),
        (
            [went("a "), same(words(1, 20)), came("b ")],
            [went("a "), same("1 2 … 19 20 "), came("b ")],
        ),
        (
            [went("a "), same(words(1, 7)), came("b ")],
            [went("a "), same(words(1, 7)), came("b ")],
        ),
        ([came(words(1, 30))], [came("1 2 3 4 5 6 7 8 … 29 30 ")]),
        ([went(words(1, 13))], [went(words(1, 13))]),
        ([same(words(1, 30))], [same("…")]),
    ],
    ids=[
        "nothing",
        "short",
        "few-before",
        "before",
        "after",
        "between",
        "few-between",
        "long-came",
        "nearly-long",
        "no-change",
    ],
)
def test_what_changed_is_shown_with_some_words_around(pieces: list[Piece], shown: list[Piece]) -> None:
    assert excerpt(pieces, around=2, longest=10, short=0) == shown


def test_an_excerpt_ends_though_everything_changed() -> None:
    pieces = marked(words(1, 400), "".join(f"{number}x {number} " for number in range(1, 401)))
    shown = excerpt(pieces)
    assert shown[-1].words.endswith("…")
    assert len("".join(piece.words for piece in shown).split()) <= MOST + 1


def test_it_may_end_just_where_a_piece_does() -> None:
    assert excerpt([came("a b "), went(words(1, 9))], most=2, short=0) == [came("a b "), went("…")]
    assert excerpt([came("a b "), went(words(1, 9))], most=3, short=0) == [came("a b "), went("1 …")]
    assert excerpt([came("a b "), went("1 ")], most=3, short=0) == [came("a b "), went("1 ")]


def test_what_is_short_is_shown_whole() -> None:
    pieces = [same(words(1, 30)), came(words(1, 10))]
    assert excerpt(pieces) == pieces
    assert excerpt([*pieces, went("a ")]) != [*pieces, went("a ")]


@pytest.mark.parametrize(
    ("before", "after", "is_anew"),
    [
        ("", "Vi går ut varje dag", False),
        ("Vi går ut varje dag", "", False),
        ("Vi går ut varje dag", "Vi går in varje dag", False),
        ("2027-01-01", "2027-02-01", False),
        ("a b c d som e f g h", "i j k som l m n den o", True),
        ("a b c d e f g h", "a x b y c z d w", False),
    ],
)
def test_a_text_that_was_written_anew_is_not_mixed_with_the_old(
    before: str, after: str, is_anew: bool
) -> None:
    pieces = marked(before, after)
    anew = [went(before), came(after)]
    assert rewritten(pieces) == (anew if is_anew else pieces)


@given(st.lists(st.tuples(st.sampled_from(Mark), st.lists(st.sampled_from("abc"), min_size=1)), max_size=9))
def test_nothing_is_shown_that_is_not_there(rows: list[tuple[Mark, list[str]]]) -> None:
    pieces = [Piece(mark, " ".join(tokens) + " ") for mark, tokens in rows]
    shown = excerpt(pieces, around=1, longest=3, most=20, short=0)
    whole = "".join(piece.words for piece in pieces)
    parts = [part for part in "".join(piece.words for piece in shown).split("… ") if part]
    rest = whole
    for part in parts:
        found = part.removesuffix("…")
        assert found in rest
        rest = rest[rest.index(found) + len(found) :]
