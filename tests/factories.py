"""Rows for tests: factories that give valid rows with little said, in the words of the field.

Dates of roles and units hold always, so that no test depends on today. A unit is read back after it is
made, because the database sets its path. Below a `CouncilFactory` everything hangs together by itself:
`UnitFactory()` stands under a committee, `GoalFactory(parent=goal)` in its parent's plan.
"""

from __future__ import annotations

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from followup.models import (
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpHeading,
    FollowUpText,
    FollowUpVersion,
    GoalAssessment,
    Reminder,
    Round,
    RoundHeading,
    RoundIndicator,
)
from goals.actions.moves import decide_plan, mark_ready
from goals.document import PlanDocument
from goals.models import (
    Activity,
    Goal,
    GoalIndicator,
    Heading,
    Level,
    LevelLabel,
    Place,
    Plan,
    PlanVersion,
    Presence,
    State,
    Text,
)
from indicators.models import Indicator, Measurement, Period, Target
from vp.org.access import OPERATOR
from vp.org.models import FormerUnit, Kind, Membership, Role, Unit, User

PASSWORD = "granskog-i-dimma"
ALWAYS = datetime.date(2000, 1, 1)
YEAR = 2027


class UserFactory(DjangoModelFactory[User]):
    """A person who can log in with PASSWORD and has no role anywhere."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence("Person {}".format)
    email = factory.Sequence("person{}@example.se".format)
    password = factory.django.Password(PASSWORD)


class UnitInTreeFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit
        abstract = True

    slug = factory.Sequence("enhet-{}".format)

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **values: Any) -> Unit:
        unit: Unit = super()._create(model_class, *args, **values)
        unit.refresh_from_db(fields=["path"])
        return unit


class CouncilFactory(UnitInTreeFactory):
    """The municipality's top: asking again gives the same, unless it is given another slug."""

    class Meta:
        model = Unit
        django_get_or_create = ("slug",)

    kind = Kind.COUNCIL
    name = "Granskogs kommun"
    slug = "granskogs-kommun"


class CommitteeFactory(UnitInTreeFactory):
    class Meta:
        model = Unit

    kind = Kind.COMMITTEE
    name = factory.Sequence("Nämnd {}".format)
    parent = factory.SubFactory(CouncilFactory)


class DepartmentFactory(UnitInTreeFactory):
    class Meta:
        model = Unit

    kind = Kind.DEPARTMENT
    name = factory.Sequence("Avdelning {}".format)
    parent = factory.SubFactory(CommitteeFactory)


class UnitFactory(UnitInTreeFactory):
    """A unit, under a committee of its own unless it is told where."""

    class Meta:
        model = Unit

    kind = Kind.UNIT
    name = factory.Sequence("Enhet {}".format)
    parent = factory.SubFactory(CommitteeFactory)


class FormerUnitFactory(DjangoModelFactory[FormerUnit]):
    class Meta:
        model = FormerUnit

    unit = factory.SubFactory(UnitFactory)
    name = factory.Sequence("Gamla enheten {}".format)
    slug = factory.Sequence("gamla-enheten-{}".format)
    parent = factory.SelfAttribute("unit.parent")
    until = datetime.date(2020, 12, 31)


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(UnitFactory)
    role = Role.EDITOR
    starts_on = ALWAYS


def member(unit: Unit, role: Role, **person: Any) -> User:
    """A new person with a role in a unit."""
    user: User = MembershipFactory(unit=unit, role=role, **{f"user__{k}": v for k, v in person.items()}).user
    return user


class PlanFactory(DjangoModelFactory[Plan]):
    """An empty draft."""

    class Meta:
        model = Plan

    unit = factory.SubFactory(UnitFactory)
    year = YEAR


class HeadingFactory(DjangoModelFactory[Heading]):
    """A heading at unit goals; give `place` (and `level=None`) for a chapter."""

    class Meta:
        model = Heading

    place = Place.GOAL
    level = factory.LazyAttribute(lambda row: Level.UNIT if row.place == Place.GOAL else None)
    name = factory.Sequence("Rubrik {}".format)
    position = factory.Sequence(int)


class LevelLabelFactory(DjangoModelFactory[LevelLabel]):
    class Meta:
        model = LevelLabel

    level = Level.UNIT
    name = "Enhetens mål"


class GoalFactory(DjangoModelFactory[Goal]):
    """A goal with words of its own; with `parent` one level below it in the same plan.

    With `source` it is a row that shows that goal, and has no words.
    """

    class Meta:
        model = Goal

    parent = None
    source = None
    plan = factory.Maybe(
        "parent",
        yes_declaration=factory.SelfAttribute("parent.plan"),
        no_declaration=factory.SubFactory(PlanFactory),
    )
    parent_level = factory.LazyAttribute(lambda row: row.parent.level if row.parent else None)
    level = factory.LazyAttribute(lambda row: row.parent.level + 1 if row.parent else Level.DIRECTION)
    inherited = factory.LazyAttribute(lambda row: row.source is not None)
    keeps_own_words = factory.LazyAttribute(lambda row: row.source is None)
    number = ""
    title = factory.Maybe("keeps_own_words", factory.Sequence("Mål {} nås".format), "")
    position = factory.Sequence(int)


class TextFactory(DjangoModelFactory[Text]):
    """A text: at `goal` if one is given, else a chapter before the goals."""

    class Meta:
        model = Text

    goal = None
    heading = None
    plan = factory.Maybe(
        "goal",
        yes_declaration=factory.SelfAttribute("goal.plan"),
        no_declaration=factory.SubFactory(PlanFactory),
    )
    place = factory.LazyAttribute(lambda row: Place.GOAL if row.goal else Place.OPENING)
    title = factory.LazyAttributeSequence(lambda row, n: row.heading.name if row.heading else f"Text {n}")
    body = "<p>Här står vad enheten har skrivit.</p>"
    position = factory.Sequence(int)


class IndicatorFactory(DjangoModelFactory[Indicator]):
    class Meta:
        model = Indicator

    owner = factory.SubFactory(CouncilFactory)
    name = factory.Sequence("Andel som är nöjda, fråga {}".format)
    periodicity = "Tertial"


class GoalIndicatorFactory(DjangoModelFactory[GoalIndicator]):
    """A row of a goal's indicator table; its targets are `TargetFactory` rows."""

    class Meta:
        model = GoalIndicator

    goal = factory.SubFactory(GoalFactory)
    plan = factory.SelfAttribute("goal.plan")
    indicator = factory.SubFactory(IndicatorFactory)
    position = factory.Sequence(int)


class TargetFactory(DjangoModelFactory[Target]):
    class Meta:
        model = Target

    indicator = factory.SubFactory(IndicatorFactory)
    unit = factory.SubFactory(UnitFactory)
    year = YEAR
    words = "85 %"


class PeriodFactory(DjangoModelFactory[Period]):
    """A first tertial."""

    class Meta:
        model = Period

    code = "T1"
    name = "Tertial 1"
    year = YEAR
    starts_on = factory.LazyAttribute(lambda row: datetime.date(row.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda row: datetime.date(row.year, 4, 30))


class FirstTertialFactory(PeriodFactory):
    """The year's first tertial: asking again gives the same."""

    class Meta:
        model = Period
        django_get_or_create = ("year", "code")


class MeasurementFactory(DjangoModelFactory[Measurement]):
    """A unit's outcome as if it had been logged; the test of logging calls the action instead."""

    class Meta:
        model = Measurement

    indicator = factory.SubFactory(IndicatorFactory)
    unit = factory.SubFactory(UnitFactory)
    period = factory.SubFactory(FirstTertialFactory)


class ActivityFactory(DjangoModelFactory[Activity]):
    class Meta:
        model = Activity

    goal = factory.SubFactory(GoalFactory)
    plan = factory.SelfAttribute("goal.plan")
    title = factory.Sequence("Aktivitet {} genomförs".format)
    starts_on = factory.LazyAttribute(lambda row: datetime.date(row.plan.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda row: datetime.date(row.plan.year, 12, 31))
    position = factory.Sequence(int)


class PlanVersionFactory(DjangoModelFactory[PlanVersion]):
    """A frozen version by itself. A test of deciding calls the action instead."""

    class Meta:
        model = PlanVersion

    plan = factory.SubFactory(PlanFactory)
    number = 1
    document = factory.LazyAttribute(
        lambda row: PlanDocument(year=row.plan.year, unit=row.plan.unit.name, status=State.DECIDED).to_dict()
    )
    sha256 = "0" * 64
    decided_on = datetime.date(YEAR - 1, 12, 15)
    decided_by = "Nämnden"


class PresenceFactory(DjangoModelFactory[Presence]):
    class Meta:
        model = Presence

    plan = factory.SubFactory(PlanFactory)
    user = factory.SubFactory(UserFactory)


def decided(plan: Plan, by_whom: str = "Nämnden § 12") -> PlanVersion:
    """The plan, marked ready and decided as it stands."""
    if plan.state == State.DRAFT:
        mark_ready(by=OPERATOR, plan=plan)
    version = decide_plan(
        by=OPERATOR, plan=plan, decided_on=datetime.date(plan.year - 1, 12, 15), decided_by=by_whom
    )
    plan.refresh_from_db()
    return version


class RoundFactory(DjangoModelFactory[Round]):
    """An open round T1 of a committee, without headings or follow-ups: `open_round` makes those."""

    class Meta:
        model = Round

    owner = factory.SubFactory(CommitteeFactory)
    year = YEAR
    code = "T1"
    name = "Tertial 1"
    period = factory.SubFactory(FirstTertialFactory, year=factory.SelfAttribute("..year"))
    opens_on = ALWAYS
    due_on = datetime.date(2100, 1, 1)


class FollowUpHeadingFactory(DjangoModelFactory[FollowUpHeading]):
    class Meta:
        model = FollowUpHeading

    name = factory.Sequence("Uppföljning {}".format)
    position = factory.Sequence(int)


class RoundHeadingFactory(DjangoModelFactory[RoundHeading]):
    class Meta:
        model = RoundHeading

    round = factory.SubFactory(RoundFactory)
    name = factory.Sequence("Uppföljning {}".format)
    position = factory.Sequence(int)


class RoundIndicatorFactory(DjangoModelFactory[RoundIndicator]):
    """An indicator that is due though its periodicity doesn't say so."""

    class Meta:
        model = RoundIndicator

    round = factory.SubFactory(RoundFactory)
    indicator = factory.SubFactory(IndicatorFactory)
    is_due = True


class FollowUpFactory(DjangoModelFactory[FollowUp]):
    """A unit's follow-up in a round of the committee above it."""

    class Meta:
        model = FollowUp

    unit = factory.SubFactory(UnitFactory)
    round = factory.LazyAttribute(lambda row: RoundFactory(owner=row.unit.parent))


class GoalAssessmentFactory(DjangoModelFactory[GoalAssessment]):
    class Meta:
        model = GoalAssessment

    follow_up = factory.SubFactory(FollowUpFactory)
    goal_key = factory.Faker("uuid4", cast_to=None)
    attainment = "fully"


class ActivityStatusFactory(DjangoModelFactory[ActivityStatus]):
    class Meta:
        model = ActivityStatus

    follow_up = factory.SubFactory(FollowUpFactory)
    activity_key = factory.Faker("uuid4", cast_to=None)
    status = "in_progress"


class EconomyRowFactory(DjangoModelFactory[EconomyRow]):
    class Meta:
        model = EconomyRow

    follow_up = factory.SubFactory(FollowUpFactory)
    kind = "cost"
    name = factory.Sequence("Kostnad {}".format)
    budget = -1000
    position = factory.Sequence(int)


class FollowUpTextFactory(DjangoModelFactory[FollowUpText]):
    class Meta:
        model = FollowUpText

    follow_up = factory.SubFactory(FollowUpFactory)
    heading = factory.LazyAttribute(lambda row: RoundHeadingFactory(round=row.follow_up.round))
    body = "<p>Så här gick det.</p>"


class FollowUpVersionFactory(DjangoModelFactory[FollowUpVersion]):
    """A frozen version by itself. A test of closing calls the action instead."""

    class Meta:
        model = FollowUpVersion

    follow_up = factory.SubFactory(FollowUpFactory)
    number = 1
    document = factory.LazyAttribute(lambda row: {})
    sha256 = "0" * 64


class ReminderFactory(DjangoModelFactory[Reminder]):
    class Meta:
        model = Reminder

    follow_up = factory.SubFactory(FollowUpFactory)
    kind = "asked"
