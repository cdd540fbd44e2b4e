"""Addresses of units: words from the name, each given once, and never one that leads to another unit."""

from __future__ import annotations

from itertools import count

from django.utils.text import slugify

from vp.org.actions.turns import take_turn
from vp.org.models import FormerUnit, Unit

_LONGEST = Unit._meta.get_field("slug").max_length or 80


def free_address(name: str, unit: Unit | None = None) -> str:
    """An address for the name that no other unit has or has had; taken until the transaction ends."""
    take_turn("addresses")
    base = slugify(name)[:_LONGEST].strip("-") or "enhet"
    own = unit.pk if unit else 0
    taken = set(Unit.objects.filter(slug__startswith=base).exclude(pk=own).values_list("slug", flat=True))
    taken |= set(
        FormerUnit.objects.filter(slug__startswith=base).exclude(unit_id=own).values_list("slug", flat=True)
    )
    if base not in taken:
        return base
    endings = (f"-{number}" for number in count(2))
    return next(
        address
        for address in (base[: _LONGEST - len(ending)].rstrip("-") + ending for ending in endings)
        if address not in taken and not _is_taken(address, own)
    )


def _is_taken(address: str, own: int) -> bool:
    """For the rare name so long that its ending replaces some of it."""
    return (
        Unit.objects.filter(slug=address).exclude(pk=own).exists()
        or FormerUnit.objects.filter(slug=address).exclude(unit_id=own).exists()
    )
