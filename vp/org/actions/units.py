"""What is done to the organisation's tree. A unit's past stays: names, addresses, places.

Every action is one transaction, asks vp.org.access, and tells vp.org.events. PermissionDenied says who
may instead; ValidationError what is wrong and, where it helps, what to do.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from vp.org import events
from vp.org.access import Actor, Operator, Permission, area, require
from vp.org.actions.addresses import free_address
from vp.org.actions.refusal import in_words
from vp.org.models import FormerUnit, Kind, Unit

_MAY_NOT = "Du får inte ändra den här delen av organisationen. Det gör en administratör."
_MAY_NOT_THERE = "Du får inte lägga enheter där. Det gör en administratör."


@transaction.atomic
def create_unit(
    *, by: Actor, parent: Unit | None, name: str, kind: Kind, opened_on: datetime.date | None = None
) -> Unit:
    """Open a unit below another; without a parent it is a municipality, which only the system makes."""
    if parent is None and not isinstance(by, Operator):
        raise PermissionDenied("En ny kommun läggs upp av driftpersonalen.")
    if parent is not None:
        _require_below(by, parent)
        if parent.closed_on is not None:
            raise ValidationError(f"{parent.name} är stängd, så där kan ingen ny enhet läggas.")
    unit = Unit(name=_tidy(name), slug=free_address(name), kind=kind, parent=parent)
    if opened_on is not None:
        unit.opened_on = opened_on
    _save(unit)
    _tell(by, unit, "created", after=_shown(unit))
    return unit


@transaction.atomic
def rename_unit(
    *, by: Actor, unit: Unit, name: str, on: datetime.date | None = None, version: int | None = None
) -> Unit:
    """Give the unit a new name and address from a day on; the old address leads to it still.

    `version` is the one that the change was made from; an older one than the unit's is refused.
    """
    unit = _locked(by, unit, version)
    name = _tidy(name)
    if name == unit.name:
        return unit
    before = _shown(unit)
    _keep_past(unit, on)
    unit.slug = free_address(name, unit)
    unit.name = name
    _save(unit)
    _tell(by, unit, "renamed", before=before, after=_shown(unit))
    return unit


@transaction.atomic
def move_unit(
    *, by: Actor, unit: Unit, to: Unit, on: datetime.date | None = None, version: int | None = None
) -> Unit:
    """Put the unit, with everything below it, under another one from a day on."""
    unit = _locked(by, unit, version)
    if unit.parent_id is None:
        raise ValidationError("Kommunen själv kan inte flyttas.")
    _require_below(by, to)
    if to.pk == unit.parent_id:
        return unit
    if to.path[0] != unit.path[0]:
        raise ValidationError("En enhet kan inte flyttas till en annan kommun.")
    if to.closed_on is not None:
        raise ValidationError(f"{to.name} är stängd, så dit kan ingen enhet flyttas.")
    before = _shown(unit)
    _keep_past(unit, on)
    unit.parent = to
    _save(unit)
    _tell(by, unit, "moved", before=before, after=_shown(unit))
    return unit


@transaction.atomic
def close_unit(
    *, by: Actor, unit: Unit, last_day: datetime.date, reason: str = "", version: int | None = None
) -> Unit:
    """Close the unit after its last day. Plans and roles stay, so that its year can be followed up."""
    unit = _locked(by, unit, version)
    if unit.parent_id is None:
        raise ValidationError("Kommunen själv kan inte stängas.")
    if unit.children.open_on(last_day + datetime.timedelta(days=1)).exists():
        raise ValidationError("Enheten har öppna enheter under sig. Stäng eller flytta dem först.")
    before = _shown(unit)
    unit.closed_on = last_day
    _save(unit)
    _tell(by, unit, "closed", before=before, after=_shown(unit), reason=reason)
    return unit


@transaction.atomic
def reopen_unit(*, by: Actor, unit: Unit, reason: str = "", version: int | None = None) -> Unit:
    """Take back a closing."""
    unit = _locked(by, unit, version)
    if unit.closed_on is None:
        return unit
    if unit.parent is not None and unit.parent.closed_on is not None:
        raise ValidationError(f"{unit.parent.name} är stängd. Öppna den först, eller flytta enheten.")
    before = _shown(unit)
    unit.closed_on = None
    _save(unit)
    _tell(by, unit, "reopened", before=before, after=_shown(unit), reason=reason)
    return unit


def _locked(by: Actor, unit: Unit, version: int | None) -> Unit:
    """The unit as it is now, locked, if the actor may change it and has seen its last version."""
    now = Unit.objects.select_for_update(of=("self",)).select_related("parent").get(pk=unit.pk)
    require(by, Permission.MANAGE_UNITS, now, _MAY_NOT)
    if version is not None and version != now.version:
        raise ValidationError(
            f"Någon annan har ändrat enheten medan du höll på. Nu heter den {now.name}. Läs om sidan och gör "
            "ändringen igen.",
            code="old_version",
        )
    return now


def _require_below(by: Actor, parent: Unit) -> None:
    if not area(by, Permission.MANAGE_UNITS).covers_below(parent):
        raise PermissionDenied(_MAY_NOT_THERE)


def _keep_past(unit: Unit, on: datetime.date | None) -> None:
    """Write down what the unit was until the day before `on`."""
    today = timezone.localdate()
    on = on or today
    if on > today:
        raise ValidationError("Dagen ligger i framtiden. Gör ändringen när den börjar gälla.")
    until = on - datetime.timedelta(days=1)
    last = unit.past.order_by("-until").first()
    if last is not None and until < last.until:
        raise ValidationError(f"Enheten har redan ändrats {last.until:%Y-%m-%d}. Välj en senare dag.")
    FormerUnit.objects.create(
        unit=unit, name=unit.name, slug=unit.slug, parent_id=unit.parent_id, until=until
    )


def _save(unit: Unit) -> None:
    """Save with a new version number; what a rule or the database refuses becomes a ValidationError."""
    unit.full_clean(exclude=["version", "path"])
    if unit.pk is not None:
        unit.version += 1
    with in_words(), transaction.atomic():
        unit.save()
    unit.refresh_from_db(fields=["path"])


def _tidy(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ValidationError("Enheten behöver ett namn.")
    return name


def _shown(unit: Unit) -> dict[str, Any]:
    """The unit as the history keeps it."""
    return {
        "name": unit.name,
        "slug": unit.slug,
        "kind": unit.kind,
        "parent": str(unit.parent.key) if unit.parent else None,
        "opened_on": unit.opened_on.isoformat(),
        "closed_on": unit.closed_on.isoformat() if unit.closed_on else None,
    }


def _tell(
    by: Actor, unit: Unit, action: str, *, before: Any = None, after: Any = None, reason: str = ""
) -> None:
    events.tell(
        by=by,
        unit=unit,
        subject=events.UNIT,
        key=unit.key,
        action=action,
        before=before,
        after=after,
        reason=reason,
    )
