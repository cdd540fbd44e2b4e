"""Rounds are opened, changed and closed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from followup.freezing import freeze_sheets
from followup.lifecycle import RoundStage
from followup.missing import Missing, counted, missing_in
from followup.models import FollowUp, FollowUpHeading, Round, RoundHeading, State
from followup.reading import Sheet, read_sheets
from followup.refusals import Incomplete, NotOpenYet
from goals.models import Plan
from indicators.calendar import period_row, periods_of_year
from indicators.models import Period
from indicators.periods import Months, Stretch, stretches_of
from vp.history.record import record
from vp.org.access import Actor, Permission, require
from vp.org.models import Unit, User
from vp.refusals import Refused, Stale

NAMES = {"T1": "Tertialrapport 1", "T2": "Tertialrapport 2", "VB": "Verksamhetsberättelse"}
NOT_YOURS = "Du får inte öppna eller ändra uppföljningsomgångar för {unit}. Det gör controllern."
NOT_TO_CLOSE = "Du får inte stänga omgångar för {unit}. Det gör controllern."
STALE = "Någon har ändrat omgången sedan du öppnade sidan. Se hur den står nu och försök igen."
FIELDS = ("name", "opens_on", "due_on", "comment_from", "partly_from")


@dataclass(frozen=True)
class RoundWords:
    """What a controller sets. Without a name it is what rounds of its code are called."""

    opens_on: datetime.date
    due_on: datetime.date
    name: str = ""
    comment_from: Decimal = Decimal(2)
    partly_from: int = 80


@dataclass(frozen=True)
class Gap:
    """A unit that isn't approved when its round closes, and what it lacks."""

    follow_up: FollowUp
    missing: tuple[Missing, ...]

    @property
    def words(self) -> str:
        state = State(self.follow_up.state).label.lower()
        lacks = f", saknar {counted(self.missing)}" if self.missing else ""
        return f"{self.follow_up.unit}: {state}{lacks}"


@transaction.atomic
def open_round(
    *, by: Actor, owner: Unit, year: int, code: str, words: RoundWords, months: Months | None = None
) -> Round:
    """A round for the unit and everything below it that has a plan of the year.

    `code` is T1, T2, VB or one of the year's other periods; any other is a round of its own, and tells its
    `months`. A unit that reports the same code in another round stays there. The headings are those of the
    municipality for the year, and can be changed.
    """
    require(by, Permission.SET_UP, owner, NOT_YOURS.format(unit=owner))
    list(Unit.objects.select_for_update(of=("self",), no_key=True).filter(pk=owner.pk))
    if Round.objects.filter(owner=owner, year=year, code=code).exists():
        raise Refused(f"{owner} har redan en omgång {code} för {year}.")
    round_ = Round(owner=owner, year=year, code=code, period=_period(year, code, words.name, months))
    _put(round_, words)
    plans = Plan.objects.of_year(year).filter(unit__path__contains=[owner.pk])
    joining = list(plans.exclude(unit__in=_elsewhere(round_)).order_by("unit"))
    if not joining and plans.exists():
        raise Refused("Alla enheter med en plan följs redan upp i en annan omgång med samma kod.")
    round_.save()
    RoundHeading.objects.bulk_create(
        RoundHeading(
            round=round_, name=row.name, guidance=row.guidance, required=row.required, position=position
        )
        for position, row in enumerate(FollowUpHeading.objects.of_year(year))
    )
    FollowUp.objects.bulk_create(FollowUp(round=round_, unit_id=plan.unit_id) for plan in joining)
    _tell(by, round_, "open", after={**told(round_), "units": len(joining)})
    return round_


@transaction.atomic
def change_round(*, by: Actor, round_: Round, words: RoundWords, version: int | None = None) -> Round:
    """Its name, days and thresholds. Owner, year, code and months stay."""
    round_ = begin_round(by=by, round_=round_, version=version)
    before = told(round_)
    _put(round_, words)
    if told(round_) == before:
        return round_
    round_.version += 1
    round_.save()
    _tell(by, round_, "changed", before=before, after=told(round_))
    return round_


@transaction.atomic
def close_round(
    *,
    by: Actor,
    round_: Round,
    version: int | None = None,
    although_missing: bool = False,
    at: datetime.datetime | None = None,
) -> Round:
    """Freeze each unit's follow-up as it stands; nothing of the round changes after that.

    `at` is when, for a round of the past that is taken along; else now.

    Raises `Incomplete` with the `Gap` of each unit that isn't approved, unless the actor has been asked and
    goes on `although_missing`.
    """
    round_ = begin_round(
        by=by, round_=round_, version=version, permission=Permission.DECIDE, words=NOT_TO_CLOSE
    )
    today = timezone.localdate()
    if round_.stage_on(today) is RoundStage.NOT_OPEN:
        raise NotOpenYet(f"{round_} öppnar {round_.opens_on} och kan inte stängas före det.")
    held = FollowUp.objects.select_for_update(of=("self",)).filter(round=round_).order_by("pk")
    follow_ups = list(held.select_related("unit"))
    for follow_up in follow_ups:
        follow_up.round = round_
    sheets = read_sheets(follow_ups)
    gaps = gaps_in(sheets.values(), today)
    if gaps and not although_missing:
        number = f"{len(gaps)} av {len(follow_ups)}"
        raise Incomplete[Gap](f"{number} uppföljningar är inte godkända.", gaps)
    at = at or timezone.now()
    freeze_sheets(by, sheets, on=timezone.localdate(at))
    round_.closed_at = at
    round_.closed_by = by if isinstance(by, User) else None
    round_.version += 1
    round_.save()
    _tell(by, round_, "close", after={"units": len(follow_ups), "not_approved": len(gaps)})
    return round_


@transaction.atomic
def remove_round(*, by: Actor, round_: Round, version: int | None = None) -> None:
    """Take away a round that was opened by mistake, before anybody has begun in it."""
    round_ = begin_round(by=by, round_=round_, version=version)
    if FollowUp.objects.filter(round=round_).exclude(state=State.NOT_STARTED).exists():
        raise Refused("Någon har redan börjat rapportera. Omgången kan inte tas bort.")
    if FollowUp.objects.filter(round=round_, reminders__isnull=False).exists():
        raise Refused("Enheter har redan påmints. Omgången kan inte tas bort.")
    _tell(by, round_, "removed", before=told(round_))
    FollowUp.objects.filter(round=round_).delete()
    round_.delete()


def gaps_in(sheets: Iterable[Sheet], today: datetime.date) -> tuple[Gap, ...]:
    """What closing asks about: the units that aren't approved."""
    return tuple(
        Gap(sheet.follow_up, missing_in(sheet, today))
        for sheet in sheets
        if sheet.follow_up.state != State.APPROVED
    )


def begin_round(
    *,
    by: Actor,
    round_: Round,
    version: int | None = None,
    permission: Permission = Permission.SET_UP,
    words: str = NOT_YOURS,
) -> Round:
    """The round's row as it is now, held for this transaction alone; writers wait (FOR SHARE)."""
    held = Round.objects.select_for_update(of=("self",)).select_related("owner", "period").get(pk=round_.pk)
    require(by, permission, held.owner, words.format(unit=held.owner))
    if version is not None and version != held.version:
        raise Stale(STALE)
    if held.is_closed:
        raise Refused(f"{held} är stängd.")
    return held


def told(round_: Round) -> dict[str, str]:
    """The round as the history keeps it."""
    return {name: str(getattr(round_, name)) for name in FIELDS}


def _put(round_: Round, words: RoundWords) -> None:
    if words.due_on < words.opens_on:
        raise Refused("Sista dagen ligger före den första.")
    if not 1 <= words.partly_from <= 100 or not 0 <= words.comment_from < 1000:
        raise Refused("Delvis är mellan 1 och 100 procent, och avvikelsen mellan 0 och 999 procent.")
    name = " ".join(words.name.split()) or NAMES.get(round_.code) or round_.period.name
    if len(name) > 60:
        raise Refused("Namnet är längre än 60 tecken.")
    round_.name, round_.opens_on, round_.due_on = name, words.opens_on, words.due_on
    round_.comment_from = words.comment_from.quantize(Decimal("0.01"))
    round_.partly_from = words.partly_from


def _period(year: int, code: str, name: str, months: Months | None) -> Period:
    if any(stretch.code == code for stretch in stretches_of(year)):
        return periods_of_year(year)[code]
    if not code or len(code) > 12 or months is None or not 1 <= months.first <= months.last <= 12:
        raise Refused("Ge omgången en kod på högst 12 tecken, och välj vilka månader den omfattar.")
    periods_of_year(year)
    period = period_row(Stretch(code, name[:60] or code, year, months.first, months.last))
    if period.stretch.months != months:
        raise Refused(f"Koden {code} finns redan för {year} med andra månader. Välj en annan kod.")
    return period


def _elsewhere(round_: Round) -> Iterable[int]:
    """The units that report the same code of the year in another round."""
    others = FollowUp.objects.filter(round__year=round_.year, round__code=round_.code)
    return others.exclude(round=round_.pk).values("unit")  # type: ignore[return-value]


def _tell(by: Actor, round_: Round, action: str, *, before: Any = None, after: Any = None) -> None:
    record(
        by=by,
        unit=round_.owner,
        subject="followup.round",
        key=round_.key,
        plan_key=round_.key,
        action=action,
        before=before,
        after=after,
    )
