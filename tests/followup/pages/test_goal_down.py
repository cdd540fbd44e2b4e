"""A goal from the council down: who works with it, how they judge it, and only what the reader may see."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client

from followup.actions.moves import reopen
from followup.actions.rounds import close_round
from followup.models import FollowUp, GoalAssessment
from goals.actions.moves import revise_plan
from goals.models import Goal, Level, Plan
from tests.factories import (
    YEAR,
    CommitteeFactory,
    CouncilFactory,
    FormerUnitFactory,
    GoalAssessmentFactory,
    GoalFactory,
    PlanFactory,
    UnitFactory,
    decided,
    member,
)
from tests.followup.rounds import a_round
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit


@pytest.fixture
def council(db) -> Unit:
    made: Unit = CouncilFactory()
    return made


@pytest.fixture
def committee(council: Unit) -> Unit:
    made: Unit = CommitteeFactory(parent=council, name="Socialnämnden", slug="sn")
    return made


@pytest.fixture
def top(council: Unit) -> Goal:
    """The council's direction goal, in its decided plan."""
    goal: Goal = GoalFactory(plan__unit=council, number="1", title="Alla barn växer upp tryggt")
    return goal


@pytest.fixture
def theirs(committee: Unit, top: Goal) -> Goal:
    """The committee's goal under it, in a plan of its own."""
    shown = GoalFactory(plan__unit=committee, source=top)
    goal: Goal = GoalFactory(parent=shown, level=Level.COMMITTEE, title="Barn får hjälp i tid")
    return goal


def below(theirs: Goal, name: str) -> Goal:
    """A unit's goal under the committee's, in a decided plan."""
    unit = UnitFactory(parent=theirs.plan.unit, name=name, slug=name.lower())
    plan = PlanFactory(unit=unit, year=YEAR)
    shown = GoalFactory(plan=plan, source=theirs, level=Level.COMMITTEE)
    goal: Goal = GoalFactory(parent=shown, title=f"{name} når sitt mål")
    decided(plan)
    return goal


def judge(goal: Goal, attainment: str, code: str = "T1") -> GoalAssessment:
    follow_up = FollowUp.objects.get(unit=goal.plan.unit, round__code=code)
    made: GoalAssessment = GoalAssessmentFactory(
        follow_up=follow_up, goal_key=goal.key, attainment=attainment
    )
    return made


def address(goal: Goal, **asked: str) -> str:
    query = f"?omgang={asked['omgang']}" if asked else ""
    return f"/mal/{YEAR}/{goal.plan.unit.slug}/{goal.key}/{query}"


def page_for(client: Client, goal: Goal, **asked: str) -> str:
    answer = client.get(address(goal, **asked))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def counts(page: str) -> list[list[str]]:
    """The rows of the table of judgements."""
    body = re.search(r'goal-counts">.*?<tbody>(.*?)</tbody>', page)
    assert body
    rows = re.findall(r"<tr>(.*?)</tr>", body[1])
    return [[cell.strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_from_the_council_down_to_the_units(top, theirs, committee, as_person) -> None:
    one, other = below(theirs, "Granen"), below(theirs, "Tallen")
    decided(theirs.plan)
    a_round(committee, "T1")
    judge(theirs, "partly")
    judge(one, "fully")
    page = page_for(as_person(member(committee, Role.CONTROLLER)), top)
    assert "3 enheter arbetar med det." in page
    assert counts(page) == [
        ["KF:s inriktningsmål", "1", "–", "0", "0", "0", "0"],
        ["Nämndmål", "1", "1 av 1", "0", "1", "0", "0"],
        ["Enhetsmål", "2", "1 av 2", "1", "0", "0", "0"],
    ]
    for goal in (one, other):
        slug = goal.plan.unit.slug
        assert f'href="/planer/{YEAR}/{slug}/#mal-{str(goal.key)[:8]}"' in page
        assert f"/uppfoljning/{YEAR}/T1/{slug}/bedomning/#" in page
    assert page.index("Barn får hjälp i tid") < page.index("Granen når") < page.index("Tallen når")
    assert "Inte bedömt ännu" in page


def test_a_row_that_shows_a_goal_leads_to_it(top, theirs, committee, as_person) -> None:
    client = as_person(member(committee, Role.READER))
    page = page_for(client, theirs.parent)
    assert "<h1>Alla barn växer upp tryggt</h1>".replace("Alla", "1 Alla") in page
    page = re.sub(r"\s+", " ", client.get(f"/mal/{YEAR}/sn/").content.decode())
    assert "Så går det för målen" in page
    assert "Barn får hjälp i tid" in page


def test_the_latest_round_that_has_opened_is_shown_first(theirs, committee, as_person) -> None:
    a_round(committee, "T1")
    judge(theirs, "not")
    a_round(committee, "T2")
    judge(theirs, "fully", "T2")
    client = as_person(member(committee, Role.CONTROLLER))
    assert 'bedömer: <span class="judged judged-fully">' in page_for(client, theirs)
    assert 'bedömer: <span class="judged judged-not">' in page_for(client, theirs, omgang="T1")
    assert "judged-fully" in page_for(client, theirs, omgang="finns-inte")


def test_drafts_beside_are_in_no_list_and_no_count(top, theirs, committee, as_person) -> None:
    one, other = below(theirs, "Granen"), below(theirs, "Tallen")
    hidden = UnitFactory(parent=committee, name="Hemliga enheten")
    shown = GoalFactory(plan__unit=hidden, source=theirs, level=Level.COMMITTEE)
    GoalFactory(parent=shown, title="Ett utkast")
    decided(theirs.plan)
    round_ = a_round(committee, "T1")
    judge(one, "fully")
    judge(other, "not")
    client = as_person(member(one.plan.unit, Role.STAFF))
    page = page_for(client, top)
    assert counts(page)[-1] == ["Enhetsmål", "2", "1 av 1", "1", "0", "0", "0"]
    assert "Hemliga enheten" not in page
    assert "Ett utkast" not in page
    assert "judged-not" not in page
    close_round(by=OPERATOR, round_=round_, although_missing=True)
    page = page_for(client, top)
    assert counts(page)[-1] == ["Enhetsmål", "2", "2 av 2", "1", "0", "1", "0"]
    follow_up = FollowUp.objects.get(unit=other.plan.unit)
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=2)
    reopen(by=OPERATOR, follow_up=follow_up, reason="Fel värde.", until=until)
    page = page_for(client, top)
    assert counts(page)[-1] == ["Enhetsmål", "2", "1 av 1", "1", "0", "0", "0"]
    assert "Rättas just nu" in page


def test_a_plan_that_is_revised_is_what_is_in_force(top, theirs, committee, as_person) -> None:
    one, other = below(theirs, "Granen"), below(theirs, "Tallen")
    revise_plan(by=OPERATOR, plan=other.plan, reason="Ny budget.")
    Goal.objects.filter(pk=other.pk).update(title="Ett nytt utkast")
    added = GoalFactory(parent=other.parent, title="Ett till utkast")
    client = as_person(member(one.plan.unit, Role.STAFF))
    page = page_for(client, top)
    assert "Tallen når sitt mål" in page
    assert "utkast" not in page
    assert client.get(address(added)).status_code == 404
    page = page_for(as_person(member(committee, Role.CONTROLLER)), top)
    assert "Ett nytt utkast" in page
    assert "Ett till utkast" in page


def test_what_there_is_not_is_404(top, theirs, council, as_person) -> None:
    draft = GoalFactory(plan__unit=UnitFactory(parent=theirs.plan.unit), level=Level.UNIT)
    beside = as_person(member(UnitFactory(parent=theirs.plan.unit), Role.MANAGER))
    slug = draft.plan.unit.slug
    for path in (
        address(draft),
        f"/mal/{YEAR}/{slug}/",
        f"/mal/2001/{council.slug}/",
        "/mal/99999999999/sn/",
    ):
        assert beside.get(path).status_code == 404, path
    assert beside.post(address(top)).status_code == 405
    other_town = CouncilFactory(slug="annan-kommun", name="En annan kommun")
    stranger = as_person(member(other_town, Role.MANAGER))
    decided(Plan.objects.get(pk=top.plan_id))
    assert stranger.get(address(top)).status_code == 404
    assert Client().get(address(top)).status_code == 302


def test_an_old_address_leads_on(theirs, committee, as_person) -> None:
    FormerUnitFactory(unit=committee, slug="gamla-namnden")
    client = as_person(member(committee, Role.READER))
    for rest in ("", f"{theirs.key}/"):
        answer = client.get(f"/mal/{YEAR}/gamla-namnden/{rest}?omgang=T1")
        assert (answer.status_code, answer.url) == (301, f"/mal/{YEAR}/sn/{rest}?omgang=T1")


@pytest.mark.parametrize("units", [6, 24])
def test_nine_queries_however_many_units(
    top, theirs, committee, as_person, django_assert_num_queries, units
) -> None:
    for number in range(units):
        below(theirs, f"Enhet-{number}")
    a_round(committee, "T1")
    client = as_person(member(committee, Role.CONTROLLER))
    client.get(address(top))
    with django_assert_num_queries(9):
        page = client.get(address(top)).content.decode()
    assert page.count("når sitt mål") == units
    assert ("<details>" in page) == (units > 12)
    every = f"/mal/{YEAR}/{top.plan.unit.slug}/"
    with django_assert_num_queries(9):
        client.get(every)
    revised = Plan.objects.get(unit__name="Enhet-0")
    revise_plan(by=OPERATOR, plan=revised, reason="Nytt uppdrag.")
    beside = as_person(member(committee, Role.READER))  # who doesn't read drafts below
    for path in (address(top), every):
        with django_assert_num_queries(10):
            beside.get(path)
