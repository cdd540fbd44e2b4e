"""Unlinked goals from above: a controller makes them the committee's or the council's own."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from goals.copying import copy_words
from goals.holding import hold_plans
from goals.importing.near import near, same_number
from goals.models import Goal, Level, Plan
from goals.models.plan import OWN_LEVELS
from goals.refusals import PlanDecided
from vp.history.record import record
from vp.org.access import Actor, Permission, require
from vp.org.models import Kind, Unit
from vp.refusals import Gone, Refused


def owner_above(plan: Plan, level: Level) -> Unit | None:
    """The nearest unit above the plan's that sets goals of the level itself."""
    kinds = [kind for kind, levels in OWN_LEVELS.items() if level.word in levels]
    above = Unit.objects.above(plan.unit).filter(kind__in=kinds)
    return above.order_by("-path__len").first()


@transaction.atomic
def adopt_goals(*, by: Actor, goals: Sequence[Goal]) -> list[Goal]:
    """`adopt_goal` for each, or for none of them."""
    owners = {(owner_above(goal.plan, Level(goal.level)), goal.plan.year) for goal in goals}
    for owner, year in sorted(owners, key=lambda each: (len(each[0].path) if each[0] else 0, each[1])):
        if owner is not None:
            _hold_above(owner, year)
    return [adopt_goal(by=by, goal=goal) for goal in goals]


@transaction.atomic
def adopt_goal(*, by: Actor, goal: Goal) -> Goal:
    """Make an unlinked inherited goal a goal of the plan above that it belongs to, and link the two.

    The goals that it stands under are taken along where they are missing there. The plan above is made
    where there is none for the year. Where the goal is new there, the row follows it from then on; where
    it was there in nearly the same words, the row keeps its own. Raises PermissionDenied without the right
    to set up the year there, PlanDecided where a plan is locked, Refused where nobody above can own it,
    Gone where the goal has been removed.
    """
    owner = owner_above(goal.plan, Level(goal.level))
    if owner is None:
        raise Refused("Det finns ingen nämnd eller kommun ovanför som kan äga målet.")
    require(by, Permission.SET_UP, owner, f"Bara en controller för {owner} kan lägga till målet där.")
    above = _hold_above(owner, goal.plan.year)
    goal = _hold(goal)
    if not goal.inherited or goal.source_id:
        raise Refused("Målet är redan kopplat, eller enhetens eget.")
    _refuse_locked(goal.plan)
    goal.source, is_new = _place(by, goal, above)
    if is_new:
        goal.texts.all().delete()
        goal.activities.all().delete()
        goal.keeps_own_words, goal.number, goal.title = False, "", ""
    goal.save(update_fields=["source", "keeps_own_words", "number", "title"])
    return goal.source


def _hold_above(owner: Unit, year: int) -> Plan:
    """The plan above, held before the one below (goals.holding); made where it is missing."""
    plan, _made = Plan.objects.select_for_update(of=("self",)).get_or_create(unit=owner, year=year)
    plan.unit = owner
    return plan


def _hold(goal: Goal) -> Goal:
    """The goal as it stands, its plan held before it."""
    hold_plans([goal.plan_id])
    rows = Goal.objects.select_for_update(of=("self",)).select_related("plan__unit", "parent")
    held = rows.filter(pk=goal.pk).first()
    if held is None:
        raise Gone("Målet finns inte längre: någon har tagit bort det.")
    return held


def _refuse_locked(plan: Plan) -> None:
    if plan.is_locked:
        raise PlanDecided(f"{plan} är fastställd. Lås upp eller revidera planen först.")


def _place(by: Actor, goal: Goal, plan: Plan) -> tuple[Goal, bool]:
    """The goal in the plan above: the one that is there, or a new one with the goal's words, and which."""
    owner = plan.unit
    there = _alike_in(plan, goal)
    if there is not None:
        return there, False
    _refuse_locked(plan)
    parent = _parent_in(by, plan, goal)
    made = Goal.objects.create(
        plan=plan,
        parent=parent,
        parent_level=parent.level if parent else None,
        level=goal.level,
        number=goal.number,
        title=goal.title,
        inherited=Level(goal.level).word not in OWN_LEVELS[Kind(owner.kind)],
        position=plan.goals.count(),
    )
    if not made.inherited:
        copy_words([(goal, made)])
    record(
        by=by,
        unit=owner,
        subject="goals.goal",
        key=made.key,
        plan_key=plan.key,
        action="adopted",
        after={"number": made.number, "title": made.title, "from": str(goal.plan)},
    )
    return made, True


def _alike_in(plan: Plan, goal: Goal) -> Goal | None:
    for other in plan.goals.filter(level=goal.level).select_related("source"):
        words = other.source if other.source and not other.keeps_own_words else other
        numbers_fit = not (goal.number and words.number) or same_number(goal.number, words.number)
        if numbers_fit and near(goal.title, words.title):
            return other
    return None


def _parent_in(by: Actor, plan: Plan, goal: Goal) -> Goal | None:
    """The goal's parent in the owner's plan, with its own source linked as far up as there is one."""
    if goal.parent is None:
        return None
    parent = Goal.objects.select_related("plan__unit", "parent").get(pk=goal.parent.pk)
    if parent.source_id and not parent.keeps_own_words:
        source = Goal.objects.get(pk=parent.source_id)
        if source.plan_id == plan.pk:
            return source
        parent.number, parent.title = source.number, source.title
    return _place(by, parent, plan)[0]
