"""Lines as plain values for JSON, flat, with the names that docs/api.md tells of; pure."""

from __future__ import annotations

import dataclasses
import datetime
import uuid
from decimal import Decimal
from typing import Any

_FOR_THE_EYE = frozenset({"places"})


def flat(line: Any) -> dict[str, Any]:
    """A frozen dataclass by its fields' names; what stands in a dataclass inside it comes up beside them."""
    found: dict[str, Any] = {}
    for field in dataclasses.fields(line):
        value = getattr(line, field.name)
        if dataclasses.is_dataclass(value):
            found |= flat(value)
        elif field.name not in _FOR_THE_EYE:
            found[field.name] = plain_value(value)
    return found


def plain_value(value: Any) -> Any:
    """Days as 2027-03-31, keys as text, numbers as numbers: whole ones exact, others to fifteen digits."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
