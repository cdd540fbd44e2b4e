"""Values are logged: who may, what is kept, retries, conflicts, and several people at once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from indicators import guards
from indicators.actions import log_value
from indicators.entries import Given
from indicators.models import Indicator, Measurement, Period
from tests.factories import (
    CommitteeFactory,
    FirstTertialFactory,
    IndicatorFactory,
    MeasurementFactory,
    TargetFactory,
    UnitFactory,
    UserFactory,
    member,
)
from vp.history.models import Change
from vp.org.access import Actor
from vp.org.models import Role, Unit
from vp.refusals import Closed, NotUnderstood, Refused
from vp.saving import Conflict, kept_already

pytestmark = pytest.mark.django_db
SUBJECT = "indicators.measurement"


@dataclass(frozen=True)
class Sent:
    """A save as a browser sends it."""

    version: int = 0
    id: uuid.UUID = field(default_factory=uuid.uuid4)


@dataclass
class Row:
    """A row of the logging table that somebody has open."""

    unit: Unit
    indicator: Indicator
    period: Period
    by: Actor

    def log(
        self, total: str = "", sent: Sent | None = None, by: Actor | None = None, **given: str
    ) -> Measurement:
        return log_value(
            by=by or self.by,
            indicator=self.indicator,
            unit=self.unit,
            period=self.period,
            given=Given(total=total, **given),  # type: ignore[arg-type]
            save=sent or Sent(),
        ).measurement

    def kept(self) -> Measurement:
        return Measurement.objects.in_full().get(indicator=self.indicator, unit=self.unit)


@pytest.fixture
def row() -> Row:
    unit = UnitFactory()
    return Row(unit, IndicatorFactory(), FirstTertialFactory(), member(unit, Role.STAFF, name="Siv Ek"))


@pytest.fixture
def closed() -> Iterator[None]:
    """A round that is closed for everybody."""

    def refuse(actor: Actor, indicator: Indicator, unit: Unit, period: Period) -> None:
        raise Closed(f"{period.name} är stängd.")

    guards.register(refuse)
    guards.register(refuse)
    yield
    guards._GUARDS.remove(refuse)


def test_a_first_value(row: Row) -> None:
    row.log("12,5", women="13", men="12", forecast="14", comment="Fler än i fjol.")
    kept = row.kept()
    assert [getattr(kept, name) for name in ("total", "women", "men", "forecast")] == [
        Decimal("12.5"),
        13,
        12,
        14,
    ]
    assert (kept.comment, kept.version, kept.changed_by) == ("Fler än i fjol.", 1, row.by)
    assert kept.outcome.total.value == Decimal("12.5")


def test_a_change_and_its_history(row: Row) -> None:
    row.log("12,5")
    row.log("1 200", Sent(1))
    assert row.kept().version == 2
    change = Change.objects.of(SUBJECT, row.kept().key).get()  # one, while the same person goes on writing
    assert (change.by_name, change.unit, change.before["total"], change.after["total"]) == (
        "Siv Ek",
        row.unit,
        "",
        "1\u202f200",
    )


def test_what_is_emptied_is_empty(row: Row) -> None:
    row.log("12,5", comment="Fel.")
    row.log("", Sent(1))
    kept = row.kept()
    assert (kept.total, kept.comment, kept.version) == (None, "", 2)
    assert not Measurement.objects.reported().exists()


def test_questions_come_back(row: Row) -> None:
    logged = log_value(
        by=row.by,
        indicator=row.indicator,
        unit=row.unit,
        period=row.period,
        given=Given(total="1.200"),
        save=Sent(),
    )
    assert [question.field for question in logged.questions] == ["total"]
    assert (logged.measurement.total, logged.measurement.written) == (1200, "1.200")


def test_the_same_save_again_is_answered_as_saved(row: Row) -> None:
    sent = Sent()
    row.log("12", sent)
    row.log("13", Sent(1))
    again = log_value(
        by=row.by,
        indicator=row.indicator,
        unit=row.unit,
        period=row.period,
        given=Given(total="12"),
        save=sent,
    )
    assert (again.version, again.measurement.total, row.kept().version) == (1, 13, 2)


def test_what_changes_nothing_makes_no_version(row: Row) -> None:
    row.log("12")
    row.log("12,0", Sent(0), by=member(row.unit, Role.MANAGER))
    assert (row.kept().version, Change.objects.count()) == (1, 1)


def test_an_old_version_is_a_conflict(row: Row) -> None:
    row.log("12")
    with pytest.raises(Conflict) as caught:
        row.log("13", by=member(row.unit, Role.MANAGER))
    assert (caught.value.row.total, caught.value.row.changed_by) == (12, row.by)
    assert row.kept().total == 12


def test_problems_stand_at_their_fields(row: Row) -> None:
    TargetFactory(indicator=row.indicator, unit=row.unit)
    with pytest.raises(NotUnderstood) as caught:
        row.log("öka", women="x y")
    assert set(caught.value.message_dict) == {"total", "women"}
    assert not Measurement.objects.exists()


def test_words_where_the_committees_target_is_in_words(row: Row) -> None:
    assert row.unit.parent is not None
    TargetFactory(indicator=row.indicator, unit=row.unit.parent, words="öka")
    row.log("Ökar något")
    assert row.kept().words == "Ökar något"
    TargetFactory(indicator=row.indicator, unit=row.unit, words="85 %")
    with pytest.raises(NotUnderstood):
        row.log("Ökar mycket", Sent(1))


@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR])
def test_who_may_not(row: Row, role: Role) -> None:
    for actor in (member(row.unit, role), member(UnitFactory(), Role.STAFF), UserFactory()):
        with pytest.raises(PermissionDenied):
            row.log("12", by=actor)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("role", [Role.STAFF, Role.EDITOR, Role.MANAGER, Role.CONTROLLER])
def test_who_may(row: Row, role: Role) -> None:
    unit = row.unit.parent if role == Role.CONTROLLER else row.unit
    assert unit is not None
    row.log("12", by=member(unit, role))
    assert row.kept().total == 12


def test_an_indicator_of_another_branch_is_refused(row: Row) -> None:
    row.indicator = IndicatorFactory(owner=CommitteeFactory())
    with pytest.raises(Refused, match="har inte indikatorn"):
        row.log("12")


@pytest.mark.usefixtures("closed")
def test_a_closed_round_refuses(row: Row) -> None:
    with pytest.raises(Closed, match="Tertial 1 är stängd"):
        row.log("12")
    assert not Measurement.objects.exists()
    assert Closed.status == 423


@pytest.mark.usefixtures("closed")
def test_a_save_that_was_kept_before_the_round_closed_is_answered(row: Row) -> None:
    sent = Sent(version=0)
    kept = MeasurementFactory(
        indicator=row.indicator, unit=row.unit, period=row.period, total=12, saves=[sent.id], version=1
    )
    assert row.log("12", sent) == kept


def test_saves_are_remembered_by_version() -> None:
    saves = [uuid.uuid4() for _ in range(3)]
    row = Measurement(version=7, saves=saves)
    assert [kept_already(row, Sent(id=save)) for save in saves] == [5, 6, 7]
    assert kept_already(row, Sent()) is None


def test_queries(
    row: Row, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    row.log("12")
    with django_assert_num_queries(8):
        row.log("13", Sent(1))


def test_rows_that_are_asked_for(row: Row) -> None:
    row.log("12")
    other = UnitFactory(parent=row.unit.parent)
    because = MeasurementFactory(
        indicator=row.indicator, unit=other, not_measured_because="Enkäten görs i höst."
    )
    begun = MeasurementFactory(unit=other, women=3)
    rows, kept = Measurement.objects, row.kept()
    assert row.unit.parent is not None
    assert set(rows.of_period(row.period)) == set(rows.of_year(2027)) == {kept, because, begun}
    assert set(rows.below(row.unit.parent)) == {kept, because, begun}
    assert set(rows.at_or_below(other)) == {because, begun}
    assert set(rows.below(other)) == set()
    assert (set(rows.measured()), set(rows.not_measured())) == ({kept}, {because})
    assert set(rows.reported()) == {kept, because}
    assert set(rows.of_periods([(row.indicator.pk, row.period.pk)])) == {kept, because}
    assert set(rows.of_periods([])) == set()
    assert set(rows.visible_to(row.by)) == {kept}
    assert set(rows.visible_to(member(row.unit.parent, Role.CONTROLLER))) == {kept, because, begun}
    assert str(kept) == f"{row.indicator}, {row.unit}, T1 2027"


@pytest.mark.django_db(transaction=True)
def test_several_people_at_once_lose_nothing(row: Row) -> None:
    """Eight people log the same empty row at the same moment: one is kept, the others see it."""
    people = [member(row.unit, Role.STAFF) for _ in range(8)]
    start, told = threading.Barrier(len(people)), []

    def log(number: int) -> None:
        try:
            start.wait()
            told.append(("kept", row.log(str(number), by=people[number]).total))
        except Conflict as conflict:
            told.append(("conflict", conflict.row.total))
        finally:
            connection.close()

    threads = [threading.Thread(target=log, args=(number,)) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = row.kept()
    assert (kept.version, len(kept.saves), Change.objects.of(SUBJECT, kept.key).count()) == (1, 1, 1)
    assert sorted(told) == [("conflict", kept.total)] * 7 + [("kept", kept.total)]


@pytest.mark.django_db(transaction=True)
def test_one_save_sent_many_times_is_kept_once(row: Row) -> None:
    sent, told = Sent(), []
    start = threading.Barrier(6)

    def log() -> None:
        try:
            start.wait()
            told.append(row.log("12", sent).version)
        finally:
            connection.close()

    threads = [threading.Thread(target=log) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [1] * 6
    assert row.kept().saves == [sent.id]
