"""A plan with one of everything in it, decided or a draft, and every row of it that the database keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from goals.actions.removing import remove_row
from goals.models import Activity, Goal, GoalIndicator, Level, Plan, Text
from indicators.models import Target
from tests.factories import (
    ActivityFactory,
    CommitteeFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    MembershipFactory,
    PlanFactory,
    TargetFactory,
    TextFactory,
    UnitFactory,
    decided,
    member,
)
from tests.images.test_constraints import an_image
from vp.history.models import Change
from vp.images.models import Image
from vp.org.access import OPERATOR
from vp.org.models import Role, User

TABLES = {
    "goals_goal": "plan_id = %s",
    "goals_text": "plan_id = %s",
    "goals_goalindicator": "plan_id = %s",
    "goals_activity": "plan_id = %s",
    "goals_plan_images": "plan_id = %s",
    "goals_planversion": "plan_id = %s",
    "indicators_target": "(unit_id, year) = (SELECT unit_id, year FROM goals_plan WHERE id = %s)",
    "goals_plan": "id = %s",
}
"""Where a plan stands in the database, and which rows of each table are its."""


@dataclass
class WholePlan:
    """`person` may do everything in it that a role gives.

    `unused` is a goal of the plan above that it shows, with nothing of its own under it; `unlinked` one from
    above that nobody knows there; `removal` took away a text. Of `pictures` the first is in a text.
    """

    plan: Plan
    person: User
    unused: Goal
    unlinked: Goal
    goals: tuple[Goal, Goal]
    text: Text
    activities: tuple[Activity, Activity]
    rows: tuple[GoalIndicator, GoalIndicator]
    target: Target
    pictures: tuple[Image, Image]
    removal: Change

    def kept(self) -> dict[str, list[str]]:
        """Every row, as the database writes it."""
        found = {}
        with connection.cursor() as cursor:
            for table, which in TABLES.items():
                rows = f"SELECT t::text FROM {table} t WHERE {which} ORDER BY id"  # noqa: S608
                cursor.execute(rows, [self.plan.pk])
                found[table] = [row[0] for row in cursor.fetchall()]
        return found


def whole_plan(*, is_decided: bool) -> WholePlan:
    committee = CommitteeFactory()
    plan = PlanFactory(unit=UnitFactory(parent=committee), registry_number="KS 1")
    person = member(committee, Role.CONTROLLER)
    MembershipFactory(user=person, unit=plan.unit, role=Role.MANAGER)
    above = PlanFactory(unit=committee)
    source, unused = (GoalFactory(plan=above, level=Level.COMMITTEE) for _ in range(2))
    TextFactory(goal=source)
    shown = GoalFactory(plan=plan, level=Level.COMMITTEE, source=source)
    GoalFactory(plan=plan, level=Level.COMMITTEE, source=unused)
    goals = GoalFactory(parent=shown), GoalFactory(parent=shown)
    own = IndicatorFactory(owner=plan.unit)
    rows = GoalIndicatorFactory(goal=goals[0], indicator=own), GoalIndicatorFactory(goal=goals[0])
    pictures = an_image(), an_image()
    body = f'<p>Så här ser det ut.</p><figure><img src="/bilder/{pictures[0].pk}" alt="Gården"></figure>'
    whole = WholePlan(
        plan=plan,
        person=person,
        unused=unused,
        unlinked=GoalFactory(plan=plan, level=Level.COMMITTEE, inherited=True),
        goals=goals,
        text=TextFactory(plan=plan, body=body),
        activities=(ActivityFactory(goal=goals[0]), ActivityFactory(goal=goals[0])),
        rows=rows,
        target=TargetFactory(unit=plan.unit, indicator=own),
        pictures=pictures,
        removal=_removed(plan),
    )
    plan.images.add(pictures[0])
    if is_decided:
        decided(plan)
    return whole


def _removed(plan: Plan) -> Change:
    text = TextFactory(plan=plan)
    return remove_row(by=OPERATOR, plan=plan, subject="goals.text", key=text.key)
