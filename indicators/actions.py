"""Values are logged, one row at a time and by several people at once; and how they are measured is set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db import transaction

from indicators import guards
from indicators.aims import Aim, aim_of
from indicators.entries import Entry, Given, understand
from indicators.models import Indicator, Measurement, Period
from indicators.numbers import written
from indicators.outcomes import NUMBERS, Measure
from indicators.questions import Question
from indicators.targets import Targets, newest_targets
from vp.history.record import record, record_words
from vp.org.access import Actor, Permission, require
from vp.org.models import Unit, User
from vp.refusals import NotUnderstood, Refused, Stale
from vp.saving import Save, check_version, kept_already, mark_saved

FIELDS = (*NUMBERS, "forecast", "written", "words", "not_measured_because", "comment")
"""What a row of the logging table holds; the history keeps them by these names."""
NOT_HERE = "Du får inte lämna värden för {unit}. Fråga enhetens chef om du ska ha en roll där."


@dataclass(frozen=True)
class Logged:
    """The row as it stands, the version that this save made, and what was asked about what was typed.

    `targets` are those it was understood by, see `newest_targets`; None where nothing had to be understood.
    Whether the values are plausible is asked on reading, see `indicators.plausibility`.
    """

    measurement: Measurement
    version: int
    questions: tuple[Question, ...] = ()
    targets: Targets | None = None


@transaction.atomic
def log_value(
    *, by: Actor, indicator: Indicator, unit: Unit, period: Period, given: Given, save: Save
) -> Logged:
    """The unit's value of the indicator for the period is what was typed; what stood there is in the history.

    The same save again is answered as saved, even where the round has closed meanwhile, and what changes
    nothing makes no new version. Raises PermissionDenied without the right to log values in the unit,
    Refused where the unit doesn't have the indicator or a guard says no, NotUnderstood with words by
    field, and Conflict where somebody else has logged since.
    """
    require(by, Permission.LOG_VALUES, unit, NOT_HERE.format(unit=unit))
    if indicator.owner_id not in unit.path:
        raise Refused(f"{unit} har inte indikatorn {indicator}.")
    try:
        guards.ask(by, indicator, unit, period)
    except Refused:
        kept = _kept(indicator, unit, period, save)
        if kept is not None:
            return kept
        raise
    row = _held(indicator, unit, period)
    version = kept_already(row, save)
    if version is not None:
        return Logged(row, version)
    targets = newest_targets([indicator.pk], unit, period.year)
    aimed = targets.get(indicator.pk)
    entry = understand(given, indicator.measure, aim_of(aimed[0].words) if aimed else Aim())
    if entry.problems:
        raise NotUnderstood(entry.problems)
    _write(by, row, entry, save)
    return Logged(row, row.version, tuple(entry.questions), targets)


def require_to_define(actor: Actor, indicator: Indicator) -> None:
    """Raise PermissionDenied in words unless the actor may say how the indicator is measured."""
    owner = indicator.owner
    words = f"Bara en controller för {owner} kan ändra hur indikatorn mäts."
    require(actor, Permission.SET_UP, owner, words)


@transaction.atomic
def define_measure(*, by: Actor, indicator: Indicator, measure: Measure, version: int) -> Indicator:
    """The indicator is measured, judged and added up in another way, for all that use it from now on.

    `version` is the one that the change was made from. Raises PermissionDenied without the right to set up
    the year where it is owned, Stale where somebody else has changed it, and Refused where values that have
    been logged would mean something else.
    """
    require_to_define(by, indicator)
    owner = indicator.owner
    held = Indicator.objects.select_for_update(of=("self",)).select_related("owner").get(pk=indicator.pk)
    before, after = asdict(held.measure), asdict(measure)
    if before == after:
        return held
    if held.version != version:
        raise Stale("Någon annan har ändrat indikatorn sedan du öppnade sidan. Läs in sidan igen och gör om.")
    if held.is_share != measure.is_share and held.measurements.measured().exists():
        raise Refused("Indikatorn har redan värden. Gör en ny indikator för att mäta på ett annat sätt.")
    for name, value in after.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*after, "version"])
    record(
        by=by,
        unit=owner,
        subject="indicators.indicator",
        key=held.key,
        action="changed",
        before=before,
        after=after,
    )
    return held


def _kept(indicator: Indicator, unit: Unit, period: Period, save: Save) -> Logged | None:
    """The answer to a save that was kept before its round closed."""
    row = Measurement.objects.filter(indicator=indicator, unit=unit, period=period).first()
    version = kept_already(row, save) if row else None
    return Logged(row, version) if row and version else None


def _held(indicator: Indicator, unit: Unit, period: Period) -> Measurement:
    """The row, held until the transaction ends; version 0 where it is made now.

    Of two who make it at the same moment the second waits for the first, and gets the first one's row.
    """
    rows = Measurement.objects.select_for_update(of=("self",)).filter(
        indicator=indicator, unit=unit, period=period
    )
    row = rows.first()
    if row is None:
        new = Measurement(indicator=indicator, unit=unit, period=period, version=0)
        Measurement.objects.bulk_create([new], ignore_conflicts=True)
        row = rows.get()
    row.indicator, row.unit, row.period = indicator, unit, period
    return row


def _write(by: Actor, row: Measurement, entry: Entry, save: Save) -> None:
    """Keep what was typed, unless it is what stands there; a conflict leaves the row as it stands."""
    typed = entry.fields()
    before, after = as_kept(vars(row)), as_kept(typed)
    if after == before:
        return
    check_version(row, save)
    for name, value in typed.items():
        setattr(row, name, value)
    mark_saved(row, save)
    row.changed_by = by if isinstance(by, User) else None
    row.save()
    record_words(
        by=by,
        unit=row.unit,
        subject="indicators.measurement",
        key=row.key,
        plan_key=None,
        before=before,
        after=after,
    )


def as_kept(fields: Mapping[str, Decimal | str | None]) -> dict[str, str]:
    """The fields as the history keeps them: numbers as they are written, empty where there is none."""
    values = {name: fields[name] for name in FIELDS}
    return {name: written(v) if isinstance(v, Decimal) else v or "" for name, v in values.items()}
