"""Goals, activities, texts and economy are written: who may, what is kept, and each refusal."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from followup.actions.economy import EconomyGiven, bring_economy, remove_economy, write_economy
from followup.actions.judging import (
    AssessmentWords,
    StatusWords,
    write_assessment,
    write_status,
    write_text,
)
from followup.actions.moves import approve, mark_ready, reopen
from followup.actions.rounds import RoundWords
from followup.actions.setting_up import HeadingWords, write_headings
from followup.actions.writing import may_write
from followup.gate import late_words
from followup.models import ActivityStatus, EconomyRow, FollowUp, FollowUpText, GoalAssessment
from followup.refusals import IsApproved, IsReady, NotOpenYet, RoundClosed
from goals.actions.moves import revise_plan
from indicators.actions import log_value
from indicators.entries import Given
from tests.factories import FollowUpFactory, UnitFactory, decided, member
from tests.followup.rounds import Reporting, a_reporting_unit, a_round, save
from vp.history.models import Change
from vp.org.access import OPERATOR, Actor, Permission
from vp.org.models import Role
from vp.refusals import Gone, NotUnderstood, Refused
from vp.saving import Conflict, Save

pytestmark = pytest.mark.django_db
WORDS = "<p>Det gick bra.</p>"
COST = EconomyGiven("cost", "Personal", "1 200", "390,5", "-1 250", "Fler vikarier.")


@pytest.fixture
def reporting() -> Reporting:
    made = a_reporting_unit()
    write_headings(by=OPERATOR, round_=made.round, headings=[HeadingWords("Analys", required=True)])
    return made


def assess(reporting: Reporting, by: Actor | None = None, sent: Save | None = None, **words: Any) -> int:
    return write_assessment(
        by=by or reporting.manager,
        follow_up=reporting.follow_up,
        goal=words.pop("goal", reporting.goal.key),
        words=AssessmentWords(**(words or {"attainment": "partly", "analysis": WORDS})),
        save=sent or save(),
    )


def tell(reporting: Reporting, by: Actor | None = None, sent: Save | None = None, **words: Any) -> int:
    return write_status(
        by=by or reporting.staff,
        follow_up=reporting.follow_up,
        activity=words.pop("activity", reporting.activity.key),
        words=StatusWords(**(words or {"status": "delayed", "deviation": "Sjukdom.", "carry_over": True})),
        save=sent or save(),
    )


def write(reporting: Reporting, by: Actor | None = None, sent: Save | None = None, **words: Any) -> int:
    heading = words.get("heading") or reporting.round.headings.get().pk
    return write_text(
        by=by or reporting.manager,
        follow_up=reporting.follow_up,
        heading=heading,
        body=words.get("body", WORDS),
        save=sent or save(),
    )


KEY = uuid.uuid4()


def cost(reporting: Reporting, by: Actor | None = None, sent: Save | None = None, **words: Any) -> int:
    return write_economy(
        by=by or reporting.manager,
        follow_up=reporting.follow_up,
        key=words.get("key", KEY),
        given=words.get("given", COST),
        save=sent or save(),
    )


def log(reporting: Reporting, by: Actor | None = None, sent: Save | None = None, total: str = "80") -> int:
    return log_value(
        by=by or reporting.staff,
        indicator=reporting.indicator,
        unit=reporting.unit,
        period=reporting.round.period,
        given=Given(total=total),
        save=sent or save(),
    ).version


WRITES: dict[str, Callable[..., int]] = {
    "goal": assess,
    "activity": tell,
    "text": write,
    "economy": cost,
    "value": log,
}
by_all = pytest.mark.parametrize("how", WRITES)


@by_all
def test_a_first_save_starts_the_follow_up_and_is_kept(how: str, reporting: Reporting) -> None:
    assert WRITES[how](reporting) == 1
    assert reporting.follow_up.state == "in_progress"
    moves = Change.objects.of("followup.followup", reporting.follow_up.key)
    assert [(each.action, each.after) for each in moves] == [("begin", {"state": "in_progress"})]


def test_what_is_kept(reporting: Reporting) -> None:
    assess(reporting)
    tell(reporting)
    write(reporting, body="<p onclick='x'>Det <script>gick</script> bra.</p>")
    cost(reporting)
    goal, activity = GoalAssessment.objects.get(), ActivityStatus.objects.get()
    assert (goal.goal_key, goal.attainment, goal.analysis) == (reporting.goal.key, "partly", WORDS)
    assert (activity.status, activity.deviation, activity.carry_over) == ("delayed", "Sjukdom.", True)
    assert "script" not in FollowUpText.objects.get().body
    row = EconomyRow.objects.get()
    assert (row.key, row.kind, row.name, row.comment) == (KEY, "cost", "Personal", "Fler vikarier.")
    assert (row.budget, row.outcome, row.forecast) == (Decimal(-1200), Decimal("-390.5"), Decimal(-1250))
    told = {each.subject: each.after for each in Change.objects.of_plan(reporting.follow_up.key)}
    assert told["followup.goal"] == {"attainment": "partly", "analysis": WORDS}
    assert told["followup.activity"] == {"status": "delayed", "deviation": "Sjukdom.", "carry_over": True}
    assert told["followup.economy"]["forecast"] == "-1250.00"


@by_all
def test_who_may_not_write(how: str, reporting: Reporting) -> None:
    people = [member(reporting.unit, Role.READER), member(UnitFactory(), Role.MANAGER)]
    if how not in {"activity", "value"}:
        people.append(reporting.staff)
    for person in people:
        with pytest.raises(PermissionDenied):
            WRITES[how](reporting, by=person)
    WRITES[how](reporting, by=reporting.controller)


@by_all
def test_the_same_save_again_is_answered_as_saved(how: str, reporting: Reporting) -> None:
    sent = save()
    assert WRITES[how](reporting, sent=sent) == WRITES[how](reporting, sent=sent) == 1


OTHER: dict[str, dict[str, Any]] = {
    "goal": {"attainment": "fully"},
    "activity": {"status": "done"},
    "text": {"body": "<p>Något annat.</p>"},
    "economy": {"given": EconomyGiven("cost", "Lokaler", "500")},
    "value": {"total": "81"},
}


@by_all
def test_two_who_write_the_same_row_are_told(how: str, reporting: Reporting) -> None:
    WRITES[how](reporting)
    assert WRITES[how](reporting, sent=save(1), **OTHER[how]) == 2
    with pytest.raises(Conflict):
        WRITES[how](reporting, sent=save(1))
    assert WRITES[how](reporting, sent=save(1), **OTHER[how]) == 2


def shut(reporting: Reporting, how: str) -> None:
    if how == "not open yet":
        later = datetime.date(2099, 1, 1)
        type(reporting.round).objects.update(opens_on=later, due_on=later)
    if how in {"ready", "approved"}:
        mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)
    if how == "approved":
        approve(by=OPERATOR, follow_up=reporting.follow_up)
    if how == "closed":
        reporting.close()


WORDS_OF = {
    "not open yet": (NotOpenYet, "öppnar 2099-01-01"),
    "ready": (IsReady, "klarmarkerad. Ska något ändras kan .* skicka tillbaka"),
    "approved": (IsApproved, "godkänd"),
    "closed": (RoundClosed, "stängd. Fråga .* öppnas igen"),
}


@by_all
@pytest.mark.parametrize("state", WORDS_OF)
def test_each_shut_state_says_why(state: str, how: str, reporting: Reporting) -> None:
    shut(reporting, state)
    refusal, words = WORDS_OF[state]
    person = reporting.staff if how in {"activity", "value"} else reporting.manager
    with pytest.raises(refusal, match=words) as refused:
        WRITES[how](reporting)
    assert refused.value.status == 423  # type: ignore[attr-defined]
    permission = Permission.LOG_VALUES if how in {"activity", "value"} else Permission.WRITE
    assert not may_write(person, reporting.follow_up, timezone.localdate(), permission)


@by_all
def test_who_may_return_it_writes_in_what_is_ready(how: str, reporting: Reporting) -> None:
    shut(reporting, "ready")
    WRITES[how](reporting, by=reporting.controller)
    assert reporting.follow_up.state == "ready"


@by_all
def test_a_reopened_unit_is_written_in(how: str, reporting: Reporting) -> None:
    reporting.close()
    until = timezone.now() + datetime.timedelta(hours=1)
    reopen(by=OPERATOR, follow_up=reporting.follow_up, until=until, reason="Fel.")
    assert WRITES[how](reporting) == 1
    assert reporting.follow_up.state == "not_started"


def test_past_the_due_day_one_is_told_and_goes_on() -> None:
    day = datetime.date(2020, 6, 1)
    late = a_reporting_unit(RoundWords(opens_on=day, due_on=day))
    assert late_words(late.round, timezone.localdate()).startswith("Sista dagen var 2020-06-01.")
    assert late_words(late.round, day) == ""
    assert log(late) == 1


def test_a_value_outside_every_round_is_free(reporting: Reporting) -> None:
    other = a_reporting_unit()
    other.close()
    period = other.round.period
    given, unit = Given(total="5"), UnitFactory()
    log_value(by=OPERATOR, indicator=reporting.indicator, unit=unit, period=period, given=given, save=save())


def test_a_retry_after_the_round_has_closed_is_answered_as_saved(reporting: Reporting) -> None:
    sent = save()
    log(reporting, sent=sent)
    reporting.close()
    assert log(reporting, sent=sent) == 1


def test_what_is_not_in_the_plan_is_gone(reporting: Reporting) -> None:
    for wrong in (
        lambda: assess(reporting, goal=uuid.uuid4(), attainment="fully"),
        lambda: tell(reporting, activity=uuid.uuid4(), status="done"),
        lambda: write(reporting, heading=FollowUpFactory().pk + 1000),
        lambda: cost(reporting, sent=save(3)),
    ):
        with pytest.raises(Gone):
            wrong()


def test_a_plan_that_is_revised_is_judged_as_it_is_in_force(reporting: Reporting) -> None:
    decided(reporting.plan)
    revise_plan(by=OPERATOR, plan=reporting.plan, reason="Nytt uppdrag.")
    reporting.goal.delete()
    assert assess(reporting) == 1


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("goal", {"attainment": "nästan"}),
        ("activity", {"status": "snart"}),
        ("activity", {"deviation": "x" * 10_001}),
        ("text", {"body": "x" * 300_001}),
        ("text", {"body": f'<figure><img src="/bilder/{"a" * 64}"></figure>'}),
    ],
)
def test_what_is_not_kept(how: str, words: dict[str, Any], reporting: Reporting) -> None:
    with pytest.raises(Refused):
        WRITES[how](reporting, **words)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (EconomyGiven("gift", "Gåva"), "kind"),
        (EconomyGiven("cost", " "), "name"),
        (EconomyGiven("cost", "Personal", budget="mycket"), "budget"),
        (EconomyGiven("income", "Avgifter", forecast="1" + "0" * 15), "forecast"),
    ],
)
def test_economy_that_is_not_understood(given: EconomyGiven, field: str, reporting: Reporting) -> None:
    with pytest.raises(NotUnderstood) as refused:
        cost(reporting, given=given)
    assert list(refused.value.message_dict) == [field]


def test_an_economy_row_is_taken_away(reporting: Reporting) -> None:
    cost(reporting)
    with pytest.raises(Conflict):
        remove_economy(by=reporting.manager, follow_up=reporting.follow_up, key=KEY, save=save(7))
    remove_economy(by=reporting.manager, follow_up=reporting.follow_up, key=KEY, save=save(1))
    remove_economy(by=reporting.manager, follow_up=reporting.follow_up, key=KEY, save=save(1))
    assert not EconomyRow.objects.exists()
    assert Change.objects.get(action="removed").before["name"] == "Personal"
    with pytest.raises(PermissionDenied):
        remove_economy(by=reporting.staff, follow_up=reporting.follow_up, key=KEY, save=save(1))


def test_an_economy_row_of_another_unit_is_not_written(reporting: Reporting) -> None:
    cost(reporting)
    with pytest.raises(Gone):
        cost(a_reporting_unit(), sent=save())


def test_economy_begins_with_the_rows_of_the_round_before(reporting: Reporting) -> None:
    cost(reporting)
    first = reporting.follow_up
    second = a_round(reporting.round.owner, code="T2").follow_ups.get()
    assert bring_economy(by=reporting.manager, follow_up=second, earlier=first) == 1
    row = EconomyRow.objects.get(follow_up=second)
    assert (row.name, row.budget, row.outcome, row.comment) == ("Personal", Decimal(-1200), None, "")
    with pytest.raises(Refused, match="redan rader"):
        bring_economy(by=reporting.manager, follow_up=second, earlier=first)
    with pytest.raises(Refused, match="annan enhet"):
        bring_economy(by=OPERATOR, follow_up=a_reporting_unit().follow_up, earlier=first)


def test_queries(
    reporting: Reporting, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    assess(reporting)
    log(reporting)
    row = FollowUp.objects.select_related("round__period", "unit").get()
    words = AssessmentWords("fully", WORDS)
    with django_assert_num_queries(8):
        write_assessment(
            by=reporting.manager, follow_up=row, goal=reporting.goal.key, words=words, save=save(1)
        )
    with django_assert_num_queries(7):
        log(reporting, sent=save(1), total="90")
