"""Values of many units come in as a sheet: uploaded, answered for, looked at, saved."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from followup.lifecycle import RoundStage
from followup.models import FollowUp, IncomingSheet, Round, SheetWord
from followup.refusals import NotOpenYet, RoundClosed
from followup.sheets.book import LARGEST, SheetError, book_to_json
from followup.sheets.choices import LONGEST_SAID, Choices
from followup.sheets.known import may_bring_in
from followup.sheets.reading import TOO_LARGE, read_book
from followup.sheets.review import Change, Review, review
from goals.importing.near import folded
from indicators.bulk import Value, log_values
from indicators.calendar import period_row
from indicators.models import Period
from indicators.periods import Stretch
from vp.org.access import Permission, area
from vp.org.models import User
from vp.refusals import Refused, Stale

NOT_HERE = "Du får inte lämna värden för någon enhet i den här omgången. Fråga enhetens chef om en roll där."
CHANGED = "Du har svarat på något annat sedan du öppnade förhandsgranskningen. Granska på nytt och spara."


def check_round(by: User, round_: Round) -> None:
    """Raise PermissionDenied without a unit to log values for, Closed before and after the round is open."""
    if not may_bring_in(by, round_):
        raise PermissionDenied(NOT_HERE)
    stage = round_.stage_on(timezone.localdate())
    if stage is RoundStage.NOT_OPEN:
        raise NotOpenYet(f"{round_} öppnar {round_.opens_on}. Läs in filen då.")
    if stage is RoundStage.CLOSED and not _has_reopened(by, round_):
        raise RoundClosed(f"{round_} är stängd, och inga värden kan läsas in.")


def _has_reopened(by: User, round_: Round) -> bool:
    reach = area(by, Permission.LOG_VALUES)
    rows = FollowUp.objects.filter(reach.condition("unit"), round=round_, reopened_until__gt=timezone.now())
    return rows.exists()


@transaction.atomic
def take_in_sheet(*, by: User, round_: Round, data: bytes, file_name: str) -> IncomingSheet:
    """Read an uploaded file and keep what was found. Raises SheetError where it is no spreadsheet.

    Uploads that nobody has come back to within a week go at the same time, whoever made them.
    """
    check_round(by, round_)
    if len(data) > LARGEST:
        raise SheetError(TOO_LARGE, 413)
    book = read_book(data)
    IncomingSheet.objects.stale(timezone.now()).delete()
    return IncomingSheet.objects.create(
        round=round_,
        uploaded_by=by,
        file_name=file_name.replace("\0", "")[:200] or "fil",
        book=book_to_json(book),
    )


@transaction.atomic
def answer_for_sheet(*, by: User, incoming: IncomingSheet, choices: Choices) -> IncomingSheet:
    """What the upload's sheet, columns and names mean; the names and columns are remembered for the next."""
    check_round(by, incoming.round)
    held = IncomingSheet.objects.visible_to(by).select_for_update().get(pk=incoming.pk)
    before = review(by, incoming)
    held.choices = choices.to_json()
    held.version += 1
    held.save(update_fields=["choices", "version"])
    incoming.choices, incoming.version = held.choices, held.version
    _remember(by, incoming.round, _words_of(before, choices))
    return held


def _words_of(shown: Review, choices: Choices) -> Mapping[tuple[str, str], str]:
    """By kind and what is said, what has been answered; a column without a heading can't be remembered."""
    headings = {column.at: folded(column.heading) for column in shown.layout.columns} if shown.layout else {}
    columns = {headings.get(at, ""): means for at, means in choices.columns.items()}
    found = {(SheetWord.Kind.COLUMN.value, said): means for said, means in columns.items()}
    found |= {(SheetWord.Kind.COLUMN.value, said): means for said, means in choices.indicators.items()}
    found |= {(SheetWord.Kind.UNIT.value, said): means for said, means in choices.units.items()}
    return {(kind, said[:LONGEST_SAID]): means for (kind, said), means in found.items() if said and means}


def _remember(by: User, round_: Round, words: Mapping[tuple[str, str], str]) -> None:
    rows = [
        SheetWord(owner_id=round_.owner_id, kind=kind, said=said, means=means, changed_by=by)
        for (kind, said), means in sorted(words.items())
    ]
    SheetWord.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["owner", "kind", "said"],
        update_fields=["means", "changed_by", "changed_at"],
    )


@transaction.atomic
def save_sheet(
    *, by: User, incoming: IncomingSheet, version: int, seen: Mapping[str, int], left: frozenset[str]
) -> int:
    """Save what was looked at; returns how many values that changed. The upload itself is then gone.

    `version` is the upload's; `seen` the versions of the values, by `Change.place`; `left` the places that
    are not to be saved. Raises Stale where something has been answered since, and ValuesChanged where
    somebody else has logged since; then nothing is saved.
    """
    check_round(by, incoming.round)
    held = IncomingSheet.objects.visible_to(by).select_for_update().filter(pk=incoming.pk).first()
    if held is None:
        raise Stale("Uppladdningen är redan sparad eller borttagen.")
    if held.version != version:
        raise Stale(CHANGED)
    incoming.choices = held.choices
    changes = [change for change in review(by, incoming).changes if change.place not in left]
    periods = _periods(incoming.round, changes)
    saved = log_values(by=by, values=[_value(change, periods, seen) for change in changes])
    held.delete()
    return saved


def _periods(round_: Round, changes: list[Change]) -> Mapping[Stretch, Period]:
    own = round_.period
    stretches = {change.value.due.stretch for change in changes}
    return {
        stretch: own if stretch == own.stretch else period_row(stretch)
        for stretch in stretches
        if stretch is not None
    }


def _value(change: Change, periods: Mapping[Stretch, Period], seen: Mapping[str, int]) -> Value:
    stretch = change.value.due.stretch
    if stretch is None:
        raise Refused("Indikatorn följs inte längre upp i den här omgången. Granska på nytt.")
    return Value(
        indicator=change.value.indicator,
        unit=change.unit,
        period=periods[stretch],
        given=change.given,
        aim=change.value.aim,
        version=seen.get(change.place, 0),
    )


@transaction.atomic
def discard_sheet(*, by: User, incoming: IncomingSheet) -> None:
    """Throw an upload away."""
    IncomingSheet.objects.visible_to(by).filter(pk=incoming.pk).delete()
