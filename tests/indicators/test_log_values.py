"""Many values at once: all or none, with the checks of one, and in as many statements for ten as for two."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from followup.actions.moves import approve, mark_ready
from followup.refusals import IsApproved, RoundClosed
from indicators.actions import log_value
from indicators.aims import Aim
from indicators.bulk import Value, ValuesChanged, log_values
from indicators.entries import Given
from indicators.models import Measurement
from tests.factories import IndicatorFactory, UnitFactory, member
from tests.followup.rounds import Reporting, a_reporting_unit, save
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role
from vp.refusals import NotUnderstood, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporting() -> Reporting:
    return a_reporting_unit()


def values(reporting: Reporting, *totals: str, version: int = 0) -> list[Value]:
    """A value of each of so many new indicators; the first is the plan's."""
    indicators = [reporting.indicator, *(IndicatorFactory() for _ in totals[1:])]
    return [
        Value(indicator, reporting.unit, reporting.round.period, Given(total=total), Aim("85 %"), version)
        for indicator, total in zip(indicators, totals, strict=True)
    ]


def kept() -> list[tuple[str, int]]:
    return [
        (f"{row.total.normalize():f}", row.version) for row in Measurement.objects.order_by("pk") if row.total
    ]


def test_they_are_written_and_told_in_the_history(reporting: Reporting) -> None:
    given = values(reporting, "3", "4")
    assert log_values(by=reporting.controller, values=given) == 2
    assert kept() == [("3", 1), ("4", 1)]
    rows = list(Measurement.objects.order_by("pk"))
    assert {row.changed_by for row in rows} == {reporting.controller}
    told = Change.objects.filter(subject="indicators.measurement", key__in=[row.key for row in rows])
    assert {(each.before["total"], each.after["total"]) for each in told} == {("", "3"), ("", "4")}
    assert reporting.follow_up.state == "in_progress"
    assert log_values(by=reporting.controller, values=given) == 0
    assert kept() == [("3", 1), ("4", 1)]


def test_one_that_has_changed_stops_them_all(reporting: Reporting) -> None:
    where = {"unit": reporting.unit, "period": reporting.round.period}
    log_value(by=OPERATOR, indicator=reporting.indicator, given=Given(total="9"), save=save(), **where)
    with pytest.raises(ValuesChanged) as caught:
        log_values(by=reporting.controller, values=values(reporting, "3", "4"))
    assert [row.total for row in caught.value.rows] == [9]
    assert kept() == [("9", 1)]
    assert log_values(by=reporting.controller, values=values(reporting, "3", version=1)) == 1
    assert kept() == [("3", 2)]


def foreign(reporting: Reporting) -> list[Value]:
    return [*values(reporting, "3"), *values(a_reporting_unit(), "3")]


def of_another_owner(reporting: Reporting) -> list[Value]:
    [value] = values(reporting, "3")
    other = IndicatorFactory(owner=UnitFactory())
    return [value, Value(other, value.unit, value.period, value.given, Aim(), 0)]


def approved(reporting: Reporting) -> list[Value]:
    mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)
    approve(by=OPERATOR, follow_up=reporting.follow_up)
    return values(reporting, "3")


def closed(reporting: Reporting) -> list[Value]:
    reporting.close()
    return values(reporting, "3")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (foreign, PermissionDenied),
        (of_another_owner, Refused),
        (approved, IsApproved),
        (closed, RoundClosed),
        (lambda reporting: values(reporting, "3", "?!"), NotUnderstood),
    ],
)
def test_what_one_would_be_refused_for_stops_them_all(
    reporting: Reporting, given: Callable[[Reporting], list[Value]], refusal: type[Exception]
) -> None:
    wanted = given(reporting)
    with pytest.raises(refusal):
        log_values(by=reporting.controller, values=wanted)
    assert not Measurement.objects.exists()


def test_a_reader_logs_nothing(reporting: Reporting) -> None:
    with pytest.raises(PermissionDenied):
        log_values(by=member(reporting.unit, Role.READER), values=values(reporting, "3"))


def test_it_takes_as_many_statements_for_ten(reporting: Reporting) -> None:
    def statements(count: int) -> int:
        given = values(reporting, *["3"] * count)[1:]
        with CaptureQueriesContext(connection) as found:
            log_values(by=reporting.staff, values=given)
        return len(found)

    log_values(by=reporting.staff, values=values(reporting, "1"))
    assert statements(3) == statements(11) == 9
