"""The words of a change, before and after, by the fields that differ; pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goals.differences import Piece, marked
from goals.excerpts import excerpt, rewritten
from goals.pages.history_kept import (
    ACTIVITY,
    GOAL,
    PLAN,
    ROW,
    TARGET,
    TEXT,
    WITH_DOCUMENTS,
    Kept,
    title_in,
)
from vp.richtext import plain

LABELS: Mapping[str, Mapping[str, str]] = {
    PLAN: {"registry_number": "Diarienummer"},
    GOAL: {"number": "Nummer", "title": "Mål"},
    TEXT: {"title": "Rubrik", "body": "Text"},
    ACTIVITY: {
        "title": "Aktivitet",
        "start": "Startdatum",
        "starts_on": "Startdatum",
        "end": "Slutdatum",
        "ends_on": "Slutdatum",
        "responsible": "Ansvarig",
    },
    ROW: {
        "name": "Indikator",
        "target": "Årsmål",
        "periodicity": "Periodicitet",
        "by_gender": "Könsuppdelad",
        "direction": "Riktning",
    },
    TARGET: {"target": "Årsmål"},
}
TITLES = frozenset({"number", "title", "name"})
TOLD_IN_NOTES = frozenset({"state", "version", "decided_on", "decided_by", "until", "since", "from"})
_MARKUP = "body"


@dataclass(frozen=True)
class FieldWords:
    """A field's words, marked. `whole` is set where `pieces` leave something out.

    Both are empty where only the form is another: bold, a list, a picture.
    """

    label: str
    pieces: Sequence[Piece]
    whole: Sequence[Piece] = ()


def fields_of(change: Kept) -> list[FieldWords]:
    """The fields that differ, and the words of what was removed together with a row."""
    if change.action == "moved" or change.action in WITH_DOCUMENTS or new_target(change):
        return []
    own = [
        _field(label, name == _MARKUP, change.former.get(name), change.later.get(name))
        for name, label in _labels(change)
        if _differs(change, name)
    ]
    return own + (_fields_under(change) if change.action == "removed" else [])


def new_target(change: Kept) -> str:
    """`från 85 % till 90 %`, where a target is what changed, and nothing else."""
    if change.subject not in (ROW, TARGET) or change.action != "changed":
        return ""
    if {name for name in _names(change) - TOLD_IN_NOTES if _differs(change, name)} != {"target"}:
        return ""
    old, new = said(change.former.get("target")), said(change.later.get("target"))
    return f"från {old or 'inget'} till {new or 'inget'}"


def said(value: Any) -> str:
    """A kept value as it is read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value) if isinstance(value, (str, int, float)) else json.dumps(value, ensure_ascii=False)


def _names(change: Kept) -> set[str]:
    return {*change.former, *change.later}


def _differs(change: Kept, name: str) -> bool:
    before, after = change.former.get(name), change.later.get(name)
    return before != after and bool(said(before) or said(after))


def _labels(change: Kept) -> Iterator[tuple[str, str]]:
    """The fields to show, with labels: of a few changed all, of a whole row those that have a label.

    A whole row's title is in the deed.
    """
    known = LABELS.get(change.subject, {})
    names = _names(change)
    if known and change.action != "changed":
        yield from ((name, label) for name, label in known.items() if name in names - TITLES)
        return
    yield from ((name, label) for name, label in known.items() if name in names)
    yield from ((name, name) for name in sorted(names - set(known) - TOLD_IN_NOTES))


def _field(label: str, is_markup: bool, before: Any, after: Any) -> FieldWords:
    old, new = (plain(said(each)) if is_markup else said(each) for each in (before, after))
    if old == new:
        return FieldWords(label, ())
    pieces = rewritten(marked(old, new))
    short = excerpt(pieces)
    return FieldWords(label, short, () if short == pieces else pieces)


def _fields_under(change: Kept) -> list[FieldWords]:
    """Texts with their words; of other rows the title."""
    found = [(title_in(row), plain(said(row.get("body")))) for _subject, row in change.under]
    return [
        _field(title, False, words, "") if words else _field("", False, title, "")
        for title, words in found
        if title or words
    ]
