"""The table of who may what (docs/architecture.md), line by line, in Python and in SQL."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    DepartmentFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
    member,
)
from vp.org import access
from vp.org.access import (
    OPERATOR,
    Area,
    Permission,
    area,
    can,
    may_give,
    require,
    roles_to_give,
    those_who,
)
from vp.org.models import Kind, Membership, Role, Unit, User

pytestmark = pytest.mark.django_db

# For each role: which of the tree's places a permission reaches, seen from the person's own department.
# o = own, a = above (both levels), b = below, s = beside (another department and what is under it).
TABLE = {
    Permission.READ_DRAFT: ("oa", "oa", "oa", "oab", "oab", "oabs"),
    Permission.LOG_VALUES: ("", "o", "o", "o", "ob", ""),
    Permission.WRITE: ("", "", "o", "o", "ob", ""),
    Permission.MARK_READY: ("", "", "", "o", "o", ""),
    Permission.DECIDE: ("", "", "", "", "ob", ""),
    Permission.SET_UP: ("", "", "", "", "ob", ""),
    Permission.MANAGE_PEOPLE: ("", "", "", "o", "ob", "oabs"),
    Permission.MANAGE_UNITS: ("", "", "", "", "b", "oabs"),
}
CASES = [
    (role, permission, reaches[rank])
    for permission, reaches in TABLE.items()
    for rank, role in enumerate(Role)
]


@pytest.fixture
def tree() -> SimpleNamespace:
    council = CouncilFactory()
    committee = CommitteeFactory(parent=council)
    own = DepartmentFactory(parent=committee)
    beside = DepartmentFactory(parent=committee)
    return SimpleNamespace(
        council=council,
        committee=committee,
        own=own,
        places={
            "o": [own],
            "a": [council, committee],
            "b": [UnitFactory(parent=own), UnitFactory(parent=own)],
            "s": [beside, UnitFactory(parent=beside), CommitteeFactory(parent=council)],
        },
    )


def reached(tree: SimpleNamespace, letters: str) -> set[int]:
    return {unit.pk for letter in letters for unit in tree.places[letter]}


def test_the_table_names_every_permission() -> None:
    assert set(TABLE) == set(Permission)


@pytest.mark.parametrize(("role", "permission", "letters"), CASES)
def test_role_reaches(tree: SimpleNamespace, role: Role, permission: Permission, letters: str) -> None:
    person = member(tree.own, role)
    everywhere = [unit for units in tree.places.values() for unit in units]

    assert {unit.pk for unit in everywhere if can(person, permission, unit)} == reached(tree, letters)
    found = Unit.objects.filter(area(person, permission).condition())
    assert {unit.pk for unit in found} == reached(tree, letters)
    roles = Membership.objects.filter(user=person).filter(area(person, permission).condition("unit"))
    assert roles.exists() == ("o" in letters)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_without_a_role_may_anything(tree: SimpleNamespace, permission: Permission) -> None:
    for person in (UserFactory(), AnonymousUser()):
        assert not area(person, permission)
        assert not Unit.objects.filter(area(person, permission).condition()).exists()


@pytest.mark.parametrize("permission", Permission)
def test_the_operator_may_everything(tree: SimpleNamespace, permission: Permission) -> None:
    assert all(can(OPERATOR, permission, unit) for units in tree.places.values() for unit in units)
    assert Unit.objects.filter(area(OPERATOR, permission).condition()).count() == Unit.objects.count()


def test_who_is_closed_out_may_nothing(tree: SimpleNamespace) -> None:
    person = member(tree.own, Role.ADMINISTRATOR)
    person.is_active = False
    assert not can(person, Permission.READ_DRAFT, tree.own)
    assert not area(person, Permission.MANAGE_PEOPLE)
    assert roles_to_give(person, tree.own) == ()


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(-1, None, True), (0, 0, True), (0, None, True), (1, None, False), (-9, -1, False), (-9, 0, True)],
)
def test_a_role_holds_from_its_first_day_to_its_last(
    tree: SimpleNamespace, starts: int, ends: int | None, holds: bool
) -> None:
    today = timezone.localdate()
    days = datetime.timedelta
    role = MembershipFactory(
        unit=tree.own,
        role=Role.MANAGER,
        starts_on=today + days(starts),
        ends_on=None if ends is None else today + days(ends),
    )
    assert can(role.user, Permission.WRITE, tree.own) is holds


def test_a_deputy_has_the_role_between_her_dates(tree: SimpleNamespace) -> None:
    today = timezone.localdate()
    deputy = MembershipFactory(
        unit=tree.own,
        role=Role.MANAGER,
        deputy_for=member(tree.own, Role.MANAGER),
        starts_on=today,
        ends_on=today + datetime.timedelta(days=13),
    ).user
    assert can(deputy, Permission.MARK_READY, tree.own)


def test_two_roles_reach_what_either_reaches(tree: SimpleNamespace) -> None:
    person = member(tree.own, Role.EDITOR)
    other = tree.places["s"][0]
    MembershipFactory(user=person, unit=other, role=Role.CONTROLLER)
    assert {unit.pk for unit in Unit.objects.filter(area(person, Permission.WRITE).condition())} == {
        tree.own.pk,
        other.pk,
        tree.places["s"][1].pk,
    }


def test_below_one_role_counts_even_where_another_role_is_at_home(tree: SimpleNamespace) -> None:
    """A controller of the committee and of a department under it may arrange that department."""
    person = member(tree.committee, Role.CONTROLLER)
    MembershipFactory(user=person, unit=tree.own, role=Role.CONTROLLER)
    arranged = area(person, Permission.MANAGE_UNITS)
    assert arranged.covers(tree.own)
    assert tree.own in Unit.objects.filter(arranged.condition())
    assert tree.committee not in Unit.objects.filter(arranged.condition())


def test_new_units_are_placed_below_where_one_may(tree: SimpleNamespace) -> None:
    person = member(tree.committee, Role.CONTROLLER)
    arranged = area(person, Permission.MANAGE_UNITS)
    assert arranged.covers_below(tree.committee)
    assert arranged.covers_below(tree.own)
    assert not arranged.covers_below(tree.council)
    assert Area(everything=True).covers_below(tree.council)


def test_a_refusal_says_why(tree: SimpleNamespace) -> None:
    require(OPERATOR, Permission.WRITE, tree.own, "Nej.")
    with pytest.raises(PermissionDenied, match="Bara chefen"):
        require(member(tree.own, Role.STAFF), Permission.MARK_READY, tree.own, "Bara chefen klarmarkerar.")


GIVES = {
    Role.READER: (0, 0),
    Role.STAFF: (0, 0),
    Role.EDITOR: (0, 0),
    Role.MANAGER: (4, 0),
    Role.CONTROLLER: (5, 5),
    Role.ADMINISTRATOR: (6, 6),
}


@pytest.mark.parametrize("role", Role)
def test_roles_are_given_up_to_ones_own(tree: SimpleNamespace, role: Role) -> None:
    person = member(tree.own, role)
    own, below = GIVES[role]
    assert roles_to_give(person, tree.own) == tuple(Role)[:own]
    assert roles_to_give(person, tree.places["b"][0]) == tuple(Role)[:below]
    elsewhere = 6 if role == Role.ADMINISTRATOR else 0
    assert roles_to_give(person, tree.committee) == tuple(Role)[:elsewhere]
    assert roles_to_give(person, tree.places["s"][0]) == tuple(Role)[:elsewhere]


def test_a_high_role_elsewhere_gives_nothing_here(tree: SimpleNamespace) -> None:
    person = member(tree.own, Role.MANAGER)
    MembershipFactory(user=person, unit=tree.places["s"][0], role=Role.CONTROLLER)
    assert not may_give(person, Role.CONTROLLER, tree.own)
    assert may_give(person, Role.MANAGER, tree.own)


def test_another_municipality_is_not_seen(tree: SimpleNamespace) -> None:
    other = Unit.objects.create(name="Talliens kommun", slug="tallien", kind=Kind.COUNCIL)
    other.refresh_from_db()
    reader = member(tree.own, Role.CONTROLLER)
    assert other not in Unit.objects.visible_to(reader)
    assert tree.council in Unit.objects.visible_to(reader)
    assert not Unit.objects.visible_to(UserFactory()).exists()
    assert not Unit.objects.visible_to(AnonymousUser()).exists()
    assert other in Unit.objects.visible_to(OPERATOR)
    assert other in Unit.objects.visible_to(member(tree.own, Role.ADMINISTRATOR))


def test_roles_are_read_once(tree: SimpleNamespace, django_assert_num_queries) -> None:
    person = User.objects.get(pk=member(tree.own, Role.CONTROLLER).pk)
    MembershipFactory(user=person, unit=tree.places["s"][0], role=Role.MANAGER)
    with django_assert_num_queries(1):
        for permission in Permission:
            for units in tree.places.values():
                for unit in units:
                    can(person, permission, unit)
        roles_to_give(person, tree.own)
        access.municipalities(person)
    with django_assert_num_queries(1):
        access.forget(person)
        can(person, Permission.WRITE, tree.own)


@pytest.mark.parametrize("permission", Permission)
def test_those_who_may_are_named_the_nearest_first(permission: Permission) -> None:
    """Everybody whom `can` lets, and nobody else."""
    committee = CommitteeFactory(parent=CouncilFactory())
    own = DepartmentFactory(parent=committee)
    units = [committee, own, UnitFactory(parent=own), DepartmentFactory(parent=committee)]
    people = {(unit.pk, role): member(unit, role) for unit in units for role in Role}
    member(own, Role.CONTROLLER, is_active=False)
    MembershipFactory(unit=own, role=Role.CONTROLLER, ends_on=datetime.date(2001, 1, 1))
    named = those_who(permission, own)
    assert set(named) == {person.name for person in people.values() if can(person, permission, own)}
    if permission == Permission.DECIDE:
        assert named == [people[unit.pk, Role.CONTROLLER].name for unit in (own, committee)]
