"""'Historik': who changed what when, before and after, for those who may read the plan's drafts."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from goals.actions.moves import mark_ready, revise_plan, unlock_plan
from goals.actions.removing import remove_row
from goals.actions.restoring import restore
from goals.actions.targets import change_target
from goals.document import PlanDocument
from goals.models import Goal, GoalIndicator, Plan
from tests.factories import CouncilFactory, decided, member
from tests.goals.pages.conftest import saved
from tests.rich import key, rich_document
from vp.history.models import Change
from vp.history.record import record, record_words
from vp.org.access import OPERATOR
from vp.org.models import Role, User

ADDRESS = "/planer/2027/granen/historik/"
UNIT_GOAL = "Barnen i Granen prövar något nytt varje vecka"


def wrote(plan: Plan, name: str, before: str, after: str, by: Any = OPERATOR) -> Change:
    """A change of one of the rich document's texts, Arbetssätt unless another is named."""
    record_words(
        by=by,
        unit=plan.unit,
        subject="goals.text",
        key=key(name),
        plan_key=plan.key,
        before={"title": "Arbetssätt", "body": before},
        after={"title": "Arbetssätt", "body": after},
    )
    return Change.objects.latest("pk")


def kept(plan: Plan, subject: str, action: str, row: uuid.UUID | None = None, **values: Any) -> Change:
    return record(
        by=OPERATOR,
        unit=plan.unit,
        subject=subject,
        key=row or uuid.uuid4(),
        plan_key=plan.key,
        action=action,
        **values,
    )


def happened(change: Change, at: datetime.datetime, until: datetime.datetime | None = None) -> None:
    """At another time than now: the trigger rests meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table has events waiting
        cursor.execute("ALTER TABLE history_change DISABLE TRIGGER change_append_only")
        cursor.execute("UPDATE history_change SET at = %s, until = %s WHERE id = %s", [at, until, change.pk])
        cursor.execute("ALTER TABLE history_change ENABLE TRIGGER change_append_only")


def deeds(answer: Any) -> list[str]:
    """What the page tells, on a line each."""
    entries = [entry for day in answer.context["history"].days for entry in day.entries]
    told = [(entry.deed.what, entry.deed.title, entry.deed.rest) for entry in entries]
    return [" ".join(filter(None, parts)) for parts in told]


def offers(answer: Any) -> list[str]:
    entries = [entry for day in answer.context["history"].days for entry in day.entries]
    return [entry.offer.address or entry.offer.tells for entry in entries if entry.offer]


def address_of(change: Change) -> str:
    return reverse("goals:restore", args=[2027, "granen", change.pk])


@pytest.fixture
def editor(organisation) -> User:
    return organisation.person(Role.EDITOR)


def test_it_tells_who_changed_what_where_before_and_after(plan, organisation, editor, as_person) -> None:
    change = wrote(plan, "t2", "<p>Vi går ut.</p>", "<p>Vi springer ut.</p>", editor)
    day = datetime.datetime(2027, 3, 31, 12, 5, tzinfo=datetime.UTC)
    happened(change, day, day + datetime.timedelta(minutes=27))
    answer = as_person(organisation.person(Role.READER)).get(ADDRESS)
    page = answer.content.decode()
    assert deeds(answer)[0] == "Ändrade texten Arbetssätt"
    assert '<time datetime="2027-03-31T14:05+02:00">14:05–14:32</time>' in page
    assert "Onsdag 2027-03-31</h2>" in page
    assert f"{editor.name}, under målet {UNIT_GOAL}" in page
    assert '(borttaget: </span>går <span class="visually-hidden">)</span></del>' in page
    assert '(tillagt: </span>springer <span class="visually-hidden">)</span></ins>' in page
    assert f'href="/planer/2027/granen/#text-{str(key("t2"))[:8]}"' in page
    assert f'href="{ADDRESS}?rad={key("t2")}"' in page


def test_the_newest_comes_first_and_each_day_by_itself(plan, editor, as_person) -> None:
    change = wrote(plan, "t2", "<p>a</p>", "<p>b</p>")
    happened(change, datetime.datetime(2020, 1, 7, 23, 30, tzinfo=datetime.UTC))
    mark_ready(by=OPERATOR, plan=plan)
    answer = as_person(editor).get(ADDRESS)
    assert deeds(answer) == [
        "Klarmarkerade planen",
        "Läste in planen från en fil",
        "Ändrade texten Arbetssätt",
    ]
    days = [day.name for day in answer.context["history"].days]
    assert len(days) == 2
    assert days[1] == "Onsdag 2020-01-08"  # in Sweden it was past midnight


def test_it_comes_in_pages_that_keep_what_was_chosen(plan, editor, as_person) -> None:
    for number in range(60):
        kept(plan, "goals.activity", "added", after={"title": f"Aktivitet {number}"})
    client = as_person(editor)
    first = client.get(ADDRESS, {"slag": "aktiviteter"})
    assert len(deeds(first)) == 50
    assert 'rel="next"' in first.content.decode()
    assert 'href="?slag=aktiviteter&amp;sida=2">Äldre' in " ".join(first.content.decode().split())
    assert len(deeds(client.get(ADDRESS, {"slag": "aktiviteter", "sida": "2"}))) == 10
    assert len(deeds(client.get(ADDRESS, {"slag": "aktiviteter", "sida": "x"}))) == 50


def test_it_is_narrowed_to_a_person_and_to_a_kind(plan, editor, as_person) -> None:
    wrote(plan, "t2", "<p>a</p>", "<p>b</p>", editor)
    client = as_person(editor)
    assert deeds(client.get(ADDRESS, {"vem": editor.name})) == ["Ändrade texten Arbetssätt"]
    assert deeds(client.get(ADDRESS, {"slag": "planen"})) == ["Läste in planen från en fil"]
    assert len(deeds(client.get(ADDRESS, {"vem": "Ingen\0", "slag": "vad"}))) == 2
    nothing = client.get(ADDRESS, {"vem": editor.name, "slag": "planen"}).content.decode()
    assert "Historiken har inget som passar" in nothing


def test_one_row_has_its_own_history(plan, editor, as_person) -> None:
    wrote(plan, "t1", "<p>a</p>", "<p>b</p>")
    wrote(plan, "t2", "<p>a</p>", "<p>b</p>")
    client = as_person(editor)
    answer = client.get(ADDRESS, {"rad": str(key("t2"))})
    assert len(deeds(answer)) == 1
    assert f"För texten Arbetssätt, under målet {UNIT_GOAL}." in answer.content.decode()
    untouched = client.get(ADDRESS, {"rad": str(key("a2"))}).content.decode()
    assert "För aktiviteten Skogsveckan" in untouched
    assert "Ingen har ändrat något här" in untouched
    for nonsense in ("x", "1" * 40):
        assert client.get(ADDRESS, {"rad": nonsense}).status_code == 404
    assert client.get(ADDRESS, {"rad": str(uuid.uuid4())}).status_code == 200


def test_a_goals_history_can_take_along_what_stands_and_stood_under_it(plan, editor, as_person) -> None:
    wrote(plan, "t2", "<p>a</p>", "<p>b</p>")
    wrote(plan, "o1", "<p>a</p>", "<p>b</p>")
    remove_row(by=editor, plan=plan, subject="goals.activity", key=key("a2"))
    kept(plan, "goals.goal", "changed", key("unit"), before={"title": "A"}, after={"title": "B"})
    client = as_person(editor)
    alone = client.get(ADDRESS, {"rad": str(key("unit"))})
    assert deeds(alone) == ["Ändrade målet B"]
    assert "under=1" in alone.content.decode()
    everything = ["Ändrade målet B", "Tog bort aktiviteten Skogsveckan", "Ändrade texten Arbetssätt"]
    assert deeds(client.get(ADDRESS, {"rad": str(key("unit")), "under": "1"})) == everything
    assert deeds(client.get(ADDRESS, {"rad": str(key("area")), "under": "1"})) == everything


def test_a_changed_target_is_told_at_its_indicator(plan, organisation, editor, as_person) -> None:
    decided(plan)
    row = GoalIndicator.objects.get(plan=plan, key=key("i1"))
    change_target(
        by=OPERATOR, plan=plan, row=row, words="90 %", since=datetime.date(2027, 5, 1), reason="Beslut § 9"
    )
    answer = as_person(editor).get(ADDRESS, {"rad": str(key("i1"))})
    assert deeds(answer) == ["Ändrade årsmålet för Andel nöjda vårdnadshavare från 85 % till 90 %"]
    page = answer.content.decode()
    assert f"rad={key('i1')}" not in page
    assert "Gäller från 2027-05-01." in page
    assert "Skäl: Beslut § 9" in page


def test_a_replaced_plan_is_summed_up_and_compared_on_a_page_of_its_own(plan, editor, as_person) -> None:
    kept(plan, "goals.plan", "replaced", plan.key, before={}, after={})
    change = kept(
        plan,
        "goals.plan",
        "replaced",
        plan.key,
        before=rich_document().to_dict(),
        after=with_three_departments().to_dict(),
    )
    client = as_person(editor)
    page = client.get(ADDRESS).content.decode()
    assert "Filen hade 4 mål, 7 texter, 3 indikatorer och 3 aktiviteter." in page
    assert "Granen har" not in page
    assert f'href="{ADDRESS}{change.pk}/"' in page
    compared = client.get(f"{ADDRESS}{change.pk}/").content.decode()
    assert "(borttaget: </span>fyra " in compared
    assert "(tillagt: </span>tre " in compared


def with_three_departments() -> PlanDocument:
    """The rich document with three departments instead of four."""
    document = rich_document()
    opening = replace(document.opening[0], body="<p>Granen har tre avdelningar.</p>")
    return replace(document, opening=(opening,))


def test_only_what_replaced_this_plan_is_compared(plan, organisation, editor, as_person) -> None:
    other = saved(rich_document(keys=False), organisation.tallen)
    documents = {"before": rich_document().to_dict(), "after": rich_document().to_dict()}
    elsewhere = kept(other, "goals.plan", "replaced", other.key, **documents)
    broken = kept(plan, "goals.plan", "replaced", plan.key, before={}, after=None)
    imported = Change.objects.get(action="imported", plan_key=plan.key)
    client = as_person(editor)
    for change in (elsewhere, broken, imported):
        assert client.get(f"{ADDRESS}{change.pk}/").status_code == 404


def test_what_was_changed_and_removed_can_be_taken_back(plan, editor, as_person) -> None:
    changed = wrote(plan, "t2", "<p>a</p>", "<p>b</p>")
    removed = remove_row(by=editor, plan=plan, subject="goals.activity", key=key("a3"))
    again = remove_row(by=editor, plan=plan, subject="goals.activity", key=key("a2"))
    restore(by=editor, plan=plan, change=again)
    answer = as_person(editor).get(ADDRESS)
    assert offers(answer) == [address_of(removed), address_of(changed)]
    page = answer.content.decode()
    assert "Ta tillbaka aktiviteten</button>" in page
    assert "Ta tillbaka texten före ändringen</button>" in page
    assert "Det som står där nu finns kvar i historiken." in page


def test_what_stood_under_a_removed_goal_waits_for_the_goal(plan, editor, as_person) -> None:
    remove_row(by=editor, plan=plan, subject="goals.text", key=key("t2"))
    goal = remove_row(by=editor, plan=plan, subject="goals.goal", key=key("unit"))
    answer = as_person(editor).get(ADDRESS)
    assert offers(answer) == [address_of(goal), "Ta först tillbaka målet som den stod under."]
    assert deeds(answer)[0] == f"Tog bort målet {UNIT_GOAL} med 1 text, 1 indikator och 2 aktiviteter"


def test_a_goal_without_the_goal_above_comes_back_higher_up(plan, editor, as_person) -> None:
    goal = remove_row(by=editor, plan=plan, subject="goals.goal", key=key("unit"))
    Goal.objects.filter(plan=plan, key=key("committee")).delete()
    answer = as_person(editor).get(ADDRESS)
    assert offers(answer) == [address_of(goal)]
    assert "kommer tillbaka högre upp" in answer.content.decode()


def test_who_may_not_write_is_offered_nothing(plan, organisation, as_person) -> None:
    wrote(plan, "t2", "<p>a</p>", "<p>b</p>")
    answer = as_person(organisation.person(Role.READER)).get(ADDRESS)
    assert offers(answer) == []
    assert "Inget kan tas tillbaka" not in answer.content.decode()


@pytest.mark.parametrize(("state", "why"), [("ready", "Planen är klarmarkerad."), ("decided", "och låst.")])
def test_a_closed_plan_offers_nothing_and_says_why(state, why, plan, organisation, editor, as_person) -> None:
    controller = organisation.person(Role.CONTROLLER, organisation.committee)
    wrote(plan, "t2", "<p>a</p>", "<p>b</p>")
    mark_ready(by=OPERATOR, plan=plan)
    if state == "decided":
        decided(Plan.objects.get(pk=plan.pk))
    answer = as_person(editor).get(ADDRESS)
    assert offers(answer) == []
    page = answer.content.decode()
    assert "Inget kan tas tillbaka just nu." in page
    assert why in page
    assert controller.name in page


def test_a_revised_or_unlocked_plan_offers_again(plan, editor, as_person) -> None:
    wrote(plan, "t2", "<p>a</p>", "<p>b</p>")
    decided(plan)
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)
    unlock_plan(by=OPERATOR, plan=plan, until=until, reason="Fel namn")
    assert len(offers(as_person(editor).get(ADDRESS))) == 1
    revise_plan(by=OPERATOR, plan=plan, reason="Ny budget")
    answer = as_person(editor).get(ADDRESS)
    assert len(offers(answer)) == 1
    assert deeds(answer)[:3] == ["Öppnade planen för revidering", "Låste upp planen", "Fastställde planen"]
    assert 'href="/planer/2027/granen/versioner/1/">Läs version 1' in answer.content.decode()


def test_whoever_reads_only_what_is_decided_has_no_history(plan, organisation, as_person) -> None:
    decided(plan)
    revise_plan(by=OPERATOR, plan=plan, reason="Ny budget")
    kept(
        plan,
        "goals.plan",
        "replaced",
        plan.key,
        before=rich_document().to_dict(),
        after=rich_document().to_dict(),
    )
    change = Change.objects.latest("pk")
    client = as_person(organisation.person(Role.CONTROLLER, organisation.tallen))
    page = client.get("/planer/2027/granen/")
    assert page.status_code == 200
    assert ADDRESS not in page.content.decode()
    for address in (ADDRESS, f"{ADDRESS}?rad={key('t2')}", f"{ADDRESS}{change.pk}/"):
        assert client.get(address).status_code == 404
    assert ADDRESS in as_person(organisation.person(Role.READER)).get("/planer/2027/granen/").content.decode()


def test_outsiders_and_other_methods(plan, organisation, as_person) -> None:
    client = as_person(member(CouncilFactory(slug="annan-kommun", name="Annan kommun"), Role.CONTROLLER))
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS).status_code == 405
    assert client.post(f"{ADDRESS}1/").status_code == 405
    client.logout()
    assert client.get(ADDRESS)["Location"].startswith("/logga-in/")


def test_words_are_escaped_and_what_nobody_knows_is_shown(plan, editor, as_person) -> None:
    kept(plan, "goals.heading", "renamed", before={"name": "<b>"}, after={"name": "<script>"}, reason="<i>")
    page = as_person(editor).get(ADDRESS).content.decode()
    assert "Annan ändring: renamed goals.heading" in page
    for words in ("&lt;b&gt;", "&lt;script&gt;", "Skäl: &lt;i&gt;"):
        assert words in page
    assert "<script>" not in page.split("<main")[1]


def test_a_plan_without_any_changes_says_so(organisation, as_person) -> None:
    plan = Plan.objects.create(unit=organisation.granen, year=2027)
    assert Goal.objects.filter(plan=plan).count() == 0
    page = as_person(organisation.person(Role.READER)).get(ADDRESS).content.decode()
    assert "Inget har ändrats i planen ännu." in page


@pytest.mark.parametrize("changes", [3, 60])
@pytest.mark.parametrize(("asked", "queries"), [("", 8), (f"?rad={key('unit')}&under=1", 8)])
def test_it_asks_few_questions(changes, asked, queries, plan, editor, as_person, django_assert_num_queries):
    for number in range(changes):
        kept(plan, "goals.goal", "changed", key("unit"), before={"title": f"{number}"}, after={"title": "A"})
    client = as_person(editor)
    with django_assert_num_queries(queries):
        assert client.get(ADDRESS + asked).status_code == 200


def test_a_closed_plan_takes_one_question_more(plan, editor, as_person, django_assert_num_queries) -> None:
    decided(plan)
    client = as_person(editor)
    with django_assert_num_queries(9):
        client.get(ADDRESS)
