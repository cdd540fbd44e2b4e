"""PlanDocument → models. Writes one unit's plan and nothing else; what stands above is only linked to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from goals.document import ActivityDocument, GoalDocument, PlanDocument, TextDocument
from goals.following import release_followers
from goals.importing.accept import accept_bodies, check_savable
from goals.importing.former import FormerRows
from goals.importing.linking import GoalsAbove
from goals.importing.measuring import IndicatorRows
from goals.loading import load_plan
from goals.models import Activity, Goal, GoalIndicator, Heading, Level, Place, Plan, State, Text
from goals.refusals import PlanDecided, PlanExists
from vp.history.record import record
from vp.org.access import Actor, Permission, require
from vp.org.models import Unit


@dataclass
class SavedPlan:
    """What a save came to: the plan, and how its inherited goals stand to those above."""

    plan: Plan
    replaced: bool = False
    following: int = 0
    differing: list[str] = field(default_factory=list)
    unlinked: list[str] = field(default_factory=list)


@transaction.atomic
def save_plan(
    *, by: Actor, document: PlanDocument, unit: Unit, year: int | None = None, replace: bool = False
) -> SavedPlan:
    """Make the document the unit's plan for the year, as a draft, and keep what stood there before.

    Raises PermissionDenied where the actor may not write the unit's plans, PlanExists where there is a
    plan and `replace` is false, PlanDecided where it is locked, and Refused where the document can't be
    kept as it is. Rows keep the document's keys; where it has none, the keys of the rows they replace.
    """
    require(by, Permission.WRITE, unit, f"Du får inte skriva planer för {unit.name}.")
    plan, filled = _plan_to_write(unit, document.year if year is None else year, replace=replace)
    check_savable(document)
    before = load_plan(plan) if filled else None
    document = accept_bodies(by=by, plan=plan, document=document)
    saved = _Saver(plan, document).save()
    saved.replaced = filled
    plan.registry_number = document.registry_number
    plan.state = State.DRAFT
    plan.version += 1
    plan.save()
    record(
        by=by,
        unit=unit,
        subject="goals.plan",
        key=plan.key,
        plan_key=plan.key,
        action="replaced" if filled else "imported",
        before=before.to_dict() if before else None,
        after=load_plan(plan).to_dict(),
    )
    return saved


def _plan_to_write(unit: Unit, year: int, *, replace: bool) -> tuple[Plan, bool]:
    """The unit's plan for the year, held until the transaction ends, and whether something stands in it."""
    plan, made = Plan.objects.select_for_update().get_or_create(unit=unit, year=year)
    plan.unit = unit
    filled = not made and (plan.goals.exists() or plan.texts.exists())
    if plan.state == State.DECIDED:
        raise PlanDecided(f"{plan} är fastställd och kan inte ersättas. Be en controller revidera den.")
    if plan.is_in_force:
        raise PlanDecided(f"{plan} revideras. Ändringarna skrivs i planen; en fil kan inte ersätta den.")
    if filled and not replace:
        raise PlanExists(
            f"{unit.name} har redan en plan för {year}. Välj att ersätta den om det är meningen."
        )
    return plan, filled


@dataclass(frozen=True)
class _Placed:
    """A printed goal and its row."""

    printed: GoalDocument
    row: Goal


class _Saver:
    def __init__(self, plan: Plan, document: PlanDocument) -> None:
        self.plan = plan
        self.document = document
        self.above = GoalsAbove(plan.unit, plan.year)
        self.indicators = IndicatorRows(plan)
        self.headings = {
            (heading.place, heading.level, heading.name.casefold()): heading
            for heading in Heading.objects.of_year(plan.year)
        }
        self.former = FormerRows(plan, document)
        self.texts: list[Text] = []
        self.activities: list[Activity] = []
        self.rows: list[GoalIndicator] = []
        self.saved = SavedPlan(plan)

    def save(self) -> SavedPlan:
        """Goals first, written over those that were there, so that what is linked to them holds."""
        placed: list[_Placed] = []
        for goal in self.document.goals:
            self._goal(goal, None, placed)
        gone = self.plan.goals.exclude(pk__in=[each.row.pk for each in placed])
        release_followers(gone)
        gone.delete()
        self.plan.texts.all().delete()
        self.plan.activities.all().delete()
        self.plan.indicators.all().delete()
        self._texts(self.document.opening, place=Place.OPENING)
        self._texts(self.document.closing, place=Place.CLOSING)
        for each in placed:
            self._contents(each)
        Text.objects.bulk_create(self.texts)
        Activity.objects.bulk_create(self.activities)
        GoalIndicator.objects.bulk_create(self.rows)
        self.indicators.save_targets()
        return self.saved

    def _goal(self, printed: GoalDocument, parent: Goal | None, placed: list[_Placed]) -> None:
        source = self.above.match(printed) if printed.inherited else None
        follows = source is not None and self.above.says_the_same(source, printed)
        self._count(printed, source, follows=follows)
        row = self.former.goal(printed) or Goal(plan=self.plan, key=printed.key or uuid.uuid4())
        row.parent = parent
        row.parent_level = parent.level if parent else None
        row.level = Level.of(printed.level)
        row.number, row.title = ("", "") if follows else (printed.number, printed.title)
        row.inherited = printed.inherited
        row.source = source
        row.keeps_own_words = not follows
        row.position = len(placed)
        row.version += 0 if row._state.adding else 1
        row.saves = []
        row.save()
        placed.append(_Placed(printed, row))
        for child in printed.goals:
            self._goal(child, row, placed)

    def _contents(self, placed: _Placed) -> None:
        row, printed = placed.row, placed.printed
        activities: Sequence[ActivityDocument] = printed.activities
        if row.source is not None and not row.keeps_own_words:
            activities = self.above.own_activities(row.source, activities)
        else:
            self._texts(printed.texts, place=Place.GOAL, goal=row)
        self._activities(row, activities)
        for indicator in printed.indicators:
            key = indicator.key or self.former.indicator(row, indicator) or uuid.uuid4()
            made = self.indicators.row(row, indicator, key, len(self.rows))
            made.version = self.former.next_version
            self.rows.append(made)

    def _count(self, printed: GoalDocument, source: Goal | None, *, follows: bool) -> None:
        name = f"{printed.number} {printed.title}".strip()
        if follows:
            self.saved.following += 1
        elif source is not None:
            self.saved.differing.append(name)
        elif printed.inherited:
            self.saved.unlinked.append(name)

    def _texts(
        self,
        printed: Sequence[TextDocument],
        *,
        place: Place,
        goal: Goal | None = None,
        parent: Text | None = None,
    ) -> None:
        for each in printed:
            text = Text(
                key=each.key or self.former.text(place, goal, parent, each.heading) or uuid.uuid4(),
                plan=self.plan,
                place=place,
                goal=goal,
                parent=parent,
                heading=self.headings.get((place, goal.level if goal else None, each.heading.casefold())),
                title=each.heading,
                body=each.body,
                position=len(self.texts),
                version=self.former.next_version,
            )
            if each.texts:  # the children need its id
                text.save()
            self.texts += [] if each.texts else [text]
            self._texts(each.texts, place=place, goal=goal, parent=text)

    def _activities(self, goal: Goal, printed: Sequence[ActivityDocument]) -> None:
        for each in printed:
            self.activities.append(
                Activity(
                    key=each.key or self.former.activity(goal, each) or uuid.uuid4(),
                    plan=self.plan,
                    goal=goal,
                    title=each.title,
                    starts_on=each.start,
                    ends_on=each.end,
                    responsible=each.responsible,
                    position=len(self.activities),
                    version=self.former.next_version,
                )
            )
