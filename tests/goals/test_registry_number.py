"""A plan's number in the register is written on its draft, with history, and nobody's is run over."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from goals.actions.registry_number import write_registry_number
from goals.models import Plan
from goals.refusals import PlanDecided
from tests.factories import PlanFactory, decided, member
from vp.history.models import Change
from vp.org.models import Role, User
from vp.refusals import Refused, Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def manager(plan: Plan) -> User:
    return member(plan.unit, Role.MANAGER)


def test_the_registry_number_is_written_with_history(plan: Plan, manager: User) -> None:
    write_registry_number(by=manager, plan=plan, number="  BN  2027/4 ", former="")
    assert Plan.objects.get(pk=plan.pk).registry_number == "BN 2027/4"
    write_registry_number(by=manager, plan=plan, number="BN 2027/4", former="")  # a retry
    kept = Change.objects.get(subject="goals.plan")
    assert (kept.action, kept.before, kept.after) == (
        "changed",
        {"registry_number": ""},
        {"registry_number": "BN 2027/4"},
    )


def test_a_registry_number_is_not_run_over(plan: Plan, manager: User) -> None:
    write_registry_number(by=manager, plan=plan, number="BN 2027/4", former="")
    with pytest.raises(Stale, match="BN 2027/4"):
        write_registry_number(by=manager, plan=plan, number="BN 2027/5", former="")
    with pytest.raises(Refused, match="längre än 200"):
        write_registry_number(by=manager, plan=plan, number="x" * 201, former="BN 2027/4")


def test_a_decided_plans_registry_number_is_locked(plan: Plan, manager: User) -> None:
    with pytest.raises(PermissionDenied):
        write_registry_number(by=member(plan.unit, Role.STAFF), plan=plan, number="1", former="")
    decided(plan)
    with pytest.raises(PlanDecided):
        write_registry_number(by=manager, plan=plan, number="1", former="")
