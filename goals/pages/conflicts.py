"""Two people have written in the same row: both versions side by side, by field, as marked words."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone

from goals.differences import Mark, Piece, marked
from goals.forms.rows import OwnIndicatorForm
from goals.indicator_rows import row_of
from goals.models import Activity, Goal, GoalIndicator, Text
from vp.history.models import Change
from vp.richtext import clean, plain
from vp.saving import Saved

SUBJECTS = {
    Text: "goals.text",
    Goal: "goals.goal",
    Activity: "goals.activity",
    GoalIndicator: "goals.indicator",
}
LABELS = {
    "body": "Text",
    "title": "Rubrik",
    "number": "Nummer",
    "starts_on": "Startdatum",
    "ends_on": "Slutdatum",
    "responsible": "Ansvarig",
    "target": "Årsmål",
    "name": "Namn",
    "periodicity": "Periodicitet",
    "by_gender": "Könsuppdelad",
    "direction": "Riktning",
}


class KeyedRow(Saved, Protocol):
    """A row with versions, named in the history by its key."""

    key: uuid.UUID


@dataclass(frozen=True)
class Side:
    """A field as one of the two has it; the pieces that only she has are marked."""

    label: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class ConflictPage:
    """`version` is the one to save over if one's own words are kept; `fields` the other's, as JSON."""

    key: str
    version: int
    by: str
    at: str
    mine: Sequence[Side]
    theirs: Sequence[Side]
    fields: str


def conflict_of(row: Saved, sent: Mapping[str, str]) -> ConflictPage:
    """What was sent against the row as it stands now; in one query; two for an indicator."""
    assert isinstance(row, (Text, Goal, Activity, GoalIndicator))  # noqa: S101
    theirs = fields_of(row)
    names = [name for name in theirs if name in sent]
    pairs = {name: (_words(name, theirs[name]), _words(name, sent[name])) for name in names}
    fields = {name: theirs[name] for name in names}
    return conflict_between(
        SUBJECTS[type(row)], row, key=str(row.key), fields=fields, shown=pairs, labels=LABELS
    )


def conflict_between(
    subject: str,
    row: KeyedRow,
    *,
    key: str,
    fields: Mapping[str, str],
    shown: Mapping[str, tuple[str, str]],
    labels: Mapping[str, str],
) -> ConflictPage:
    """The row's `fields` as they are saved; `shown` is how theirs and one's own read, by field."""
    newest = Change.objects.of(subject, row.key).first()
    return ConflictPage(
        key=key,
        version=row.version,
        by=newest.by_name if newest else "Någon annan",
        at=f"{timezone.localtime(newest.until or newest.at):%H:%M}" if newest else "",
        mine=_sides(shown, Mark.INS, labels),
        theirs=_sides(shown, Mark.DEL, labels),
        fields=json.dumps(fields, ensure_ascii=False),
    )


def fields_of(row: Text | Goal | Activity | GoalIndicator) -> dict[str, str]:
    """The row's fields by the names that its editor has."""
    if isinstance(row, Text):
        return {"title": row.title, "body": row.body}
    if isinstance(row, Goal):
        return {"number": row.number, "title": row.title}
    if isinstance(row, Activity):
        days = {"starts_on": row.starts_on, "ends_on": row.ends_on}
        written = {name: day.isoformat() if day else "" for name, day in days.items()}
        return {"title": row.title, **written, "responsible": row.responsible}
    found = row_of(row.plan, row.key)
    return {"target": found.target, **OwnIndicatorForm.written(found.definition())} if found else {}


def _words(name: str, value: str) -> str:
    return plain(clean(value)) if name == "body" else value


def _sides(pairs: Mapping[str, tuple[str, str]], own: Mark, labels: Mapping[str, str]) -> list[Side]:
    """Theirs is the earlier, mine the later: each shows what both have, and its own."""
    return [
        Side(labels.get(name, name), [piece for piece in marked(*pair) if piece.mark in (Mark.SAME, own)])
        for name, pair in pairs.items()
        if pair[0] != pair[1] or name == "body"
    ]
