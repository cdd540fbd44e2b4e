"""The history: what the organisation tells is kept, seen by some, and never changed."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from tests.factories import CommitteeFactory, PlanFactory, UnitFactory, UserFactory, member
from vp.history.models import Change
from vp.history.record import record
from vp.org import events
from vp.org.access import OPERATOR
from vp.org.actions.units import rename_unit
from vp.org.models import Role, Unit

pytestmark = pytest.mark.django_db


def a_change(**values: object) -> Change:
    given = {"by": OPERATOR, "subject": "goal", "key": uuid.uuid4(), "action": "changed", **values}
    if "unit" not in given:
        given["unit"] = UnitFactory()
    return record(**given)


def test_a_change_names_who_what_where_and_why() -> None:
    person, plan = UserFactory(name="Kim Lind"), PlanFactory()
    key = uuid.uuid4()
    made = record(
        by=person,
        unit=plan.unit,
        subject="goal",
        key=key,
        action="changed",
        before={"title": "Förr"},
        after={"title": "Nu"},
        plan_key=plan.key,
        reason="Rättat.",
    )
    kept = Change.objects.of("goal", key).get()
    assert kept == made
    assert (kept.by, kept.by_name, kept.unit, kept.plan_key) == (person, "Kim Lind", plan.unit, plan.key)
    assert (kept.before, kept.after, kept.reason) == ({"title": "Förr"}, {"title": "Nu"}, "Rättat.")
    assert a_change().by_name == "Systemet"
    assert a_change().by is None


def test_a_rows_changes_come_newest_first() -> None:
    key, unit = uuid.uuid4(), UnitFactory()
    for action in ("created", "changed", "removed"):
        a_change(key=key, unit=unit, action=action)
    a_change(unit=unit)
    assert [row.action for row in Change.objects.of("goal", key)] == ["removed", "changed", "created"]


def test_drafts_are_seen_by_who_reads_them_and_people_by_who_manages_them() -> None:
    committee = CommitteeFactory()
    own, beside = UnitFactory(parent=committee), UnitFactory(parent=committee)
    for unit in (committee, own, beside):
        a_change(unit=unit)
        a_change(unit=unit, subject=events.ROLE)
        a_change(unit=unit, subject=events.PERSON)

    def seen(actor: object) -> set[tuple[str, str]]:
        places = {committee.pk: "above", own.pk: "own", beside.pk: "beside"}
        return {(places[row.unit_id], row.subject) for row in Change.objects.visible_to(actor)}  # type: ignore[arg-type]

    assert seen(UserFactory()) == set()
    assert seen(member(own, Role.READER)) == {("above", "goal"), ("own", "goal")}
    assert seen(member(own, Role.MANAGER)) == {
        ("above", "goal"),
        ("own", "goal"),
        ("own", "role"),
        ("own", "person"),
    }
    everything = {(p, s) for p in ("above", "own", "beside") for s in ("goal", "role", "person")}
    assert seen(member(committee, Role.CONTROLLER)) == everything
    assert seen(OPERATOR) == everything


def test_what_the_organisation_tells_is_kept_with_it_or_not_at_all() -> None:
    unit = UnitFactory(name="Solen")

    def refuses(**told: object) -> None:
        raise RuntimeError("no")

    events.changed.connect(refuses)
    try:
        with pytest.raises(RuntimeError):
            rename_unit(by=OPERATOR, unit=unit, name="Månen")
    finally:
        events.changed.disconnect(refuses)
    assert Unit.objects.get(pk=unit.pk).name == "Solen"
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    "harm",
    [
        lambda row: Change.objects.filter(pk=row.pk).update(reason="något annat"),
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: Change.objects.all().delete(),
        lambda row: Change.objects.bulk_update([row], ["reason"]),
        lambda row: by_sql("UPDATE history_change SET by_name = 'Ingen'"),
        lambda row: by_sql("DELETE FROM history_change"),
    ],
    ids=["update", "save", "delete", "delete-all", "bulk", "sql-update", "sql-delete"],
)
def test_history_is_only_added_to(harm) -> None:
    row = a_change()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        harm(row)
    kept = Change.objects.get()
    assert (kept.reason, kept.by_name) == ("", "Systemet")
    assert kept.at <= datetime.datetime.now(datetime.UTC)


def by_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
