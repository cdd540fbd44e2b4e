"""The rows that a plan has now, as its history needs them: what they are called and where they stand."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, F, TextField, UUIDField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Concat

from goals.models import Activity, Goal, GoalIndicator, Plan, Text
from goals.pages.anchors import goal_anchor, text_anchor
from goals.pages.history_kept import ACTIVITY, GOAL, ROW, TEXT


@dataclass(frozen=True)
class Row:
    """`goal` is the key of the goal that it stands under, `measure` that of a row's indicator."""

    subject: str
    key: uuid.UUID
    title: str
    goal: uuid.UUID | None
    measure: uuid.UUID | None = None

    @property
    def anchor(self) -> str:
        if self.subject == TEXT:
            return text_anchor(self.key)
        return goal_anchor(self.key if self.subject == GOAL else self.goal or self.key)


@dataclass(frozen=True)
class RowsNow:
    by_key: Mapping[uuid.UUID, Row]

    def row(self, key: uuid.UUID) -> Row | None:
        """The row with the key; for an indicator's own key the first row that shows it."""
        return self.by_key.get(key) or next((row for row in self.by_key.values() if row.measure == key), None)

    def goal_of(self, row: Row | None) -> Row | None:
        return self.by_key.get(row.goal) if row and row.goal else None

    def keys_of(self, key: uuid.UUID, *, under: bool = False) -> set[uuid.UUID]:
        """The row's key and its indicator's; with `under` also those of everything under it."""
        keys = {key}
        row = self.by_key.get(key)
        if row and row.measure:
            keys.add(row.measure)
        if under:
            for child in self.by_key.values():
                if child.goal == key:
                    keys |= self.keys_of(child.key, under=True)
        return keys


def rows_now(plan: Plan) -> RowsNow:
    """Every goal, text and row of the plan without its words, in one query."""
    rows = _goals(plan).union(
        Text.objects.filter(plan=plan).order_by().values_list(*_columns(TEXT)),
        Activity.objects.filter(plan=plan).order_by().values_list(*_columns(ACTIVITY)),
        _measured(plan),
        all=True,
    )
    found = [Row(subject, key, title.strip(), goal, measure) for subject, key, title, goal, measure in rows]
    return RowsNow({row.key: row for row in found})


def _goals(plan: Plan) -> Any:
    """A goal that follows one above has that goal's number and title."""
    number, title = (
        Case(
            When(keeps_own_words=False, then=Cast(f"source__{name}", TextField())),
            default=Cast(name, TextField()),
        )
        for name in ("number", "title")
    )
    words = Concat(number, Value(" ", output_field=TextField()), title, output_field=TextField())
    named = Goal.objects.filter(plan=plan).annotate(named=words)
    return named.order_by().values_list(*_columns(GOAL, "named", "parent__key"))


def _measured(plan: Plan) -> Any:
    """Rows of indicators, with the names that they have in the plan."""
    name = Case(When(printed_name="", then=F("indicator__name")), default=F("printed_name"))
    named = GoalIndicator.objects.filter(plan=plan).annotate(named=name)
    return named.order_by().values_list(*_columns(ROW, "named", measure=F("indicator__key")))


def _columns(
    subject: str, title: str = "title", goal: str = "goal__key", measure: Combinable | None = None
) -> tuple[str | Combinable, ...]:
    no_key = Cast(Value(None), UUIDField())
    return Value(subject, output_field=CharField()), "key", title, goal, measure or no_key
