"""What the dataclasses of a compiled report say of their JSON form: its schema, and documents at random."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from followup.reports.compiled_document import FORMAT, CompiledDocument, CompiledGoal
from followup.reports.compiled_json import hints_of
from tests.documents import dates, words
from tests.followup.documents import numbers

_WORDS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$"},
    datetime.date: {"type": "string", "format": "date"},
    uuid.UUID: {"type": "string", "format": "uuid"},
}
_RANDOM: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    int: st.integers(1, 2100),
    bool: st.booleans(),
    Decimal: numbers,
    datetime.date: dates,
    uuid.UUID: st.uuids(),
}


def schema() -> dict[str, Any]:
    """The JSON Schema of `sammanstallning/1`."""
    kinds = sorted(set(_kinds(CompiledDocument)) - {CompiledDocument}, key=lambda kind: kind.__name__)
    whole = _object(CompiledDocument)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "En nämnds sammanställda uppföljning, form sammanstallning/1",
        "description": (CompiledDocument.__doc__ or "").split("\n")[0],
        **whole,
        "properties": {"format": {"const": FORMAT}, **whole["properties"]},
        "required": ["format", *whole["required"]],
        "$defs": {kind.__name__: _object(kind) for kind in kinds},
    }


def _kinds(kind: Any, seen: frozenset[Any] = frozenset()) -> Iterator[Any]:
    if kind in seen:
        return
    yield kind
    for hint in hints_of(kind).values():
        held = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if is_dataclass(held):
            yield from _kinds(held, seen | {kind})


def _object(kind: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: _value(hint) for name, hint in hints_of(kind).items()},
        "required": [each.name for each in fields(kind) if each.default is MISSING],
    }


def _value(hint: Any) -> dict[str, Any]:
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _value(get_args(hint)[0])}
    if is_dataclass(hint):
        return {"$ref": f"#/$defs/{hint.__name__}"}  # type: ignore[union-attr]
    return _WORDS[hint]


def anything(kind: Any, depth: int = 2) -> st.SearchStrategy[Any]:
    """Every valid value of a dataclass, kept small; goals lie `depth` deep at most."""
    made = {}
    for each in fields(kind):
        hint = hints_of(kind)[each.name]
        made[each.name] = _anything(hint, depth)
        if each.default is None:
            made[each.name] = st.none() | made[each.name]
    return st.builds(kind, **made)


def _anything(hint: Any, depth: int) -> st.SearchStrategy[Any]:
    if get_origin(hint) is tuple:
        [held] = set(get_args(hint)) - {...}
        if held is CompiledGoal and not depth:
            return st.just(())
        return st.lists(_anything(held, depth - (held is CompiledGoal)), max_size=1).map(tuple)
    return anything(hint, depth) if is_dataclass(hint) else _RANDOM[hint]
