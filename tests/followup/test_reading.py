"""One reader for pages, counts and closings: what it gives, and in how many queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any

import pytest

from followup.actions.setting_up import HeadingWords, set_due, write_headings
from followup.building import document_of_sheet
from followup.freezing import document_of
from followup.missing import Lack, counted, missing_in
from followup.models import FollowUp, RoundHeading
from followup.reading import Sheet, read_sheet, read_sheets
from goals.actions.moves import revise_plan
from goals.models import GoalIndicator, Plan
from indicators.calendar import periods_of_year
from indicators.judgements import Attainment
from indicators.models import Aggregation, Indicator, Period
from tests.factories import (
    YEAR,
    ActivityFactory,
    ActivityStatusFactory,
    EconomyRowFactory,
    FollowUpTextFactory,
    GoalAssessmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanFactory,
    TargetFactory,
    UnitFactory,
    decided,
    member,
)
from tests.followup.rounds import Reporting, a_reporting_unit, a_round, with_plan
from vp.org.access import OPERATOR
from vp.org.models import Role

pytestmark = pytest.mark.django_db
TODAY = datetime.date(YEAR, 5, 10)


@pytest.fixture
def reporting() -> Reporting:
    made = a_reporting_unit()
    write_headings(by=OPERATOR, round_=made.round, headings=[HeadingWords("Analys", required=True)])
    return made


def sheet(reporting: Reporting) -> Sheet:
    return read_sheet(reporting.follow_up)


def period(code: str, year: int = YEAR) -> Period:
    return periods_of_year(year)[code]


def value(reporting: Reporting, code: str = "T1", year: int = YEAR, **numbers: Any) -> None:
    MeasurementFactory(
        indicator=numbers.pop("indicator", reporting.indicator),
        unit=numbers.pop("unit", reporting.unit),
        period=period(code, year),
        **numbers,
    )


def test_a_row_has_what_it_is_held_against(reporting: Reporting) -> None:
    council = reporting.unit.path[0]
    TargetFactory(indicator=reporting.indicator, unit_id=council, unit=None, words="90 %")
    value(reporting, total=80, comment="Enkät.")
    value(reporting, "VB", YEAR - 1, total=70)
    value(reporting, "T1", YEAR - 1, total=60)
    value(reporting, "K1", total=1)
    [row] = sheet(reporting).values
    assert (row.target, row.council_target, row.aim.number) == ("85 %", "90 %", Decimal(85))
    assert row.measurement is not None
    assert row.previous is not None
    assert row.last_year is not None
    assert (row.measurement.total, row.previous.total, row.last_year.total) == (80, 70, 60)
    assert [each.total for each in row.trend] == [60, 70, 80]
    assert row.judgements.total.attainment is Attainment.PARTLY


@pytest.mark.parametrize(
    ("code", "periodicity", "period_code"),
    [
        ("T1", "Tertial", "T1"),
        ("T1", "Kvartal", "K1"),
        ("T1", "Månad", "M04"),
        ("T1", "År", None),
        ("T1", "Halvår", None),
        ("T2", "Halvår", "T2"),
        ("T2", "Kvartal", "K2"),
        ("VB", "År", "VB"),
        ("VB", "Läsår", "VB"),
    ],
)
def test_what_is_due_and_for_which_period(code: str, periodicity: str, period_code: str | None) -> None:
    reporting = a_reporting_unit()
    Indicator.objects.update(periodicity=periodicity)
    if code != "T1":
        reporting.round = a_round(reporting.round.owner, code=code)
    [row] = [row for goal in sheet(reporting).goals for row in goal.indicators]
    assert row.due.is_due == row.is_asked == (period_code is not None)
    assert (row.due.stretch.code if row.due.stretch else None) == period_code
    assert len(sheet(reporting).values) == row.due.is_due


def test_a_controller_says_what_is_due(reporting: Reporting) -> None:
    yearly = IndicatorFactory(periodicity="År")
    GoalIndicatorFactory(goal=reporting.goal, indicator=yearly)
    assert [row.indicator for row in sheet(reporting).values] == [reporting.indicator]
    set_due(by=OPERATOR, round_=reporting.round, indicator=yearly, is_due=True)
    set_due(by=OPERATOR, round_=reporting.round, indicator=reporting.indicator, is_due=False)
    [row] = sheet(reporting).values
    assert (row.indicator, row.due.stretch, row.due.by_rule) == (
        yearly,
        reporting.round.period.stretch,
        False,
    )


def test_an_indicator_at_two_goals_is_asked_for_once(reporting: Reporting) -> None:
    other = GoalFactory(plan=reporting.plan, level=4)
    GoalIndicatorFactory(goal=other, indicator=reporting.indicator)
    found = sheet(reporting)
    assert [row.key for row in found.values] == [reporting.row.key]
    assert [len(goal.indicators) for goal in found.goals] == [1, 1]


def test_a_decided_plan_is_read_as_it_is_in_force(reporting: Reporting) -> None:
    before = sheet(reporting)
    decided(reporting.plan)
    assert [row.goal for row in sheet(reporting).goals] == [row.goal for row in before.goals]
    assert [row.indicator for row in sheet(reporting).values] == [reporting.indicator]
    revise_plan(by=OPERATOR, plan=reporting.plan, reason="Nytt uppdrag.")
    reporting.goal.title = "Utkast"
    reporting.goal.save()
    GoalFactory(plan=reporting.plan, level=4)
    new = GoalIndicatorFactory(goal=reporting.goal)
    assert [row.goal for row in sheet(reporting).goals] == [row.goal for row in before.goals]
    assert new.indicator not in {row.indicator for row in sheet(reporting).values}
    GoalIndicator.objects.all().delete()
    assert sheet(reporting).values == ()


def test_a_plan_that_follows_goals_above(reporting: Reporting) -> None:
    above = GoalFactory(plan=PlanFactory(unit=reporting.round.owner), level=3, title="Nämndens mål")
    ActivityFactory(goal=above)
    shown = GoalFactory(plan=reporting.plan, level=3, source=above)
    own = ActivityFactory(goal=shown, title="Enhetens egen")
    for decide in (lambda: None, lambda: [decided(plan) for plan in (above.plan, reporting.plan)]):
        decide()
        row = next(row for row in sheet(reporting).goals if row.key == shown.key)
        assert (row.goal.title, row.goal.inherited, row.goal.level) == ("Nämndens mål", True, "committee")
        assert [each.activity.title for each in row.activities] == [own.title]
        assert row.key not in {each.key for each in sheet(reporting).own_goals}


def committee_and_units(reporting: Reporting) -> tuple[FollowUp, list[Reporting]]:
    """A committee with a goal and an indicator; two units with a goal each under it."""
    owner = reporting.round.owner
    goal = GoalFactory(plan=PlanFactory(unit=owner), level=3, title="Nämndens mål")
    reporting.indicator.aggregation = Aggregation.MEAN
    reporting.indicator.save()
    GoalIndicatorFactory(goal=goal, indicator=reporting.indicator)
    other_unit = UnitFactory(parent=owner)
    other = Reporting(other_unit, *with_plan(other_unit), round=reporting.round)
    GoalIndicatorFactory(goal=other.goal, indicator=reporting.indicator)
    for each in (reporting, other):
        shown = GoalFactory(plan=each.plan, level=3, source=goal)
        each.goal.parent, each.goal.parent_level = shown, shown.level
        each.goal.save()
    own = FollowUp.objects.select_related("round__period", "unit").get(unit=owner)
    return own, [reporting, other]


def test_a_committee_is_proposed_what_its_units_judge(reporting: Reporting) -> None:
    own, units = committee_and_units(reporting)
    value(reporting, total=90)
    value(reporting, unit=units[1].unit, total=70)
    GoalAssessmentFactory(follow_up=units[0].follow_up, goal_key=units[0].goal.key, attainment="fully")
    [row] = read_sheet(own).own_goals
    assert [(each.unit, each.attainment) for each in row.below] == [
        (units[0].unit.pk, Attainment.FULLY),
        (units[1].unit.pk, None),
    ]
    assert row.proposal.attainment is Attainment.FULLY
    assert "Av 2 mål under: 1 uppfylls helt, 1 är inte bedömt." in row.proposal.reasons
    [shown] = row.indicators
    assert shown.below is not None
    assert (shown.outcome.total.value, shown.below.coverage.reported) == (Decimal(80), 2)
    assert (shown.due.is_made_below, shown.is_asked) == (True, False)
    assert not [each for each in missing_in(read_sheet(own), TODAY) if each.lack is Lack.VALUE]
    [goal] = document_of_sheet(read_sheet(own)).goals
    frozen = goal.indicators[0].below
    assert frozen is not None
    assert frozen.outcome.total is not None
    assert (frozen.outcome.total.value, frozen.reported, frozen.due) == (80, 2, 2)


def test_what_a_reader_may_not_see_is_in_no_count(reporting: Reporting) -> None:
    own, units = committee_and_units(reporting)
    value(reporting, total=90)
    staff = member(units[0].unit, Role.STAFF)
    [row] = read_sheet(own, reader=staff).own_goals
    assert [each.unit for each in row.below] == [units[0].unit.pk]
    outsider = member(UnitFactory(), Role.MANAGER)
    [row] = read_sheet(own, reader=outsider).own_goals
    assert row.below == ()
    [shown] = row.indicators
    assert shown.below is None


def test_what_is_being_revised_below_is_a_draft(reporting: Reporting) -> None:
    own, units = committee_and_units(reporting)
    neighbour = member(units[1].unit, Role.STAFF)
    for plan in (Plan.objects.get(unit=own.unit), *(each.plan for each in units)):
        decided(plan)
    reporting.close()
    [row] = read_sheet(own, reader=neighbour).own_goals
    assert [each.unit for each in row.below] == [each.unit.pk for each in units]
    revise_plan(by=OPERATOR, plan=units[0].plan, reason="Nytt uppdrag.")
    [row] = read_sheet(own, reader=neighbour).own_goals
    assert [each.unit for each in row.below] == [units[1].unit.pk]
    [row] = read_sheet(own, reader=member(own.unit, Role.MANAGER)).own_goals
    assert [each.unit for each in row.below] == [each.unit.pk for each in units]


def test_what_was_said_before_stands_beside(reporting: Reporting) -> None:
    first = reporting.follow_up
    GoalAssessmentFactory(
        follow_up=first, goal_key=reporting.goal.key, attainment="partly", analysis="<p>Ja</p>"
    )
    ActivityStatusFactory(follow_up=first, activity_key=reporting.activity.key, status="in_progress")
    FollowUpTextFactory(follow_up=first, heading=RoundHeading.objects.get(), body="<p>Förr</p>")
    reporting.round = a_round(reporting.round.owner, code="T2")
    write_headings(by=OPERATOR, round_=reporting.round, headings=[HeadingWords("Analys"), HeadingWords("Ny")])
    found = sheet(reporting)
    assert found.previous == first
    [goal], [activity] = found.own_goals, found.activities
    assert goal.previous is not None
    assert activity.previous is not None
    assert (goal.previous.analysis, activity.previous.status) == ("<p>Ja</p>", "in_progress")
    assert goal.is_untouched
    assert [(text.previous, text.is_untouched) for text in found.texts] == [
        ("<p>Förr</p>", True),
        ("", False),
    ]
    GoalAssessmentFactory(follow_up=reporting.follow_up, goal_key=reporting.goal.key, attainment="fully")
    assert not sheet(reporting).own_goals[0].is_untouched


def test_what_is_missing_is_counted_and_named(reporting: Reporting) -> None:
    missing = missing_in(sheet(reporting), TODAY)
    assert [(each.lack, each.name) for each in missing] == [
        (Lack.HEADING, "Analys"),
        (Lack.VALUE, reporting.indicator.name),
        (Lack.GOAL, f"1 {reporting.goal.title}"),
        (Lack.STATUS, reporting.activity.title),
    ]
    assert counted(missing) == "1 utfall, 1 bedömning av mål, 1 status för aktivitet och 1 text"
    assert counted(missing[:1]) == "1 text"
    assert counted([]) == ""
    key = str(reporting.goal.key)[:8]
    assert [each.anchor for each in missing if each.lack is Lack.GOAL] == [f"mal-{key}"]


def test_nothing_is_missing_when_all_is_said(reporting: Reporting) -> None:
    row = reporting.follow_up
    value(reporting, not_measured_because="Enkäten görs i höst.")
    GoalAssessmentFactory(
        follow_up=row, goal_key=reporting.goal.key, attainment="partly", analysis="<p>A</p>"
    )
    ActivityStatusFactory(
        follow_up=row, activity_key=reporting.activity.key, status="delayed", deviation="Sjuk."
    )
    FollowUpTextFactory(follow_up=row, heading=RoundHeading.objects.get())
    EconomyRowFactory(follow_up=row, budget=-100, forecast=-150, comment="Vikarier.")
    assert missing_in(sheet(reporting), TODAY) == ()


def test_what_has_to_be_explained(reporting: Reporting) -> None:
    row = reporting.follow_up
    value(reporting, total=90)
    FollowUpTextFactory(follow_up=row, heading=RoundHeading.objects.get())
    assessment = GoalAssessmentFactory(follow_up=row, goal_key=reporting.goal.key, attainment="not")
    status = ActivityStatusFactory(follow_up=row, activity_key=reporting.activity.key, status="dropped")
    economy = EconomyRowFactory(follow_up=row, name="Personal", budget=-100, forecast=-150)
    lacks = [Lack.ANALYSIS, Lack.DEVIATION, Lack.COMMENT]
    assert [each.lack for each in missing_in(sheet(reporting), TODAY)] == lacks
    assessment.attainment, status.status, economy.forecast = "fully", "done", Decimal(-101)
    for each in (assessment, status, economy):
        each.save()
    assert missing_in(sheet(reporting), TODAY) == ()


def test_an_activity_whose_last_day_has_passed_is_late(reporting: Reporting) -> None:
    reporting.activity.ends_on = TODAY - datetime.timedelta(days=1)
    reporting.activity.save()
    row = ActivityStatusFactory(
        follow_up=reporting.follow_up, activity_key=reporting.activity.key, status="in_progress"
    )
    [activity] = sheet(reporting).activities
    assert activity.is_late_on(TODAY)
    assert not activity.is_late_on(reporting.activity.ends_on)
    assert Lack.DEVIATION in {each.lack for each in missing_in(sheet(reporting), TODAY)}
    row.status = "done"
    row.save()
    assert not sheet(reporting).activities[0].is_late_on(TODAY)


def test_the_document_is_what_the_sheet_says(reporting: Reporting) -> None:
    share = IndicatorFactory(is_share=True, direction="higher")
    GoalIndicatorFactory(goal=reporting.goal, indicator=share)
    value(reporting, total=80, forecast=82, comment="Enkät.", women=81, men=79)
    value(reporting, indicator=share, numerator=2, denominator=3)
    GoalAssessmentFactory(
        follow_up=reporting.follow_up, goal_key=reporting.goal.key, attainment="partly", analysis="<p>A</p>"
    )
    EconomyRowFactory(follow_up=reporting.follow_up, name="Personal", budget=Decimal("-100.50"))
    document = document_of_sheet(sheet(reporting))
    assert (document.unit, document.within) == (
        reporting.unit.name,
        (reporting.unit.parent.parent.name, reporting.unit.parent.name),  # type: ignore[union-attr]
    )
    [goal] = document.goals
    assert (goal.attainment, goal.proposed, goal.analysis) == ("partly", "partly", "<p>A</p>")
    first, second = goal.indicators
    assert first.outcome.total is not None
    assert second.outcome.total is not None
    assert (first.outcome.total.value, first.outcome.forecast, first.comment) == (80, 82, "Enkät.")
    assert (first.target, first.attainment, first.is_due) == ("85 %", "partly", True)
    assert (second.outcome.total.value, second.outcome.total.denominator) == (Decimal("66.666667"), 3)
    assert [row.budget for row in document.economy] == [Decimal("-100.50")]
    reporting.close()
    frozen = document_of(reporting.follow_up)
    assert frozen is not None
    assert (frozen.goals, frozen.economy, frozen.texts) == (document.goals, document.economy, document.texts)


def test_a_unit_without_a_plan_has_an_empty_sheet(reporting: Reporting) -> None:
    unit = UnitFactory(parent=reporting.round.owner)
    row = FollowUp.objects.create(round=reporting.round, unit=unit)
    found = read_sheet(row)
    assert (found.plan, found.goals, found.values) == (None, (), ())
    assert read_sheets([]) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_queries(
    count: int, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    reporting = a_reporting_unit()
    for _ in range(count):
        goal = GoalFactory(plan=reporting.plan, level=4)
        GoalIndicatorFactory(goal=goal)
        ActivityFactory(goal=goal)
        UnitFactory(parent=reporting.round.owner)
    decided(reporting.plan)
    follow_up = reporting.follow_up
    with django_assert_num_queries(15):
        read_sheet(follow_up)
    for _ in range(count):
        with_plan(UnitFactory(parent=reporting.round.owner))
    PlanFactory(unit=reporting.round.owner)
    rows = list(reporting.round.follow_ups.select_related("round__period", "unit"))
    assert len(rows) == count + 2
    with django_assert_num_queries(23):
        read_sheets(rows)
