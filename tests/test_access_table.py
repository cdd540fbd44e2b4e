"""Who gets what at every address: role × place in the tree × state of the plan.

A new address must be given a row in tests/access_table.py, or `test_every_address_has_its_row` fails.
"""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from goals.actions.moves import decide_plan, mark_ready
from goals.models import Level, Plan
from tests.access_table import (
    ABOVE,
    ANYBODY,
    BELOW,
    BESIDE,
    CHANGES_ROUNDS,
    CHANGES_UNITS,
    ELSEWHERE,
    FOLLOW_UP_MOVES,
    FOREIGN,
    LOGGED_IN,
    MAY_CHANGE_UNIT,
    MAY_CREATE_BELOW,
    MAY_IMPORT,
    MAY_MOVE,
    MAY_MOVE_FOLLOW_UP,
    MAY_WRITE,
    MOVES,
    OF_YEAR,
    OPENS_ROUNDS,
    ORDERS,
    OWN,
    OWN_THINGS,
    PLACES,
    READS_DECIDED,
    READS_DRAFT,
    READS_FOLLOW_UP,
    READS_HISTORY,
    READS_PLAN,
    ROUNDS,
    STARTS,
    UNIT_PAGES,
    WRITERS,
    WRITES,
)
from tests.factories import (
    ALWAYS,
    CommitteeFactory,
    CouncilFactory,
    DepartmentFactory,
    FollowUpFactory,
    GoalFactory,
    PlanFactory,
    RoundFactory,
    UnitFactory,
    member,
)
from vp.org.access import OPERATOR
from vp.org.models import Kind, Role, Unit, User

pytestmark = pytest.mark.django_db
DRAFT, DECIDED = 2027, 2026


def every_name() -> set[str]:
    """The names of all addresses but the admin's, which is read-only and has tests of its own."""

    def names(patterns: list[URLPattern | URLResolver], space: str) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                if pattern.namespace != "admin":
                    found |= names(
                        pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space
                    )
            elif pattern.name:
                found.add(f"{space}{pattern.name}")
        return found

    return names(get_resolver().url_patterns, "")


def test_every_address_has_its_row() -> None:
    rows = [ANYBODY, LOGGED_IN, READS_PLAN, ORDERS, MOVES, UNIT_PAGES, CHANGES_UNITS, WRITERS, OWN_THINGS]
    rows += [READS_HISTORY, STARTS, set(ELSEWHERE), set(WRITES)]
    rows += [READS_FOLLOW_UP, FOLLOW_UP_MOVES, ROUNDS, CHANGES_ROUNDS, OPENS_ROUNDS, OF_YEAR]
    named = [name for row in rows for name in row]
    assert len(named) == len(set(named))
    assert every_name() == set(named)


@dataclass(frozen=True)
class World:
    units: dict[str, Unit]
    people: dict[Role, User]


@pytest.fixture
def world() -> World:
    """A person of each role in a department, and plans in every direction, one draft and one decided."""
    committee = CommitteeFactory(parent=CouncilFactory())
    own = DepartmentFactory(parent=committee)
    other_top = UnitFactory(kind=Kind.COUNCIL, parent=None, name="Annans kommun")
    units = {
        OWN: own,
        ABOVE: committee,
        BELOW: UnitFactory(parent=own),
        BESIDE: DepartmentFactory(parent=committee),
        FOREIGN: CommitteeFactory(parent=other_top),
    }
    for unit in units.values():
        PlanFactory(unit=unit, year=DRAFT)
        decided = PlanFactory(unit=unit, year=DECIDED)
        GoalFactory(plan=decided, level=Level.UNIT, title="Ett mål")
        mark_ready(by=OPERATOR, plan=decided)
        decide_plan(by=OPERATOR, plan=decided, decided_on=datetime.date(2026, 1, 15), decided_by="Nämnden")
    return World(units, {role: member(own, role) for role in Role})


def test_without_logging_in_everything_else_leads_to_the_login(client: Client, world: World) -> None:
    unit = world.units[OWN].slug
    for name in LOGGED_IN | WRITERS:
        assert client.get(reverse(name))["Location"].startswith(reverse("org:login")), name
    for name in READS_PLAN | READS_HISTORY | MOVES | STARTS:
        assert client.get(reverse(name, args=[DECIDED, unit]))["Location"].startswith("/logga-in/"), name
    for name, (method, rest) in WRITES.items():
        answer = getattr(client, method)(reverse(name, args=[DECIDED, unit, *rest]))
        assert answer["Location"].startswith("/logga-in/"), name
    for name in UNIT_PAGES | CHANGES_UNITS:
        assert client.get(reverse(name, args=[unit]))["Location"].startswith("/logga-in/"), name
    for name in ORDERS:
        assert client.post(reverse(name, args=[DECIDED, unit]))["Location"].startswith("/logga-in/"), name
    for name in READS_FOLLOW_UP | FOLLOW_UP_MOVES | ROUNDS | CHANGES_ROUNDS:
        assert client.get(reverse(name, args=[DRAFT, "T1", unit]))["Location"].startswith("/logga-in/"), name
    for name in OPENS_ROUNDS | OF_YEAR:
        address = reverse(name, args=[DRAFT] if name in OF_YEAR else [])
        assert client.get(address)["Location"].startswith("/logga-in/"), name
    for name in ANYBODY - {"org:password_set", "org:operators_login"}:  # a link by mail; leads to the login
        assert client.get(reverse(name)).status_code == 200, name


@pytest.mark.parametrize("role", Role)
def test_pages_for_everybody(client: Client, world: World, role: Role) -> None:
    client.force_login(world.people[role])
    for name in LOGGED_IN:
        assert client.get(reverse(name)).status_code == 200, name
    for name in WRITERS:
        assert client.get(reverse(name)).status_code == (200 if role in MAY_IMPORT else 403), name


@pytest.mark.parametrize("role", Role)
def test_plans(client: Client, world: World, role: Role) -> None:
    client.force_login(world.people[role])
    for place, year in itertools.product(PLACES, (DRAFT, DECIDED)):
        readable = place in (READS_DRAFT if year == DRAFT else READS_DECIDED)[role]
        where = [year, world.units[place].slug]
        for name in READS_PLAN:
            status = client.get(reverse(name, args=where)).status_code
            assert status == (200 if readable else 404), (name, place, year)
        for name in READS_HISTORY:
            status = client.get(reverse(name, args=where)).status_code
            assert status == (200 if place in READS_DRAFT[role] else 404), (name, place, year)
        for name in ORDERS:
            status = client.post(reverse(name, args=where)).status_code
            assert status == (302 if readable else 404), (name, place, year)


@pytest.mark.parametrize("role", Role)
def test_moves_of_a_plan(client: Client, world: World, role: Role) -> None:
    """404 for what one may not see, 403 for what one may not do, else the form, or that it isn't the time."""
    client.force_login(world.people[role])
    for place, year, name in itertools.product(PLACES, (DRAFT, DECIDED), sorted(MOVES)):
        readable = place in (READS_DRAFT if year == DRAFT else READS_DECIDED)[role]
        allowed = place in MAY_MOVE[name].get(role, set())
        address = reverse(name, args=[year, world.units[place].slug])
        plan = Plan.objects.get(unit=world.units[place], year=year)
        for answer in (client.get(address), client.post(address)):
            if not readable:
                assert answer.status_code == 404, (name, place, year)
            elif not allowed:
                assert answer.status_code == 403, (name, place, year)
            else:
                assert answer.status_code in {200, 302, 409, 422}, (name, place, year)
        if not allowed:
            assert Plan.objects.get(pk=plan.pk).version == plan.version


@pytest.mark.parametrize("role", Role)
def test_what_is_written_in_a_plan(client: Client, world: World, role: Role) -> None:
    """404 for what one may not see, 403 for what one may not write, 423 for what is decided."""
    client.force_login(world.people[role])
    for place, year, name in itertools.product(PLACES, (DRAFT, DECIDED), sorted(WRITES)):
        readable = place in (READS_DRAFT if year == DRAFT else READS_DECIDED)[role]
        allowed = place in MAY_WRITE.get(role, set())
        method, rest = WRITES[name]
        address = reverse(name, args=[year, world.units[place].slug, *rest])
        status = getattr(client, method)(address, HTTP_HX_REQUEST="true").status_code
        if not readable:
            assert status == 404, (name, place, year)
        elif not allowed:
            assert status == 403, (name, place, year)
        elif year == DECIDED:
            assert status == 423, (name, place)
        else:
            assert status in {200, 302, 409, 410, 422}, (name, place, status)


@pytest.mark.parametrize("role", Role)
def test_plans_that_are_begun(client: Client, world: World, role: Role) -> None:
    """404 where one doesn't see the unit, 403 where one may not write, else the form or that there is one."""
    client.force_login(world.people[role])
    year = timezone.localdate().year
    for (place, unit), name in itertools.product(world.units.items(), sorted(STARTS)):
        seen, allowed = place in READS_DECIDED[role], place in MAY_WRITE.get(role, set())
        for method in ("get", "post"):
            status = getattr(client, method)(reverse(name, args=[year, unit.slug])).status_code
            if not seen:
                assert status == 404, place
            elif not allowed:
                assert status == 403, place
            else:
                assert status in {200, 302, 409, 422}, (place, status)


@pytest.mark.parametrize("role", Role)
def test_follow_ups_and_their_rounds(client: Client, world: World, role: Role) -> None:
    """A follow-up that is open is read as drafts are; that there is a round is public in the municipality."""
    client.force_login(world.people[role])
    for place, unit in world.units.items():
        follow_up = FollowUpFactory(unit=unit, round=RoundFactory(owner=unit, year=DRAFT, opens_on=ALWAYS))
        where = [DRAFT, follow_up.round.code, unit.slug]
        readable, known = place in READS_DRAFT[role], place in READS_DECIDED[role]
        for name in READS_FOLLOW_UP:
            status = client.get(reverse(name, args=where)).status_code
            led_on = known and name == "followup:followup"  # to the round that the unit runs
            assert status == (200 if readable else 302 if led_on else 404), (name, place)
        for name in FOLLOW_UP_MOVES:
            allowed = place in MAY_MOVE_FOLLOW_UP[name].get(role, set())
            expected = {200, 302, 409, 422} if allowed else {403} if readable else {404}
            for answer in (client.get(reverse(name, args=where)), client.post(reverse(name, args=where))):
                assert answer.status_code in expected, (name, place)
        for name in ROUNDS:
            assert client.get(reverse(name, args=where)).status_code == (200 if known else 404), (name, place)
        for name in sorted(CHANGES_ROUNDS):
            allowed = place in MAY_MOVE["goals:decide"].get(role, set())
            expected = {200, 302, 409, 422} if allowed else {403} if known else {404}
            assert client.get(reverse(name, args=where)).status_code in expected, (name, place)
            assert client.post(reverse(name, args=where)).status_code in expected, (name, place)
    for name in OF_YEAR:
        assert client.get(reverse(name, args=[DRAFT])).status_code == 200, name
    for name in OPENS_ROUNDS:
        status = client.get(reverse(name)).status_code
        assert status == (200 if role is Role.CONTROLLER else 403), name


@pytest.mark.parametrize("role", Role)
def test_the_organisation(client: Client, world: World, role: Role) -> None:
    client.force_login(world.people[role])
    for place, unit in world.units.items():
        seen = place in READS_DECIDED[role]
        for name in UNIT_PAGES:
            status = client.get(reverse(name, args=[unit.slug])).status_code
            assert status == (200 if seen else 404), (name, place)
        for name in CHANGES_UNITS:
            reach = MAY_CREATE_BELOW if name == "org:create_unit" else MAY_CHANGE_UNIT
            status = client.get(reverse(name, args=[unit.slug])).status_code
            expected = 404 if not seen else 200 if place in reach.get(role, set()) else 403
            assert status == expected, (name, place)


@pytest.mark.parametrize("role", Role)
def test_lists_hits_and_counts_show_no_more_than_the_pages(client: Client, world: World, role: Role) -> None:
    client.force_login(world.people[role])
    for place, unit in world.units.items():
        for year, reads in ((DRAFT, READS_DRAFT), (DECIDED, READS_DECIDED)):
            address = reverse("goals:plan", args=[year, unit.slug])
            listed = address in client.get(reverse("goals:plans"), {"ar": year}).content.decode()
            assert listed == (place in reads[role]), (place, year)
    hits = client.get(reverse("goals:search"), {"q": "mål"}).content.decode()
    for place, unit in world.units.items():
        found = reverse("goals:plan", args=[DECIDED, unit.slug]) in hits
        assert found == (place in READS_DECIDED[role]), place
