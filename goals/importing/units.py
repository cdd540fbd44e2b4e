"""Which unit an imported plan belongs to, named by words at the prompt."""

from __future__ import annotations

from django.db import transaction

from vp.org.access import Actor
from vp.org.actions.units import create_unit
from vp.org.models import Kind, Unit
from vp.refusals import Refused


def parse_within(words: str) -> tuple[str, ...]:
    """`Kommun / Nämnd / Avdelning` as names, the top one first."""
    return tuple(name.strip() for name in words.split("/") if name.strip())


@transaction.atomic
def place_unit(*, by: Actor, name: str, within: tuple[str, ...]) -> Unit:
    """The unit of that name, made with the units above it where they are missing.

    Without `within` the name is looked for in the whole organisation, and a unit that isn't there is
    placed right under the municipality, if there is only one. Raises Refused where the words can't say
    which unit is meant.
    """
    if not name:
        raise Refused("Enhetens namn står inte i filen. Ange det med --unit.")
    if not within:
        return _found_by_name(name) or _under_the_only_top(by, name)
    unit: Unit | None = None
    for depth, step in enumerate((*within, name)):
        there = Unit.objects.filter(parent=unit, name__iexact=step, closed_on=None).first()
        last = depth == len(within)
        unit = there or create_unit(by=by, parent=unit, name=step, kind=_kind(depth, last=last))
    assert unit is not None  # the loop ran at least once  # noqa: S101
    return unit


def _kind(depth: int, *, last: bool) -> Kind:
    if depth == 0:
        return Kind.COUNCIL
    if last:
        return Kind.UNIT
    return Kind.COMMITTEE if depth == 1 else Kind.DEPARTMENT


def _found_by_name(name: str) -> Unit | None:
    found = list(Unit.objects.filter(name__iexact=name, closed_on=None).select_related("parent")[:5])
    if len(found) > 1:
        places = ", ".join(str(unit.parent) for unit in found)
        raise Refused(f"Det finns flera enheter som heter {name} (i {places}). Ange var med --within.")
    return found[0] if found else None


def _under_the_only_top(by: Actor, name: str) -> Unit:
    tops = list(Unit.objects.filter(parent=None)[:2])
    if len(tops) > 1:
        raise Refused(f"Det finns ingen enhet som heter {name}. Ange var den ska ligga med --within.")
    top = tops[0] if tops else create_unit(by=by, parent=None, name="Kommunen", kind=Kind.COUNCIL)
    return create_unit(by=by, parent=top, name=name, kind=Kind.UNIT)
