"""Marked ready, returned, decided: who may, when, and what is kept."""

from __future__ import annotations

import datetime
import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from goals.actions.moves import decide_plan, mark_ready, return_plan
from goals.document import TargetChange
from goals.importing.save import save_plan
from goals.lifecycle import Move, NotNowError, after, open_moves
from goals.models import Plan, State
from goals.showing import document_of
from indicators.models import Target
from tests.factories import CommitteeFactory, UnitFactory, member
from tests.rich import rich_document
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role
from vp.refusals import Refused, Stale

DAY = datetime.date(2027, 1, 20)


@pytest.mark.parametrize(
    ("move", "state", "target"),
    [
        (Move.MARK_READY, "draft", "ready"),
        (Move.MARK_READY, "ready", None),
        (Move.MARK_READY, "decided", None),
        (Move.RETURN, "draft", None),
        (Move.RETURN, "ready", "draft"),
        (Move.RETURN, "decided", None),
        (Move.DECIDE, "draft", None),
        (Move.DECIDE, "ready", "decided"),
        (Move.DECIDE, "decided", None),
        (Move.REVISE, "draft", None),
        (Move.REVISE, "ready", None),
        (Move.REVISE, "decided", "draft"),
        (Move.REVISE, "unlocked", "draft"),
        (Move.UNLOCK, "draft", None),
        (Move.UNLOCK, "ready", None),
        (Move.UNLOCK, "decided", "unlocked"),
        (Move.UNLOCK, "unlocked", None),
        (Move.LOCK, "draft", None),
        (Move.LOCK, "ready", None),
        (Move.LOCK, "decided", None),
        (Move.LOCK, "unlocked", "decided"),
    ],
)
def test_where_moves_lead(move: Move, state: str, target: str | None) -> None:
    if target is None:
        with pytest.raises(NotNowError):
            after(move, state)
    else:
        assert after(move, state) == target


def test_the_moves_of_each_state() -> None:
    assert open_moves("draft") == [Move.MARK_READY]
    assert open_moves("ready") == [Move.RETURN, Move.DECIDE]
    assert open_moves("decided") == [Move.REVISE, Move.UNLOCK]
    assert open_moves("unlocked") == [Move.REVISE, Move.LOCK]


@pytest.fixture
def plan(db: None) -> Plan:
    unit = UnitFactory(name="Förskolan Granen", parent=CommitteeFactory(name="Barnnämnden"))
    return save_plan(by=OPERATOR, document=rich_document(), unit=unit).plan


def test_a_plan_goes_from_draft_to_decided(plan: Plan) -> None:
    manager = member(plan.unit, Role.MANAGER)
    controller = member(plan.unit.parent, Role.CONTROLLER)
    mark_ready(by=manager, plan=plan)
    return_plan(by=controller, plan=plan, reason=" Budgeten saknas. ")
    mark_ready(by=manager, plan=plan)
    version = decide_plan(
        by=controller, plan=plan, decided_on=DAY, decided_by="Nämnden § 4", registry_number="BN 2027/3"
    )
    plan.refresh_from_db()
    assert (plan.state, plan.registry_number) == (State.DECIDED, "BN 2027/3")
    document = document_of(plan)
    assert version.sha256 == hashlib.sha256(document.to_json().encode()).hexdigest()
    assert (document.registry_number, document.version) == ("BN 2027/3", 1)
    moves = Change.objects.of("goals.plan", plan.key).exclude(action="imported")
    assert [(move.action, move.by_name, move.reason) for move in moves] == [
        ("decide", controller.name, ""),
        ("mark_ready", manager.name, ""),
        ("return", controller.name, "Budgeten saknas."),
        ("mark_ready", manager.name, ""),
    ]


def test_a_return_needs_a_reason(plan: Plan) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    with pytest.raises(Refused, match="varför"):
        return_plan(by=OPERATOR, plan=plan, reason="  ")


def test_a_move_from_what_somebody_has_changed_is_refused(plan: Plan) -> None:
    seen = plan.version
    mark_ready(by=OPERATOR, plan=plan, version=seen)
    return_plan(by=OPERATOR, plan=plan, reason="Budgeten saknas.")
    with pytest.raises(Stale, match="sedan du öppnade"):
        mark_ready(by=OPERATOR, plan=plan, version=seen)
    assert Plan.objects.get(pk=plan.pk).state == State.DRAFT


def test_who_may_move_a_plan(plan: Plan) -> None:
    for role in (Role.READER, Role.STAFF, Role.EDITOR, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            mark_ready(by=member(plan.unit, role), plan=plan)
    mark_ready(by=OPERATOR, plan=plan)
    for role in (Role.READER, Role.STAFF, Role.EDITOR, Role.MANAGER, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            decide_plan(by=member(plan.unit, role), plan=plan, decided_on=DAY, decided_by="Jag")
        with pytest.raises(PermissionDenied):
            return_plan(by=member(plan.unit, role), plan=plan, reason="Nej")


def test_a_decided_plan_shows_its_version_whatever_its_rows_say(plan: Plan) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    decide_plan(by=OPERATOR, plan=plan, decided_on=DAY, decided_by="Nämnden")
    before = document_of(plan := Plan.objects.get(pk=plan.pk))
    with pytest.raises(IntegrityError, match="decided"), transaction.atomic():
        plan.texts.update(body="<p>Ändrat</p>")
    assert document_of(plan) == before


def test_a_target_changed_after_the_decision_is_shown_with_the_old_one(plan: Plan) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    version = decide_plan(by=OPERATOR, plan=plan, decided_on=DAY, decided_by="Nämnden")
    plan.refresh_from_db()
    row = plan.indicators.get(indicator__name="Andel nöjda vårdnadshavare")
    Target.objects.create(
        indicator=row.indicator,
        unit=plan.unit,
        year=2027,
        words="88 %",
        since=datetime.date(2027, 5, 2),
        reason="Beslut i nämnden",
    )
    shown = next(
        each for goal in document_of(plan).walk_goals() for each in goal.indicators if each.key == row.key
    )
    assert shown.target == "88 %"
    assert shown.target_history == (TargetChange("85 %", datetime.date(2027, 5, 2), "Beslut i nämnden"),)
    assert version.document["goals"][0]["goals"][0]["indicators"][0]["target"] == "85 %"
