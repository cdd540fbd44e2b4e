"""A decided target changes with date and reason; the old one stays beside it, on the page and in print."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from goals.actions.moves import revise_plan
from goals.actions.targets import change_target
from goals.models import GoalIndicator, Plan
from goals.printed_plan import printable_plan
from goals.showing import document_of
from indicators.models import Target
from tests.factories import decided, member
from tests.rich import key
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role
from vp.refusals import Refused

ADDRESS = "/planer/2027/granen/arsmal/"
DAY = datetime.date(2027, 6, 1)
REASON = "Nämndens beslut § 40"


def row(plan: Plan, name: str = "i1") -> GoalIndicator:
    return plan.indicators.select_related("indicator").get(key=key(name))


def given(plan: Plan, **values):
    return {"row": row(plan).pk, "words": "88 %", "since": DAY.isoformat(), "reason": REASON} | values


@pytest.fixture
def controller(organisation):
    return organisation.person(Role.CONTROLLER, organisation.committee)


def test_a_new_target_stands_beside_the_old_one(plan, controller, as_person) -> None:
    decided(plan)
    client = as_person(controller)
    assert f'href="{ADDRESS}"' in client.get("/planer/2027/granen/").content.decode()
    assert "Andel nöjda vårdnadshavare" in client.get(ADDRESS).content.decode()
    page = client.post(ADDRESS, given(plan), follow=True).content.decode()
    assert "Årsmålet är 88 % från och med 2027-06-01." in page
    assert f"Tidigare 85 %. Ändrat <time>2027-06-01</time>: {REASON}" in page
    printed = printable_plan(Plan.objects.select_related("unit").get(pk=plan.pk)).html
    assert "88 %" in printed
    assert "85 %" in printed
    assert REASON in printed
    kept = Change.objects.get(subject="indicators.target")
    assert (kept.before, kept.after) == ({"target": "85 %"}, {"target": "88 %", "since": "2027-06-01"})
    assert (kept.by, kept.reason, kept.plan_key) == (controller, REASON, plan.key)
    made = Target.objects.get(words="88 %")
    assert made.value == 88


def test_a_target_that_comes_during_the_year_is_shown(plan) -> None:
    decided(plan)
    change_target(by=OPERATOR, plan=plan, row=row(plan, "i2"), words="5 %", since=DAY, reason=REASON)
    shown = {each.key: each for goal in document_of(plan).walk_goals() for each in goal.indicators}
    assert shown[key("i2")].target == "5 %"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"words": "85 %"}, "samma som det gamla"),
        ({"reason": ""}, "Skriv varför årsmålet ändras"),
        ({"words": ""}, "Skriv det nya årsmålet"),
        ({"since": ""}, "Välj en dag"),
        ({"row": 0}, "Välj en indikator i listan"),
    ],
    ids=["same", "no reason", "no words", "no day", "another row"],
)
def test_what_is_refused_stands_in_the_form(values, words, plan, controller, as_person) -> None:
    decided(plan)
    answer = as_person(controller).post(ADDRESS, given(plan, **values))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Target.objects.filter(since=DAY).exists()


def test_changes_come_in_the_order_of_their_days(plan, controller, as_person) -> None:
    decided(plan)
    client = as_person(controller)
    assert client.post(ADDRESS, given(plan)).status_code == 302
    answer = client.post(ADDRESS, given(plan, words="90 %"))
    assert answer.status_code == 422
    assert "Årsmålet ändrades senast från 2027-06-01" in answer.content.decode()


def test_a_draft_has_its_targets_in_the_draft(plan, controller, as_person) -> None:
    client = as_person(controller)
    assert f'href="{ADDRESS}"' not in client.get("/planer/2027/granen/").content.decode()
    for answer in (client.get(ADDRESS), client.post(ADDRESS, given(plan))):
        assert answer.status_code == 409
        assert "Årsmålet skrivs i utkastet" in answer.content.decode()
    with pytest.raises(Refused):
        change_target(by=OPERATOR, plan=plan, row=row(plan), words="1", since=DAY, reason=REASON)


def test_while_the_plan_is_revised_a_target_changes_for_everybody(plan) -> None:
    decided(plan)
    revised = revise_plan(by=OPERATOR, plan=plan, reason="Ny budget")
    change_target(by=OPERATOR, plan=revised, row=row(plan), words="88 %", since=DAY, reason=REASON)
    for draft in (False, True):
        assert "88 %" in document_of(revised, draft=draft).to_json()


def test_others_are_refused(plan, organisation, as_person) -> None:
    decided(plan)
    client = as_person(organisation.person(Role.MANAGER))
    for answer in (client.get(ADDRESS), client.post(ADDRESS, given(plan))):
        assert answer.status_code == 403
        assert "Det gör controllern" in answer.content.decode()
    assert client.put(ADDRESS).status_code == 405
    with pytest.raises(PermissionDenied):
        change_target(
            by=member(plan.unit, Role.MANAGER),
            plan=plan,
            row=row(plan),
            words="1",
            since=DAY,
            reason=REASON,
        )


def test_another_units_draft_is_404(plan, organisation, as_person) -> None:
    assert (
        as_person(organisation.person(Role.CONTROLLER, organisation.tallen)).get(ADDRESS).status_code == 404
    )


def test_the_page_asks_few_questions(plan, controller, as_person, django_assert_num_queries) -> None:
    decided(plan)
    client = as_person(controller)
    with django_assert_num_queries(5):
        assert client.get(ADDRESS).status_code == 200
