"""Who gets what at every address: role × place in the tree × state of the plan.

A new address must be given a row here, or `test_every_address_has_its_row` fails. The expectations are
written out from the table of rights in docs/architecture.md's terms, not computed by the code they test.
"""

from __future__ import annotations

import datetime
import itertools
import uuid
from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from goals.actions.moves import decide_plan, mark_ready
from goals.models import Level, Plan
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

ANYBODY = {
    "healthz",
    "org:login",
    "org:operators_login",
    "org:password_link_sent",
    "org:password_reset",
    "org:password_set",
    "readyz",
}
"""Reached without having logged in."""
LOGGED_IN = {
    "followup:now",
    "goals:plans",
    "goals:search",
    "goals:start",
    "goals:units",
    "org:account",
    "org:password_change",
}
READS_PLAN = {"goals:changes", "goals:links", "goals:plan", "goals:plan_json", "goals:versions"}
READS_HISTORY = {"goals:history"}
"""Tells of the drafts, also of a plan that has been decided."""
ORDERS = {"goals:plan_pdf"}
MOVES = {
    "goals:change_target",
    "goals:decide",
    "goals:lock",
    "goals:mark_ready",
    "goals:return",
    "goals:revise",
    "goals:unlock",
}
KEY = uuid.UUID(int=7)
"""Of no row: whoever may write is told that it is gone."""
WRITES: dict[str, tuple[str, list[object]]] = {
    "goals:activity": ("post", [KEY]),
    "goals:activity_read": ("get", [KEY]),
    "goals:add_indicator": ("get", []),
    "goals:add_own_indicator": ("post", []),
    "goals:define_indicator": ("post", [KEY]),
    "goals:indicator": ("post", [KEY]),
    "goals:indicator_read": ("get", [KEY]),
    "goals:move_activity": ("post", [KEY]),
    "goals:move_indicator": ("post", [KEY]),
    "goals:new_activity": ("get", []),
    "goals:choose_above": ("post", []),
    "goals:goal": ("post", [KEY]),
    "goals:goal_read": ("get", [KEY]),
    "goals:move_goal": ("post", [KEY]),
    "goals:new_goal": ("post", []),
    "goals:picture": ("post", []),
    "goals:presence": ("post", []),
    "goals:registry_number": ("post", []),
    "goals:remove": ("post", ["mal", KEY]),
    "goals:restore": ("post", [0]),
    "goals:text": ("post", [KEY]),
    "goals:text_read": ("get", [KEY]),
}
"""What is written in a plan: the method, and what the address says after year and unit."""
STARTS = {"goals:start_plan"}
"""A unit's plan for a year is begun; there may be none yet."""
UNIT_PAGES = {"goals:unit"}
CHANGES_UNITS = {"org:close_unit", "org:create_unit", "org:move_unit", "org:rename_unit"}
WRITERS = {"goals:upload"}
READS_FOLLOW_UP = {"followup:followup", "followup:judging", "followup:values"}
FOLLOW_UP_MOVES = {
    "followup:approve",
    "followup:close_again",
    "followup:mark_ready",
    "followup:reopen",
    "followup:return",
}
ROUNDS = {"followup:round"}
CHANGES_ROUNDS = {
    "followup:change_round",
    "followup:close_round",
    "followup:remove_round",
    "followup:round_headings",
    "followup:round_indicators",
}
OPENS_ROUNDS = {"followup:open_round"}
OF_YEAR = {"followup:matrix"}
OWN_THINGS = {
    "goals:incoming",
    "goals:incoming_correct",
    "goals:incoming_discard",
    "printing:again",
    "printing:file",
    "printing:job",
}
"""Only who made them; tested with their pages: tests/goals/test_incoming.py, tests/printing/test_views.py."""
ELSEWHERE = {
    "followup:economy": "tests/followup/pages/test_judging.py",
    "followup:economy_brought": "tests/followup/pages/test_judging.py",
    "followup:economy_removed": "tests/followup/pages/test_judging.py",
    "followup:judge_activity": "tests/followup/pages/test_judging.py",
    "followup:judge_goal": "tests/followup/pages/test_judging.py",
    "followup:judge_text": "tests/followup/pages/test_judging.py",
    "followup:remind": "tests/followup/pages/test_matrix_page.py",
    "followup:value": "tests/followup/pages/test_logging.py",
    "goals:adopt": "tests/goals/test_incoming.py",
    "goals:replaced": "tests/goals/pages/test_history.py",
    "goals:version": "tests/goals/pages/test_versions.py",
    "image": "tests/images/test_images.py",
    "org:account_of": "tests/org/test_people_pages.py",
    "org:deputy": "tests/org/test_people_pages.py",
    "org:end_role": "tests/org/test_people_pages.py",
    "org:invite": "tests/org/test_people_pages.py",
    "org:logout": "tests/org/test_way_in.py",
    "org:people": "tests/org/test_people_pages.py",
}
"""What depends on a row of its own, and where its outsiders are tested."""


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


OWN, ABOVE, BELOW, BESIDE, FOREIGN = "own", "above", "below", "beside", "another municipality"
PLACES = (OWN, ABOVE, BELOW, BESIDE, FOREIGN)
READS_DRAFT = {
    Role.READER: {OWN, ABOVE},
    Role.STAFF: {OWN, ABOVE},
    Role.EDITOR: {OWN, ABOVE},
    Role.MANAGER: {OWN, ABOVE, BELOW},
    Role.CONTROLLER: {OWN, ABOVE, BELOW},
    Role.ADMINISTRATOR: set(PLACES),
}
READS_DECIDED = {role: {OWN, ABOVE, BELOW, BESIDE} for role in Role} | {Role.ADMINISTRATOR: set(PLACES)}
MAY_MOVE = {
    "goals:change_target": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:mark_ready": {Role.MANAGER: {OWN}, Role.CONTROLLER: {OWN}},
    "goals:return": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:decide": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:revise": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:unlock": {Role.CONTROLLER: {OWN, BELOW}},
    "goals:lock": {Role.CONTROLLER: {OWN, BELOW}},
}
MAY_MOVE_FOLLOW_UP = {
    name: MAY_MOVE["goals:mark_ready" if name == "followup:mark_ready" else "goals:return"]
    for name in FOLLOW_UP_MOVES
}
MAY_WRITE = {Role.EDITOR: {OWN}, Role.MANAGER: {OWN}, Role.CONTROLLER: {OWN, BELOW}}
MAY_CHANGE_UNIT = {Role.CONTROLLER: {BELOW}, Role.ADMINISTRATOR: set(PLACES)}
MAY_CREATE_BELOW = {Role.CONTROLLER: {OWN, BELOW}, Role.ADMINISTRATOR: set(PLACES)}
MAY_IMPORT = {Role.EDITOR, Role.MANAGER, Role.CONTROLLER}


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
