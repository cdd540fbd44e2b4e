"""The first page: what one has to do, by when, and how far it has come."""

from __future__ import annotations

import datetime

import pytest

from goals.models import Place
from goals.pages.start import start_page
from goals.progress import progress_of
from goals.season import planning_year
from tests.factories import (
    ActivityFactory,
    GoalFactory,
    HeadingFactory,
    PlanFactory,
    TextFactory,
    UnitFactory,
    UserFactory,
    decided,
    member,
)
from vp.org.models import Role

AUTUMN = datetime.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "year"),
    [("2026-01-01", 2026), ("2026-08-31", 2026), ("2026-09-01", 2027), ("2026-12-31", 2027)],
)
def test_from_september_the_coming_year_is_planned(day: str, year: int) -> None:
    assert planning_year(datetime.date.fromisoformat(day)) == year


def test_progress_counts_required_headings_that_have_words(organisation) -> None:
    chapter = HeadingFactory(place=Place.OPENING, name="Inledning", required=True)
    result = HeadingFactory(name="Förväntat resultat", required=True)
    HeadingFactory(name="Utveckling", required=False)
    HeadingFactory(name="Avskaffad", required=True, until_year=2026)
    plan = PlanFactory(unit=organisation.granen)
    above = GoalFactory(plan=plan, level=3, inherited=True)
    first, second = GoalFactory(parent=above), GoalFactory(parent=above)
    TextFactory(plan=plan, heading=chapter, body="")
    TextFactory(goal=first, heading=result, body="<p>Mer lek.</p>")
    TextFactory(goal=second, heading=result, body="")
    progress = progress_of([plan], 2027)[plan.pk]
    assert (progress.filled, progress.required, progress.left) == (1, 3, 2)


def test_progress_counts_a_heading_whose_parts_have_words(organisation) -> None:
    chapter = HeadingFactory(place=Place.OPENING, name="Inledning", required=True)
    plan = PlanFactory(unit=organisation.granen)
    parent = TextFactory(plan=plan, heading=chapter, body="")
    TextFactory(plan=plan, parent=parent)
    assert progress_of([plan], 2027)[plan.pk].filled == 1


def test_own_plans_show_how_far_they_have_come(organisation) -> None:
    HeadingFactory(place=Place.OPENING, name="Inledning", required=True)
    plan = PlanFactory(unit=organisation.granen)
    manager = organisation.person(Role.MANAGER)
    page = start_page(manager, AUTUMN)
    assert page.year == 2027
    assert page.days_left == 42
    (own,) = page.own
    assert own.plan == plan
    assert own.progress is not None
    assert (own.progress.filled, own.progress.required) == (0, 1)
    assert not page.decides


def test_a_unit_without_a_plan_is_shown_as_such(organisation) -> None:
    (own,) = start_page(organisation.person(Role.EDITOR), AUTUMN).own
    assert own.plan is None
    assert own.may_write


def test_a_controller_sees_what_waits_for_a_decision(organisation) -> None:
    waiting = PlanFactory(unit=organisation.granen, state="ready")
    PlanFactory(unit=organisation.tallen)
    PlanFactory(unit=UnitFactory(), state="ready")
    page = start_page(organisation.person(Role.CONTROLLER, organisation.committee), AUTUMN)
    assert page.decides
    assert page.waiting == [waiting]
    assert [(each.label, each.count) for each in page.below] == [
        ("utkast", 1),
        ("klarmarkerad", 1),
        ("fastställda", 0),
    ]


def test_what_comes_next_is_in_ones_own_units_and_near(organisation) -> None:
    goal = GoalFactory(plan=PlanFactory(unit=organisation.granen))
    other = GoalFactory(plan=PlanFactory(unit=organisation.tallen))
    ActivityFactory(goal=goal, title="Långt borta")
    ActivityFactory(goal=goal, title="Slutar", ends_on=datetime.date(2026, 12, 1), starts_on=None)
    ActivityFactory(goal=goal, title="Börjar", starts_on=datetime.date(2026, 11, 25), ends_on=None)
    ActivityFactory(goal=goal, title="Förbi", ends_on=datetime.date(2026, 11, 19), starts_on=None)
    ActivityFactory(goal=other, title="Andras", starts_on=datetime.date(2026, 11, 25))
    page = start_page(organisation.person(Role.STAFF), AUTUMN)
    assert [(coming.date, coming.what, coming.title) for coming in page.coming] == [
        ("2026-11-25", "Börjar", "Börjar"),
        ("2026-12-01", "Ska vara klar", "Slutar"),
        ("2027-01-01", "Börjar", "Långt borta"),
    ]
    assert page.coming[0].address.startswith("/planer/2027/granen/#mal-")


def test_what_was_decided_last_is_shown_to_everybody(organisation) -> None:
    plan = PlanFactory(unit=organisation.tallen)
    decided(plan)
    page = start_page(organisation.person(Role.READER), AUTUMN)
    assert [version.plan for version in page.decided] == [plan]


def test_the_page_answers_for_every_role(organisation, as_person) -> None:
    PlanFactory(unit=organisation.granen)
    for role in Role:
        assert as_person(organisation.person(role)).get("/").status_code == 200


def test_somebody_without_a_role_is_told_what_to_do(as_person, db) -> None:
    page = as_person(UserFactory()).get("/").content.decode()
    assert "Du har ingen roll i någon enhet ännu" in page


def test_nobody_reads_it_without_logging_in(client, db) -> None:
    assert client.get("/").status_code == 302


def test_it_is_only_read(organisation, as_person) -> None:
    assert as_person(organisation.person(Role.READER)).post("/").status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(
    rows, organisation, as_person, django_assert_num_queries
) -> None:
    HeadingFactory(name="Förväntat resultat", required=True)
    controller = member(organisation.committee, Role.CONTROLLER)
    for _ in range(rows):
        unit = UnitFactory(parent=organisation.committee)
        ready = PlanFactory(unit=unit, state="ready")
        ActivityFactory(goal=GoalFactory(plan=ready))
        decided(PlanFactory(unit=unit, year=2026))
    PlanFactory(unit=organisation.committee)
    client = as_person(controller)
    with django_assert_num_queries(13):
        assert client.get("/").status_code == 200
