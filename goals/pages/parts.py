"""Long lists are folded: one line for each part of the organisation, with counts, until one is chosen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Model, QuerySet
from django.db.models.functions import Coalesce

from vp.org.models import Unit, User
from vp.org.swedish import swedish_key

MOST = 100
"""So many rows are listed at once; more are folded."""


@dataclass(frozen=True)
class Part:
    """A unit right under the top, with everything below it; or the top itself, alone: `is_top`."""

    unit: Unit
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_top(self) -> bool:
        return len(self.unit.path) == 1


Counts = Mapping[int, Mapping[str, int]]
"""By the id of a part, how many there are of each sort."""


def counted_by_part(rows: QuerySet[Model], path: str, sort: str) -> Counts:
    """In one query. `path` names the path of the unit of a row, `sort` what rows are counted by."""
    part = Coalesce(F(f"{path}__1"), F(f"{path}__0"))
    counted = rows.order_by().values_list(part, sort).annotate(rows=Count("pk"))
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for at, each, number in counted:
        found[at][each] += number
    return found


def total(counts: Counts) -> int:
    return sum(sum(each.values()) for each in counts.values())


def parts_of(user: User, counts: Counts) -> list[Part]:
    """The top first, then the others by name. One query."""
    units: Iterable[Unit] = Unit.objects.visible_to(user).filter(pk__in=counts)
    parts = [Part(unit, counts[unit.pk]) for unit in units]
    return sorted(parts, key=lambda part: (len(part.unit.path), swedish_key(part.unit.name)))


def part_asked_for(user: User, slug: str) -> Unit | None:
    """The unit that a list is narrowed down to; None where none is asked for, or that one isn't there."""
    return Unit.objects.visible_to(user).filter(slug=slug).first() if slug else None
