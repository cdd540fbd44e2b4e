"""Rows of costs and income are written, as they were typed, and taken away."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from followup.actions.writing import begin_followup, keep, told
from followup.models import EconomyRow, FollowUp, MoneyKind
from indicators.parsing import Kind, read
from vp.history.record import record
from vp.org.access import Actor
from vp.refusals import Gone, NotUnderstood, Refused
from vp.saving import Save, check_version

AMOUNTS = ("budget", "outcome", "forecast")
FIELDS = ("kind", "name", *AMOUNTS, "comment")
_LARGEST = Decimal(10) ** 15
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class EconomyGiven:
    """A row as it was typed. A cost may be typed with or without its minus; it is kept with one."""

    kind: str
    name: str
    budget: str = ""
    outcome: str = ""
    forecast: str = ""
    comment: str = ""


@transaction.atomic
def write_economy(*, by: Actor, follow_up: FollowUp, key: uuid.UUID, given: EconomyGiven, save: Save) -> int:
    """Save a row, or make it with the key that the browser was given; returns its version.

    Raises PermissionDenied, a `Shut`, NotUnderstood with words by field, Gone where the row has been taken
    away since it was read, and Conflict where somebody else has saved since.
    """
    follow_up = begin_followup(by=by, follow_up=follow_up)
    values = _understood(given)
    row = _held(follow_up, key, values, save)
    return keep(by=by, follow_up=follow_up, subject="followup.economy", row=row, values=values, save=save)


@transaction.atomic
def remove_economy(*, by: Actor, follow_up: FollowUp, key: uuid.UUID, save: Save) -> None:
    """Take a row away; its words stand in the history. A row that is gone already is no error."""
    follow_up = begin_followup(by=by, follow_up=follow_up)
    row = EconomyRow.objects.select_for_update(of=("self",)).filter(follow_up=follow_up, key=key).first()
    if row is None:
        return
    check_version(row, save)
    record(
        by=by,
        unit=follow_up.unit,
        subject="followup.economy",
        key=row.key,
        plan_key=follow_up.key,
        action="removed",
        before=told(row, FIELDS),
    )
    row.delete()


@transaction.atomic
def bring_economy(*, by: Actor, follow_up: FollowUp, earlier: FollowUp) -> int:
    """Begin with the rows and budgets of the unit's round before, where there are none; returns how many."""
    follow_up = begin_followup(by=by, follow_up=follow_up)
    if earlier.unit_id != follow_up.unit_id:
        raise Refused("Raderna hör till en annan enhet.")
    if EconomyRow.objects.filter(follow_up=follow_up).exists():
        raise Refused("Det finns redan rader. Ta bort dem först om de ska hämtas på nytt.")
    same_year = earlier.round.year == follow_up.round.year
    rows = [
        EconomyRow(
            follow_up=follow_up,
            kind=row.kind,
            name=row.name,
            budget=row.budget if same_year else None,
            position=row.position,
        )
        for row in EconomyRow.objects.filter(follow_up=earlier)
    ]
    EconomyRow.objects.bulk_create(rows)
    for row in rows:
        record(
            by=by,
            unit=follow_up.unit,
            subject="followup.economy",
            key=row.key,
            plan_key=follow_up.key,
            action="added",
            after=told(row, FIELDS),
        )
    return len(rows)


def _held(follow_up: FollowUp, key: uuid.UUID, values: Mapping[str, object], save: Save) -> EconomyRow:
    """The row with the key; a new one comes last, and has a name from the start, as the database wants."""
    rows = EconomyRow.objects.filter(follow_up=follow_up)
    there = rows.select_for_update(of=("self",)).filter(key=key).first()
    if there is not None:
        return there
    if save.version:
        raise Gone("Raden finns inte längre: någon har tagit bort den. Dina ord är kvar här.")
    last = rows.aggregate(Max("position"))["position__max"]
    new = EconomyRow(
        follow_up=follow_up,
        key=key,
        version=0,
        kind=str(values["kind"]),
        name=str(values["name"]),
        position=0 if last is None else last + 1,
    )
    EconomyRow.objects.bulk_create([new], ignore_conflicts=True)
    made = rows.select_for_update(of=("self",)).filter(key=key).first()
    if made is None:
        raise Gone("Raden hör till en annan uppföljning.")
    return made


def _understood(given: EconomyGiven) -> dict[str, str | Decimal | None]:
    problems: dict[str, str] = {}
    name = " ".join(given.name.replace("\x00", "").split())
    if given.kind not in MoneyKind.values:
        problems["kind"] = "Välj kostnad eller intäkt."
    if not name or len(name) > 200:
        problems["name"] = "Ge raden ett namn på högst 200 tecken."
    values: dict[str, str | Decimal | None] = {"kind": given.kind, "name": name}
    for field in AMOUNTS:
        values[field] = _amount(field, getattr(given, field), given.kind, problems)
    values["comment"] = given.comment.replace("\x00", "").strip()
    if problems:
        raise NotUnderstood(problems)
    return values


def _amount(field: str, typed: str, kind: str, problems: dict[str, str]) -> Decimal | None:
    reading = read(typed)
    if reading.kind is Kind.EMPTY:
        return None
    number = reading.number
    if reading.kind is not Kind.NUMBER or number is None or abs(number) >= _LARGEST:
        problems[field] = "Skriv ett belopp, till exempel 1 200."
        return None
    return (-abs(number) if kind == MoneyKind.COST else number).quantize(_CENT)
