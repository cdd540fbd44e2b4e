"""A unit with something to log: a dozen indicators of every kind at two goals, in a round that is open."""

from __future__ import annotations

from followup.models import FollowUp
from goals.models import Level
from indicators.calendar import periods_of_year
from indicators.kinds import Aggregation, Direction
from indicators.models import Indicator
from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    FollowUpFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanFactory,
    RoundFactory,
    TargetFactory,
    UnitFactory,
)
from vp.org.models import Unit

YEAR = 2027
ADDRESS = f"/uppfoljning/{YEAR}/T2/granen/varden/"

NAMES = {
    "share": "Andel barn som är nöjda med maten",
    "percent": "Sjukfrånvaro",
    "count": "Antal utflykter till skogen",
    "words": "Miljöarbetets utveckling",
    "gender": "Nöjdhet bland medarbetarna, index",
    "month": "Antal inskrivna barn",
    "cost": "Kostnad per barn",
    "halves": "Andel ekologiska livsmedel",
    "days": "Väntetid till plats",
    "mean": "Frukostens betyg",
    "staff": "Personaltäthet",
    "none": "Antal klagomål",
}


def unit_of() -> Unit:
    committee = CommitteeFactory(parent=CouncilFactory(), name="Barnnämnden", slug="barnnamnden")
    made: Unit = UnitFactory(parent=committee, name="Förskolan Granen", slug="granen")
    return made


def follow_up_of(unit: Unit, **round_: object) -> FollowUp:
    """The unit's follow-up in the committee's T2."""
    months = periods_of_year(YEAR)["T2"]
    defaults = {"owner": unit.parent, "year": YEAR, "code": "T2", "name": "Tertial 2", "period": months}
    made: FollowUp = FollowUpFactory(unit=unit, round=RoundFactory(**(defaults | round_)))
    return made


def dozen(unit: Unit) -> dict[str, Indicator]:
    """The indicators by their names here, each with a target and two earlier values where it has any."""
    plan = PlanFactory(unit=unit, year=YEAR)
    committee_goal = GoalFactory(
        plan=plan, level=Level.COMMITTEE, number="1.3", title="Barn trivs och lär sig"
    )
    goals = [committee_goal, GoalFactory(parent=committee_goal, title="Vi äter bra och är ute varje dag")]
    council = unit.parent.parent if unit.parent else None

    def made(at: int, name: str, target: str = "", council_target: str = "", **measure: object) -> Indicator:
        indicator: Indicator = IndicatorFactory(owner=council, name=NAMES[name], **measure)
        GoalIndicatorFactory(goal=goals[at], indicator=indicator)
        if target:
            TargetFactory(indicator=indicator, unit=unit, words=target)
        if council_target:
            TargetFactory(indicator=indicator, unit=council, words=council_target)
        return indicator

    higher, lower = Direction.HIGHER, Direction.LOWER
    found = {
        "share": made(
            0, "share", "85 %", "80 %",
            is_share=True, by_gender=True, direction=higher, aggregation=Aggregation.WEIGHTED,
        ),
        "percent": made(0, "percent", "6,5 %", "7 %", measured_in="%", direction=lower),
        "count": made(0, "count", "40", accumulates=True, aggregation=Aggregation.SUM, direction=higher),
        "words": made(0, "words", "Tas fram av nämnden"),
        "gender": made(0, "gender", "4,2", by_gender=True, direction=higher, aggregation=Aggregation.MEAN),
        "month": made(1, "month", periodicity="Månad", measured_in="barn", aggregation=Aggregation.SUM),
        "cost": made(1, "cost", "högst 150 000 kr", measured_in="kr", accumulates=True, direction=lower),
        "halves": made(1, "halves", "minst 50 %", periodicity="Halvår", is_share=True),
        "days": made(1, "days", "30 dagar", measured_in="dagar", direction=lower),
        "mean": made(1, "mean", "öka"),
        "staff": made(1, "staff", "5,1–5,4", direction=Direction.WITHIN),
        "none": made(1, "none"),
    }  # fmt: skip
    GoalIndicatorFactory(goal=goals[1], indicator=found["percent"])  # stands at both, and is asked for once
    _logged_before(unit, found)
    return found


def _logged_before(unit: Unit, found: dict[str, Indicator]) -> None:
    before = [(2026, "T1", 70, 7.1), (2026, "T2", 74, 7), (2026, "VB", 79, 6.8), (2027, "T1", 82, 6.6)]
    for year, code, share, percent in before:
        logged = {"unit": unit, "period": periods_of_year(year)[code]}
        MeasurementFactory(indicator=found["share"], numerator=share, denominator=100, **logged)
        MeasurementFactory(indicator=found["percent"], total=percent, **logged)
    for number in range(3, 8):
        period = periods_of_year(YEAR)[f"M{number:02}"]
        MeasurementFactory(unit=unit, indicator=found["month"], period=period, total=50 + number)
