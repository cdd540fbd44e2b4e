"""What differs between two documents of a plan, by key: added, removed, changed and moved; pure.

Two versions, a version and a draft, or this year's plan and last year's: whatever has the same key is
the same goal, text or row. What has no key is the same where kind, place and title are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from goals.document import ActivityDocument, GoalDocument, IndicatorDocument, PlanDocument, TextDocument
from vp.richtext import plain

_TOKEN = re.compile(r"\S+\s*")
MOST_TOKENS = 4000
"""Where more words than this differ they are marked as a whole: word by word would take seconds."""


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Mark(StrEnum):
    SAME = "same"
    INS = "ins"
    DEL = "del"


@dataclass(frozen=True)
class Piece:
    """Some words, in both documents (`same`), only in the later (`ins`) or only in the earlier (`del`)."""

    mark: Mark
    words: str


@dataclass(frozen=True)
class FieldChange:
    """`pieces` are empty where only the form is another: bold, a list, a picture."""

    name: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Difference:
    """`sort` is goal, text, indicator, activity or plan; `where` the goal or text that it stands under.

    Something may be both changed and moved: then it is two differences.
    """

    kind: Kind
    sort: str
    title: str
    where: str
    fields: Sequence[FieldChange] = ()


@dataclass(frozen=True)
class _Item:
    """A goal, text or row, flat. `fields` hold words, and HTML under `_markup`."""

    sort: str
    key: str
    parent: str
    title: str
    where: str
    fields: Mapping[str, str]
    markup: str = ""


def differences(before: PlanDocument, after: PlanDocument) -> list[Difference]:
    """In the order in which the later document is read; what was removed comes last."""
    old, new = _items(before), _items(after)
    moved = _moved(old, new)
    found: list[Difference] = []
    for key, item in new.items():
        was = old.get(key)
        if was is None:
            found.append(_whole(Kind.ADDED, Mark.INS, item))
            continue
        changes = _changes(was, item)
        if changes:
            found.append(Difference(Kind.CHANGED, item.sort, item.title or was.title, item.where, changes))
        if key in moved:
            found.append(Difference(Kind.MOVED, item.sort, item.title, item.where))
    return found + [_whole(Kind.REMOVED, Mark.DEL, item) for key, item in old.items() if key not in new]


def _whole(kind: Kind, mark: Mark, item: _Item) -> Difference:
    fields = [FieldChange(name, [Piece(mark, words)]) for name, words in item.fields.items() if words]
    return Difference(kind, item.sort, item.title, item.where, fields)


def _changes(was: _Item, item: _Item) -> list[FieldChange]:
    changes = [
        FieldChange(name, marked(was.fields.get(name, ""), words))
        for name, words in item.fields.items()
        if was.fields.get(name, "") != words
    ]
    if was.markup != item.markup and was.fields.get("Text") == item.fields.get("Text"):
        changes.append(FieldChange("Text", ()))
    return changes


def marked(before: str, after: str) -> list[Piece]:
    """The words of both, marked: those that went before those that came in their place."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    ends = len(new) - tail
    pieces = [
        Piece(Mark.SAME, "".join(new[:head])),
        *_compared(old[head : len(old) - tail], new[head:ends]),
        Piece(Mark.SAME, "".join(new[ends:])),
    ]
    return [piece for piece in pieces if piece.words]


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words the two begin with that are the same."""
    pairs = enumerate(zip(old, new, strict=False))
    differs = (place for place, (was, now) in pairs if was.strip() != now.strip())
    return next(differs, min(len(old), len(new)))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Word by word; as two wholes where that would take seconds."""
    if len(old) + len(new) > MOST_TOKENS:
        yield Piece(Mark.DEL, "".join(old))
        yield Piece(Mark.INS, "".join(new))
        return
    matcher = SequenceMatcher(None, [each.strip() for each in old], [each.strip() for each in new], False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Mark.SAME, "".join(new[k:m]))
            continue
        yield Piece(Mark.DEL, "".join(old[i:j]))
        yield Piece(Mark.INS, "".join(new[k:m]))


def _moved(old: Mapping[str, _Item], new: Mapping[str, _Item]) -> set[str]:
    """What stands under another parent, or in another order among those that stayed."""
    moved = {key for key, item in new.items() if key in old and old[key].parent != item.parent}
    stayed = [key for key in new if key in old and key not in moved]
    places = {(new[key].sort, new[key].parent) for key in stayed}
    for place in sorted(places):
        now = [key for key in stayed if (new[key].sort, new[key].parent) == place]
        there = set(now)
        then = [key for key in old if key in there]
        kept: set[str] = set()
        for block in SequenceMatcher(None, then, now, False).get_matching_blocks():
            kept.update(now[block.b : block.b + block.size])
        moved |= set(now) - kept
    return moved


def _items(document: PlanDocument) -> dict[str, _Item]:
    """Everything of the document by key, in reading order, the plan itself first."""
    flat = _Flat()
    plan = {"Enhet": document.unit, "Diarienummer": document.registry_number}
    flat.add(_Item("plan", "plan", "", "", "", plan))
    flat.texts(document.opening, "opening", "")
    flat.goals(document.goals, "plan", "")
    flat.texts(document.closing, "closing", "")
    return flat.items


class _Flat:
    def __init__(self) -> None:
        self.items: dict[str, _Item] = {}
        self.seen: Counter[str] = Counter()

    def add(self, item: _Item) -> str:
        """Keeps the item; the same key again, or none, is told apart by its number."""
        key = item.key or f"{item.sort} {item.parent} {item.title.casefold()}"
        self.seen[key] += 1
        key = key if self.seen[key] == 1 else f"{key} {self.seen[key]}"
        self.items[key] = item
        return key

    def goals(self, goals: Sequence[GoalDocument], parent: str, where: str) -> None:
        for goal in goals:
            name = f"{goal.number} {goal.title}".strip()
            fields = {"Nummer": goal.number, "Mål": goal.title}
            key = self.add(_Item("goal", _key(goal), parent, name, where, fields))
            self.texts(goal.texts, key, name)
            for item in _rows(goal, key, name):
                self.add(item)
            self.goals(goal.goals, key, name)

    def texts(self, texts: Sequence[TextDocument], parent: str, where: str) -> None:
        for text in texts:
            fields = {"Rubrik": text.heading, "Text": plain(text.body)}
            item = _Item("text", _key(text), parent, text.heading, where, fields, text.body)
            key = self.add(item)
            self.texts(text.texts, key, text.heading or where)


def _key(part: GoalDocument | TextDocument | IndicatorDocument | ActivityDocument) -> str:
    return str(part.key) if part.key else ""


def _rows(goal: GoalDocument, parent: str, where: str) -> Iterator[_Item]:
    for row in goal.indicators:
        fields = {
            "Indikator": row.name,
            "Årsmål": row.target,
            "KF:s årsmål": row.council_target,
            "Periodicitet": row.periodicity,
            "Könsuppdelad": "ja" if row.by_gender else "",
        }
        yield _Item("indicator", _key(row), parent, row.name, where, fields)
    for activity in goal.activities:
        fields = {
            "Aktivitet": activity.title,
            "Startdatum": activity.start.isoformat() if activity.start else "",
            "Slutdatum": activity.end.isoformat() if activity.end else "",
            "Ansvarig": activity.responsible,
        }
        yield _Item("activity", _key(activity), parent, activity.title, where, fields)
