"""Units are opened, renamed, moved and closed, and what they were stays."""

from __future__ import annotations

import datetime
import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from tests.factories import CommitteeFactory, CouncilFactory, DepartmentFactory, UnitFactory, member
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.actions.units import close_unit, create_unit, move_unit, rename_unit, reopen_unit
from vp.org.models import FormerUnit, Kind, Role, Unit

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def test_a_new_unit_has_an_address_a_path_and_a_history() -> None:
    committee = CommitteeFactory()
    controller = member(committee, Role.CONTROLLER)
    unit = create_unit(by=controller, parent=committee, name=" Förskolan  Älvängen ", kind=Kind.UNIT)
    assert (unit.name, unit.slug) == ("Förskolan Älvängen", "forskolan-alvangen")
    assert unit.path == [*committee.path, unit.pk]
    change = Change.objects.get(subject="unit", key=unit.key)
    assert (change.action, change.by, change.before) == ("created", controller, None)
    assert change.after["name"] == "Förskolan Älvängen"


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Älvhamra", "alvhamra"),
        ("Vård och omsorg Åsen/Östra", "vard-och-omsorg-asenostra"),
        ("!!!", "enhet"),
        ("Å" * 100, "a" * 80),
    ],
)
def test_addresses_come_from_names(name: str, address: str) -> None:
    assert create_unit(by=OPERATOR, parent=None, name=name, kind=Kind.COUNCIL).slug == address


def test_an_address_is_given_once_and_not_after_another_that_had_it() -> None:
    committee = CommitteeFactory()
    made = [
        create_unit(by=OPERATOR, parent=parent, name="Solen", kind=Kind.UNIT)
        for parent in (committee, CommitteeFactory())
    ]
    assert [unit.slug for unit in made] == ["solen", "solen-2"]
    rename_unit(by=OPERATOR, unit=made[0], name="Månen")
    assert create_unit(by=OPERATOR, parent=committee, name="Solen", kind=Kind.UNIT).slug == "solen-3"
    back = rename_unit(by=OPERATOR, unit=made[0], name="Solen!")
    assert back.slug == "solen"
    long = [create_unit(by=OPERATOR, parent=committee, name="b" * 90 + n, kind=Kind.UNIT) for n in "xy"]
    assert [unit.slug for unit in long] == ["b" * 80, "b" * 78 + "-2"]


def test_an_old_address_leads_on() -> None:
    unit = UnitFactory(name="Solen", slug="solen")
    rename_unit(by=OPERATOR, unit=unit, name="Månen")
    assert Unit.objects.at_address("solen") == unit
    assert Unit.objects.at_address("manen") == unit
    assert Unit.objects.at_address("stjarnan") is None


def test_renaming_keeps_the_name_that_was() -> None:
    unit = UnitFactory(name="Solen")
    on = today() - 10 * DAY
    renamed = rename_unit(by=OPERATOR, unit=unit, name="Månen", on=on, version=1)
    assert (renamed.name, renamed.version) == ("Månen", 2)
    assert unit.past.get().until == on - DAY
    assert renamed.as_of(on).name == "Månen"
    assert renamed.as_of(on - DAY).name == "Solen"
    change = Change.objects.get(key=unit.key, action="renamed")
    assert (change.before["name"], change.after["name"]) == ("Solen", "Månen")


def test_the_same_name_is_no_change() -> None:
    unit = UnitFactory(name="Solen")
    assert rename_unit(by=OPERATOR, unit=unit, name="Solen ").version == 1
    assert not FormerUnit.objects.exists()


def test_moving_takes_what_is_below_along_and_keeps_where_it_stood() -> None:
    old, new = CommitteeFactory(name="Gamla nämnden"), CommitteeFactory(name="Nya nämnden")
    department = DepartmentFactory(parent=old, name="Avdelningen")
    unit = UnitFactory(parent=department, name="Solen")
    on = today() - 10 * DAY
    move_unit(by=OPERATOR, unit=department, to=new, on=on)
    unit.refresh_from_db()
    assert unit.path == [*new.path, department.pk, unit.pk]
    assert unit.as_of(on).above == ("Granskogs kommun", "Nya nämnden", "Avdelningen")
    assert unit.as_of(on - DAY).above == ("Granskogs kommun", "Gamla nämnden", "Avdelningen")


def test_the_past_is_read_in_three_queries(django_assert_num_queries, django_assert_max_num_queries) -> None:
    """Renamed itself, moved between committees that were renamed too."""
    old, new = CommitteeFactory(name="Gamla"), CommitteeFactory(name="Nya")
    unit = UnitFactory(parent=old, name="Solen")
    unit = move_unit(by=OPERATOR, unit=unit, to=new, on=today() - 30 * DAY)
    rename_unit(by=OPERATOR, unit=old, name="Gamla, omdöpt", on=today() - 20 * DAY)
    unit = rename_unit(by=OPERATOR, unit=unit, name="Månen", on=today() - 10 * DAY)
    with django_assert_max_num_queries(3):
        then = unit.as_of(today() - 31 * DAY)
    assert (then.name, then.slug[:5], then.above) == ("Solen", "enhet", ("Granskogs kommun", "Gamla"))
    with django_assert_num_queries(2):
        assert unit.as_of(today()).above == ("Granskogs kommun", "Nya")


def test_several_changes_in_a_day_keep_what_held_the_day_before() -> None:
    unit = UnitFactory(name="Ett")
    for name in ("Två", "Tre"):
        unit = rename_unit(by=OPERATOR, unit=unit, name=name)
    assert unit.as_of(today() - DAY).name == "Ett"
    assert unit.as_of(today()).name == "Tre"


def test_closing_and_opening_again() -> None:
    unit = UnitFactory()
    closed = close_unit(by=OPERATOR, unit=unit, last_day=today(), reason="Slås ihop.")
    assert closed.is_open_on(today())
    assert not closed.is_open_on(today() + DAY)
    assert Change.objects.get(key=unit.key, action="closed").reason == "Slås ihop."
    assert reopen_unit(by=OPERATOR, unit=closed).closed_on is None


def refused(words: str, act: Any, **given: Any) -> None:
    before = list(Unit.objects.order_by("pk").values())
    changes = Change.objects.count()
    with pytest.raises(ValidationError) as caught:
        act(**given)
    assert words in " ".join(caught.value.messages)
    assert list(Unit.objects.order_by("pk").values()) == before
    assert Change.objects.count() == changes


def test_what_the_tree_does_not_allow_is_said_in_swedish() -> None:
    committee = CommitteeFactory()
    department = DepartmentFactory(parent=committee)
    unit = UnitFactory(parent=department, name="Solen")
    other = Unit.objects.create(name="Talliens kommun", slug="tallien", kind=Kind.COUNCIL)
    op = {"by": OPERATOR}
    refused("under sig själv", move_unit, **op, unit=department, to=department)
    refused("lägre slag", move_unit, **op, unit=department, to=UnitFactory(parent=committee))
    refused("kan inte flyttas", move_unit, **op, unit=committee.parent, to=committee)
    other.refresh_from_db()
    refused("annan kommun", move_unit, **op, unit=unit, to=other)
    refused("behöver ett namn", rename_unit, **op, unit=unit, name="  ")
    refused("framtiden", rename_unit, **op, unit=unit, name="Månen", on=today() + DAY)
    refused("öppna enheter under", close_unit, **op, unit=department, last_day=today())
    refused("kan inte stängas", close_unit, **op, unit=committee.parent, last_day=today())
    refused("innan den öppnats", close_unit, **op, unit=unit, last_day=datetime.date(1999, 1, 1))
    refused(
        "redan en enhet med det namnet", create_unit, **op, parent=department, name="Solen", kind=Kind.UNIT
    )
    refused("Bara kommunfullmäktige", create_unit, **op, parent=department, name="KF", kind=Kind.COUNCIL)
    refused("lägre slag", create_unit, **op, parent=unit, name="Nämnd", kind=Kind.COMMITTEE)


def test_a_change_before_the_last_one_is_refused() -> None:
    unit = rename_unit(by=OPERATOR, unit=UnitFactory(), name="Månen", on=today() - 5 * DAY)
    refused("redan ändrats", rename_unit, by=OPERATOR, unit=unit, name="Solen", on=today() - 6 * DAY)


def test_nothing_is_put_under_what_is_closed() -> None:
    committee = CommitteeFactory(closed_on=today() - DAY)
    unit = UnitFactory(parent=committee, closed_on=today() - DAY)
    refused("är stängd", create_unit, by=OPERATOR, parent=committee, name="Solen", kind=Kind.UNIT)
    refused("är stängd", move_unit, by=OPERATOR, unit=UnitFactory(), to=committee)
    refused("är stängd", reopen_unit, by=OPERATOR, unit=unit)


def test_an_old_version_is_refused_with_what_is_there_now() -> None:
    unit = UnitFactory(name="Solen")
    rename_unit(by=OPERATOR, unit=unit, name="Månen", version=1)
    refused("Nu heter den Månen", rename_unit, by=OPERATOR, unit=unit, name="Stjärnan", version=1)


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.EDITOR, Role.MANAGER])
def test_only_controllers_and_administrators_change_the_tree(role: Role) -> None:
    committee = CommitteeFactory()
    person, unit = member(committee, role), UnitFactory(parent=committee)
    for act, given in (
        (create_unit, {"parent": committee, "name": "Ny", "kind": Kind.UNIT}),
        (rename_unit, {"unit": unit, "name": "Ny"}),
        (move_unit, {"unit": unit, "to": CommitteeFactory()}),
        (close_unit, {"unit": unit, "last_day": today()}),
        (reopen_unit, {"unit": unit}),
    ):
        with pytest.raises(PermissionDenied, match="administratör"):
            act(by=person, **given)


def test_a_controller_changes_what_is_below_her_and_moves_nothing_out() -> None:
    committee = CommitteeFactory()
    person, unit = member(committee, Role.CONTROLLER), UnitFactory(parent=committee)
    with pytest.raises(PermissionDenied):
        rename_unit(by=person, unit=committee, name="Ny")
    with pytest.raises(PermissionDenied, match="lägga enheter där"):
        move_unit(by=person, unit=unit, to=CommitteeFactory())
    assert rename_unit(by=person, unit=unit, name="Ny").name == "Ny"


def test_only_the_system_makes_a_municipality() -> None:
    person = member(CouncilFactory(), Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied, match="driftpersonalen"):
        create_unit(by=person, parent=None, name="Talliens kommun", kind=Kind.COUNCIL)


def in_a_thread(act: Any) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_a_unit_made_while_its_parent_moves_gets_the_new_path() -> None:
    old, new = CommitteeFactory(), CommitteeFactory()
    department = DepartmentFactory(parent=old)
    with transaction.atomic():
        move_unit(by=OPERATOR, unit=department, to=new)
        thread = in_a_thread(
            lambda: Unit.objects.create(name="Solen", slug="solen", kind=Kind.UNIT, parent=department)
        )
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(10)
    unit = Unit.objects.get(slug="solen")
    assert unit.path == [*new.path, department.pk, unit.pk]


@pytest.mark.django_db(transaction=True)
def test_units_made_at_once_get_addresses_of_their_own() -> None:
    parents = [CommitteeFactory() for _ in range(6)]
    threads = [
        in_a_thread(
            lambda parent=parent: create_unit(by=OPERATOR, parent=parent, name="Solen", kind=Kind.UNIT)
        )
        for parent in parents
    ]
    for thread in threads:
        thread.join(10)
    assert sorted(Unit.objects.filter(name="Solen").values_list("slug", flat=True)) == [
        "solen",
        *(f"solen-{n}" for n in range(2, 7)),
    ]
