"""What the database refuses about people and units, whoever writes."""

from __future__ import annotations

import datetime

import pytest

from tests.constraints import Refused, assert_refused, by_sql, tests_trigger
from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    DepartmentFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
)
from tests.org.tokens import a_token
from vp.org.models import Kind, Unit

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 3, 31)
BEFORE = datetime.date(2025, 3, 30)


def a_ring() -> None:
    committee = DepartmentFactory()
    below = DepartmentFactory(parent=committee)
    Unit.objects.filter(pk=committee.pk).update(parent=below)


def the_same_membership() -> None:
    held = MembershipFactory()
    MembershipFactory(user=held.user, unit=held.unit, role=held.role, ends_on=DAY)


def own_deputy() -> None:
    user = UserFactory()
    MembershipFactory(user=user, deputy_for=user)


REFUSED: Refused = {
    "user_email_once": lambda: [UserFactory(email=email) for email in ("kim@example.se", "KIM@example.se")],
    "user_name_filled": lambda: UserFactory(name=""),
    "unit_top_is_council": lambda: UnitFactory(parent=None),
    "unit_name_once": lambda: UnitFactory(parent=UnitFactory(name="Solen").parent, name="Solen"),
    "unit_name_filled": lambda: UnitFactory(name=""),
    "unit_closed_after_opened": lambda: UnitFactory(opened_on=DAY, closed_on=BEFORE),
    "unit_not_under_itself": a_ring,
    "unit_kind_below_parent": lambda: CommitteeFactory(parent=UnitFactory()),
    "membership_once": the_same_membership,
    "membership_ends_after_start": lambda: MembershipFactory(starts_on=DAY, ends_on=BEFORE),
    "membership_not_own_deputy": own_deputy,
    "membership_role_known": lambda: MembershipFactory(role="boss"),
    "accesstoken_named": lambda: a_token(UserFactory(), name=""),
    "accesstoken_sha256": lambda: a_token(UserFactory(), sha256="vp_öppen"),
    "accesstoken_a_year_at_most": lambda: a_token(
        UserFactory(), created_on=DAY, expires_on=DAY + datetime.timedelta(days=367)
    ),
    "accesstoken_revoked_by_somebody": lambda: a_token(UserFactory(), revoked_by=UserFactory()),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])


def test_names_are_free_again_when_a_unit_is_closed() -> None:
    closed = UnitFactory(name="Solen", closed_on=DAY)
    UnitFactory(parent=closed.parent, name="Solen")


def test_two_municipalities_have_names_of_their_own() -> None:
    CouncilFactory(name="Granskogs kommun")
    assert_refused(
        "unit_name_once",
        lambda: Unit.objects.create(name="Granskogs kommun", slug="annan", kind=Kind.COUNCIL),
    )


@tests_trigger("org_unit.unit_set_path", "org_unit.unit_pass_path_on")
def test_a_moved_branch_takes_its_paths_along() -> None:
    old, new = CommitteeFactory(), CommitteeFactory()
    top = DepartmentFactory(parent=old)
    middle = DepartmentFactory(parent=top)
    unit = UnitFactory(parent=middle)
    beside = UnitFactory(parent=old)
    by_sql("UPDATE org_unit SET parent_id = %s WHERE id = %s", new.pk, top.pk)
    paths = dict(Unit.objects.values_list("pk", "path"))
    assert paths[top.pk] == [*new.path, top.pk]
    assert paths[middle.pk] == [*new.path, top.pk, middle.pk]
    assert paths[unit.pk] == [*new.path, top.pk, middle.pk, unit.pk]
    assert paths[beside.pk] == [*old.path, beside.pk]


def test_nobody_writes_a_path() -> None:
    unit = UnitFactory()
    Unit.objects.filter(pk=unit.pk).update(path=[1, 2, 3])
    unit.refresh_from_db()
    assert unit.path == [*unit.parent.path, unit.pk]


def test_nothing_becomes_lower_than_what_it_holds() -> None:
    department = DepartmentFactory(parent=DepartmentFactory())
    assert_refused(
        "unit_kind_below_parent",
        lambda: Unit.objects.filter(pk=department.parent.pk).update(kind=Kind.UNIT),
    )
    assert_refused(
        "unit_kind_below_parent",
        lambda: Unit.objects.filter(pk=department.pk).update(kind=Kind.COMMITTEE),
    )
