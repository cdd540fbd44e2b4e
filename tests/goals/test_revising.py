"""A decided plan is revised: a draft beside what is in force, by action, by ORM and by SQL; nothing leaks."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from goals.actions.moves import decide_plan, mark_ready, revise_plan
from goals.document import PlanDocument
from goals.importing.save import save_plan
from goals.models import Goal, Plan, PlanVersion, State, Text
from goals.printed_plan import KIND, subject_of, whole_document
from goals.refusals import PlanDecided
from goals.showing import document_of, reads_draft
from indicators.models import Target
from tests.constraints import assert_refused, by_sql
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    GoalFactory,
    IndicatorFactory,
    PlanFactory,
    PlanVersionFactory,
    TargetFactory,
    TextFactory,
    UnitFactory,
    decided,
    member,
)
from tests.goals.test_freezing import FROZEN
from tests.rich import rich_document
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role
from vp.printing.builders import builder_of
from vp.refusals import Refused

pytestmark = pytest.mark.django_db
DAY = datetime.date(2027, 6, 3)
REASON = "Halva budgeten drogs in."
SECRET = "Paviljongen rivs till hösten."


@pytest.fixture
def plan(db: None) -> Plan:
    """Decided, and then opened with a draft that says something new."""
    unit = UnitFactory(name="Förskolan Granen", parent=CommitteeFactory(name="Barnnämnden"))
    saved = save_plan(by=OPERATOR, document=rich_document(), unit=unit).plan
    decided(saved)
    revised = revise_plan(by=OPERATOR, plan=saved, reason=f" {REASON} ")
    Text.objects.filter(plan=revised, title="Inledning").update(body=f"<p>{SECRET}</p>")
    return revised


def says(document: PlanDocument) -> str:
    return document.to_json()


def test_the_decided_version_is_in_force_while_the_draft_is_written(plan: Plan) -> None:
    assert (plan.state, plan.revision_reason, plan.is_in_force) == (State.DRAFT, REASON, True)
    assert SECRET not in says(document_of(plan))
    assert (document_of(plan).status, document_of(plan).version) == ("decided", 1)
    draft = document_of(plan, draft=True)
    assert SECRET in says(draft)
    assert (draft.status, draft.version, draft.decision) == ("draft", None, None)


def test_who_reads_the_draft(plan: Plan) -> None:
    beside = UnitFactory(parent=plan.unit.parent)
    for role in Role:
        assert reads_draft(member(plan.unit, role), plan)
        if role != Role.ADMINISTRATOR:
            assert not reads_draft(member(beside, role), plan)


def test_deciding_again_makes_the_next_version_and_keeps_the_first(plan: Plan) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    version = decide_plan(by=OPERATOR, plan=plan, decided_on=DAY, decided_by="Nämnden § 9")
    plan.refresh_from_db()
    assert (version.number, version.reason, version.document["decision"]["reason"]) == (2, REASON, REASON)
    assert (plan.state, plan.revision_reason, plan.revised_at) == (State.DECIDED, "", None)
    assert SECRET in says(document_of(plan))
    assert SECRET not in str(plan.versions.get(number=1).document)
    moves = Change.objects.of("goals.plan", plan.key).values_list("action", "reason", "after__version")
    assert list(moves)[:4] == [
        ("decide", REASON, 2),
        ("mark_ready", "", None),
        ("revise", REASON, None),
        ("decide", "", 1),
    ]


def test_a_revision_needs_a_reason_a_right_and_a_decided_plan(plan: Plan) -> None:
    with pytest.raises(Refused, match="fastställd plan kan revideras"):
        revise_plan(by=OPERATOR, plan=plan, reason="Igen")
    other = PlanFactory()
    decided(other)
    with pytest.raises(Refused, match="varför"):
        revise_plan(by=OPERATOR, plan=other, reason=" ")
    for role in Role:
        if role != Role.CONTROLLER:
            with pytest.raises(PermissionDenied, match="controllern"):
                revise_plan(by=member(other.unit, role), plan=other, reason="Ny budget")


def test_a_file_does_not_replace_a_plan_in_force(plan: Plan) -> None:
    with pytest.raises(PlanDecided, match="revideras"):
        save_plan(by=OPERATOR, document=rich_document(), unit=plan.unit, replace=True)


def test_lists_show_what_one_reads(plan: Plan) -> None:
    beside = member(UnitFactory(parent=plan.unit.parent), Role.MANAGER)
    assert Plan.objects.visible_to(beside).get().shown_state == State.DECIDED
    assert not Plan.objects.rows_visible_to(beside).exists()
    manager = member(plan.unit, Role.MANAGER)
    assert Plan.objects.visible_to(manager).get().shown_state == State.DRAFT
    assert Plan.objects.rows_visible_to(manager).exists()


def test_exports_and_prints_of_what_is_in_force_hold_nothing_of_the_draft(plan: Plan) -> None:
    assert SECRET not in says(whole_document(plan))
    print_of = builder_of(KIND)
    assert SECRET not in print_of.build(subject_of(plan)).html
    assert SECRET in print_of.build(subject_of(plan, draft=True)).html
    beside = member(UnitFactory(parent=plan.unit.parent), Role.CONTROLLER)
    assert print_of.allowed(beside, subject_of(plan))
    assert not print_of.allowed(beside, subject_of(plan, draft=True))
    assert print_of.allowed(member(plan.unit, Role.READER), subject_of(plan, draft=True))


def test_a_plan_below_that_is_decided_meanwhile_holds_nothing_of_the_draft_above(db: None) -> None:
    committee = CommitteeFactory()
    above = GoalFactory(plan=PlanFactory(unit=committee), level=3, title="Alla barn leker")
    TextFactory(goal=above, title="Beskrivning", body="<p>Varje dag.</p>")
    ActivityFactory(goal=above, title="Nämnden ser över gårdarna")
    decided(above.plan)
    revised = revise_plan(by=OPERATOR, plan=above.plan, reason=REASON)
    Goal.objects.filter(pk=above.pk).update(title=SECRET)
    Text.objects.filter(plan=revised).update(body=f"<p>{SECRET}</p>")
    ActivityFactory(goal=above, title=SECRET)
    new = GoalFactory(plan=revised, level=3, title="Ett nytt mål")
    below = PlanFactory(unit=UnitFactory(parent=committee))
    row = GoalFactory(plan=below, level=3, source=above)
    GoalFactory(plan=below, level=3, source=new)
    GoalFactory(parent=row, title="Vi går ut")
    ActivityFactory(goal=row, title="Skogsveckan")
    assert SECRET in says(document_of(below))
    decided(below)
    frozen, other = document_of(below).goals
    assert SECRET not in says(document_of(below))
    assert (frozen.title, frozen.texts[0].body) == ("Alla barn leker", "<p>Varje dag.</p>")
    assert [each.title for each in frozen.activities] == ["Nämnden ser över gårdarna", "Skogsveckan"]
    assert frozen.goals[0].title == "Vi går ut"
    assert other.title == "Ett nytt mål"


# What the database itself lets through.

LEAVES: dict[str, dict[str, Any]] = {
    "ready": {"state": "ready", "revised_at": timezone.now(), "revision_reason": REASON},
    "without a reason": {"state": "draft"},
    "unlocked": {"state": "draft", "unlocked_until": timezone.now(), "unlock_reason": "Rättas"},
}


@pytest.mark.parametrize("values", LEAVES.values(), ids=LEAVES)
def test_a_decided_plan_is_left_only_by_a_revision(values: dict[str, Any]) -> None:
    plan = PlanFactory(state="decided")
    assert_refused(FROZEN, lambda: Plan.objects.filter(pk=plan.pk).update(**values))


def test_a_decided_plan_is_opened_by_a_reason_in_sql_too() -> None:
    PlanFactory(state="decided")
    assert_refused(FROZEN, lambda: by_sql("UPDATE goals_plan SET state = 'draft'"))
    by_sql("UPDATE goals_plan SET state = 'draft', revised_at = now(), revision_reason = 'Ny budget.'")
    assert_refused(FROZEN, lambda: by_sql("DELETE FROM goals_plan"))


@pytest.mark.parametrize(
    "change",
    [
        "revised_at = NULL, revision_reason = ''",
        "state = 'decided', revised_at = NULL, revision_reason = ''",
        "revised_at = now() - interval '1 year'",
        "year = 2040",
        "key = gen_random_uuid()",
    ],
)
def test_a_revision_ends_only_in_a_new_version(plan: Plan, change: str) -> None:
    assert_refused(FROZEN, lambda: by_sql(f"UPDATE goals_plan SET {change} WHERE id = %s", plan.pk))  # noqa: S608


def test_with_its_new_version_it_is_decided_in_sql_too(plan: Plan) -> None:
    PlanVersionFactory(plan=plan, number=2)
    by_sql(
        "UPDATE goals_plan SET state = 'decided', revised_at = NULL, revision_reason = '' WHERE id = %s",
        plan.pk,
    )
    assert PlanVersion.objects.filter(plan=plan).count() == 2


def test_targets_in_force_stay_while_the_plan_is_revised(plan: Plan) -> None:
    """They are shown on the version, where nothing of the draft may be."""
    target = Target.objects.filter(unit=plan.unit, words="85 %").get()
    assert_refused(FROZEN, lambda: Target.objects.filter(pk=target.pk).update(words="90 %"))
    assert_refused(FROZEN, lambda: by_sql("DELETE FROM indicators_target WHERE id = %s", target.pk))
    again = {"indicator": target.indicator, "unit": target.unit}
    assert_refused("target_change_is_told", lambda: TargetFactory(**again, since=DAY))
    TargetFactory(**again, since=DAY, reason="Nytt beslut.")


def test_a_new_indicator_of_the_draft_has_a_target_that_may_be_put_right(plan: Plan) -> None:
    first = TargetFactory(indicator=IndicatorFactory(), unit=plan.unit)
    Target.objects.filter(pk=first.pk).update(words="90 %")
    first.delete()
