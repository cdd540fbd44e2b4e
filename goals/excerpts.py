"""Marked words made easy to read: what changed with some words around it, and … for the rest; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from goals.differences import Mark, Piece

_TOKEN = re.compile(r"\S+\s*")
AROUND = 8
"""How many words of what stayed are shown on each side of a change."""
LONGEST = 60
"""A run of words that came or went is shown whole up to so many."""
MOST = 240
"""How many words an excerpt shows in all before it ends with …"""
SLACK = 3
"""So few words aren't left out: the … would save nothing."""
SHORT = 40
"""Texts with no more words than this are shown whole."""
_REWRITTEN = 1 / 3
"""Where less than this share of the longer text stayed, it was written anew."""


def excerpt(
    pieces: Sequence[Piece],
    *,
    around: int = AROUND,
    longest: int = LONGEST,
    most: int = MOST,
    short: int = SHORT,
) -> list[Piece]:
    """The pieces with `…` in place of words far from any change, and in the middle of long changes.

    Equal to `pieces` where there was nothing to leave out.
    """
    if sum(_length(piece) for piece in pieces) <= short:
        return list(pieces)
    last = len(pieces) - 1
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        if piece.mark == Mark.SAME:
            found += _cut(piece, around if place else 0, around if place < last else 0)
        else:
            found += _cut(piece, longest - around, around)
    return _ended(found, most)


def rewritten(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, or for a text that was written anew all that went and then all that came.

    Word by word the few words that two different texts share would only be in the way.
    """
    before, after = (
        [piece for piece in pieces if piece.mark in (Mark.SAME, own)] for own in (Mark.DEL, Mark.INS)
    )
    stayed = sum(_length(piece) for piece in pieces if piece.mark == Mark.SAME)
    longer = max(sum(map(_length, side)) for side in (before, after))
    if len(pieces) <= 3 or stayed >= longer * _REWRITTEN:
        return list(pieces)
    whole = [(Mark.DEL, before), (Mark.INS, after)]
    return [Piece(mark, "".join(piece.words for piece in side)) for mark, side in whole]


def _length(piece: Piece) -> int:
    return len(_TOKEN.findall(piece.words))


def _cut(piece: Piece, head: int, tail: int) -> list[Piece]:
    """The piece's first and last words, with … between them where some were left out."""
    words = _TOKEN.findall(piece.words)
    if len(words) <= head + tail + SLACK:
        return [piece]
    first, rest = "".join(words[:head]), "".join(words[len(words) - tail :])
    left_out = "… " if rest else "…"
    return [Piece(piece.mark, f"{first}{left_out}{rest}")]


def _ended(pieces: Sequence[Piece], most: int) -> list[Piece]:
    """The pieces up to so many words; what then comes is …"""
    ended: list[Piece] = []
    room = most
    for piece in pieces:
        words = _TOKEN.findall(piece.words)
        if len(words) > room:
            return [*ended, Piece(piece.mark, "".join(words[:room]) + "…")]
        ended.append(piece)
        room -= len(words)
    return ended
