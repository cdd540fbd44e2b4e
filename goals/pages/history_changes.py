"""A plan's changes as its history reads them: whole documents are counted in the database, not fetched."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from goals.pages.history_kept import ACTIVITY, GOAL, PLAN, ROW, TEXT, WITH_DOCUMENTS, Kept
from indicators.models import Indicator
from vp.history.models import ChangeQuerySet

_PATHS = {
    GOAL: "strict $.**.goals[*]",
    TEXT: "strict $.**.body",
    ROW: "strict $.**.indicators[*]",
    ACTIVITY: "strict $.**.activities[*]",
}
"""Where the rows of each kind stand in a plan's document, at whatever depth."""
_COLUMNS = ("pk", "at", "until", "by_name", "subject", "key", "action")
_DOCUMENTS = Q(subject=PLAN, action__in=WITH_DOCUMENTS)


class _Count(Func):
    """How many values a path finds in a JSON document."""

    template = "jsonb_array_length(jsonb_path_query_array(%(expressions)s::jsonpath))"
    output_field = IntegerField()


def of_row(
    changes: ChangeQuerySet, row: uuid.UUID, keys: Collection[uuid.UUID], *, under: bool
) -> ChangeQuerySet:
    """The changes with one of the keys: the row's own and its indicator's, or those of what stands under it.

    With `under` come also those of rows that were removed from under it.
    """
    if not under:
        return changes.filter(key__in=keys)
    stood_at = Q(before__goal__in=[str(key) for key in keys]) | Q(before__above__contains=[str(row)])
    removed = changes.filter(stood_at, action="removed").values("key")
    return changes.filter(Q(key__in=keys) | Q(key__in=removed))


def told(changes: ChangeQuerySet) -> Any:
    """The columns that `kept` reads, as a QuerySet of tuples; the newest first."""
    counts = [
        Case(When(_DOCUMENTS, then=_Count(F("after"), Value(path))), default=None) for path in _PATHS.values()
    ]
    measure = Subquery(Indicator.objects.filter(key=OuterRef("key")).values("name"))
    return changes.order_by("-at", "-pk").values_list(
        *_COLUMNS,
        _without_documents("before"),
        _without_documents("after"),
        "reason",
        Coalesce(measure, Value(""), output_field=TextField()),
        *counts,
    )


def kept(row: tuple[Any, ...]) -> Kept:
    """A change from a tuple of `told`."""
    counts = row[-len(_PATHS) :]
    held = {subject: count or 0 for subject, count in zip(_PATHS, counts, strict=True)}
    return replace(Kept(*row[: -len(_PATHS)]), held=held)


def _without_documents(field: str) -> Case:
    return Case(When(_DOCUMENTS, then=None), default=F(field), output_field=JSONField())
