"""Two people have logged the same value: what each of them typed, field by field."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from followup.pages.logging_words import FIELDS, LABELS, typed
from indicators.models import Measurement


@dataclass(frozen=True)
class Differing:
    """A field that the two have filled in differently; empty words where it is empty."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class ValueConflict:
    """`key` is the indicator's. `version` is the one to save over if one's own is kept; `fields` the other's,
    as JSON. `shown` is what its row shows then, as JSON."""

    key: str
    version: int
    by: str
    at: str
    fields: str
    differing: Sequence[Differing]
    shown: str


def conflict_of(row: Measurement, sent: Mapping[str, str], shown: Mapping[str, object]) -> ValueConflict:
    """What was sent against the row as it stands now; `shown` is what a row of that shows."""
    theirs = typed(row)
    differing = [
        Differing(LABELS[name], sent[name].strip(), theirs[name])
        for name in FIELDS
        if name in sent and sent[name].strip() != theirs[name]
    ]
    return ValueConflict(
        key=str(row.indicator.key),
        version=row.version,
        by=row.changed_by.name if row.changed_by else "Någon annan",
        at=f"{timezone.localtime(row.changed_at):%H:%M}",
        fields=json.dumps({name: theirs[name] for name in FIELDS if name in sent}, ensure_ascii=False),
        differing=differing,
        shown=json.dumps(shown, ensure_ascii=False),
    )
