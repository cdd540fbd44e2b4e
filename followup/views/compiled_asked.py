"""Which compiled report an address names: the unit, and the nearest round that covers it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from followup.actions.reports import NOT_YOURS
from followup.models import Round
from followup.reports.compiled_reading import ShownReport, read_report
from followup.views.asked import MovedError
from vp.org.access import Permission, can
from vp.org.models import Unit, User


def place_asked_for(person: User, year: int, code: str, unit: str) -> tuple[Unit, Round]:
    """The unit, and the round with its period. Two queries."""
    units = Unit.objects.visible_to(person).select_related("parent__parent__parent__parent")
    found = units.at_address(unit)
    if found is None:
        raise Http404
    if found.slug != unit:
        raise MovedError(found.slug)
    rounds = Round.objects.visible_to(person).covering(found).filter(year=year, code=code)
    round_ = rounds.select_related("period", "owner").first()
    if round_ is None:
        raise Http404
    return found, round_


def report_asked_for(person: User, year: int, code: str, unit: str) -> ShownReport:
    """What the person is shown of it; 404 where there is nothing for her yet."""
    found, round_ = place_asked_for(person, year, code, unit)
    shown = read_report(found, round_, person)
    if shown is None:
        raise Http404
    return shown


def check_writes(person: User, unit: Unit, round_: Round) -> None:
    """PermissionDenied in words for those who read the report but don't write it, 404 for everybody else."""
    if can(person, Permission.DECIDE, unit):
        return
    if read_report(unit, round_, person) is None:
        raise Http404
    raise PermissionDenied(NOT_YOURS.format(unit=unit))
