"""Whether an outcome meets its target, with the reason in words; computed on reading, never stored.

How it is judged:

- **Which way.** Higher or lower is better as the indicator says, or within the target's span. A limit in
  the target (`minst 85 %`, `högst 12`) says it where the indicator doesn't; where they contradict each
  other a person judges. So does she where the target or the outcome is in words.
- **Delvis.** A miss of at most (1 - threshold) of the target is `delvis`: with 0.8, 68 of 85 is, and so
  is 6 where 5 is the most. The miss is measured from the target, so that it holds for both ways, and
  for negative targets. A span's miss is measured from its nearest end. A target of 0 has no `delvis`.
- **During the year.** A value that belongs to its own period, and a share or mean of the year so far, is
  held against the whole target. A value that grows month by month (counts, costs) is not: there the
  forecast is judged, if there is one; else the outcome against the straight-line part of the target for
  the months it covers (T1 4/12, T2 8/12), and the judgement is marked as on the way. What can't change any
  more is judged as it is: a count that has reached its target, a cost that has passed its ceiling.
- **Women and men** are held against the same target where it is a level (share, mean). A count's target
  is for both together, so they have no judgement of their own.
- A value is judged as it is shown: with the indicator's decimals.
"""

from __future__ import annotations

from decimal import Decimal

from indicators.aims import Aim
from indicators.judgements import Attainment, Judgement, Judgements
from indicators.kinds import Direction
from indicators.outcomes import Figure, Measure, Outcome
from indicators.periods import Months
from indicators.yardsticks import Yardstick

PARTLY_FROM = Decimal("0.8")
"""The part of a target from which it is met in part, where the municipality sets nothing else.

There is no national norm. Vansbro kommun's annual report for 2019, for one, has 80 per cent.
"""


def judge(
    measure: Measure, aim: Aim, outcome: Outcome, months: Months, threshold: Decimal = PARTLY_FROM
) -> Judgements:
    """Judge an outcome that covers some months of the target's year. `threshold`: 0 to 1, see PARTLY_FROM."""
    unanswered = _unanswered(measure, aim, outcome)
    if unanswered is not None:
        return Judgements(unanswered)
    yardstick = Yardstick(measure, aim, _direction(measure, aim), threshold)
    total = _judge_total(yardstick, outcome, months)
    if measure.is_amount or measure.grows:
        return Judgements(total)
    women, men = outcome.women, outcome.men
    return Judgements(
        total,
        women=yardstick.judge(women, "Kvinnors utfall") if women else None,
        men=yardstick.judge(men, "Mäns utfall") if men else None,
    )


def _unanswered(measure: Measure, aim: Aim, outcome: Outcome) -> Judgement | None:
    """Why there is nothing to compare; None where there is."""
    if outcome.not_measured_because:
        return Judgement(Attainment.NOT_MEASURED, f"Ej mätt: {outcome.not_measured_because}")
    if not outcome.is_reported:
        return Judgement(None, "Inget utfall har lämnats ännu.")
    if not aim.words:
        return Judgement(None, "Det finns inget årsmål att jämföra med.")
    if aim.is_in_words:
        return Judgement(None, f"Årsmålet är skrivet i ord, ”{aim.words}”, och bedöms av en person.")
    if not outcome.total:
        return Judgement(None, "Utfallet är skrivet i ord och bedöms av en person.")
    if _direction(measure, aim) is Direction.NONE:
        return Judgement(None, _no_direction(measure, aim))
    return None


def _direction(measure: Measure, aim: Aim) -> Direction:
    """The indicator's, or the target's own where the indicator says nothing; NONE where they don't agree."""
    said, own = aim.direction, measure.direction
    if Direction.NONE in {said, own}:
        only = said if own is Direction.NONE else own
        is_span = only is Direction.WITHIN and aim.span is None
        return Direction.NONE if is_span else only
    return own if own is said else Direction.NONE


def _no_direction(measure: Measure, aim: Aim) -> str:
    if measure.direction is Direction.NONE:
        return "Indikatorn säger inte om ett högre eller lägre värde är bättre. Den bedöms av en person."
    if measure.direction is Direction.WITHIN:
        return f"Årsmålet {aim.words} är inget spann, som 80–90. Det bedöms av en person."
    return (
        f"Årsmålet {aim.words} passar inte ihop med att {measure.direction.label}. Det bedöms av en person."
    )


def _judge_total(year: Yardstick, outcome: Outcome, months: Months) -> Judgement:
    if not year.measure.grows or months.last == 12 or year.aim.number is None:
        return year.judge(outcome.total)
    settled = _settled(year, outcome.total)
    if settled is not None:
        return settled
    if outcome.forecast:
        made = year.judge(outcome.forecast, "Helårsprognosen")
        return Judgement(made.attainment, made.reason, on_the_way=True)
    so_far = year.part(Decimal(months.last) / 12, "riktvärdet")
    made = so_far.judge(outcome.total)
    why = f"Riktvärdet är {months.last} tolftedelar av {year.words}, för {months}."
    return Judgement(made.attainment, f"{made.reason} {why}", on_the_way=True)


def _settled(year: Yardstick, figure: Figure) -> Judgement | None:
    """What the rest of the year can't change: a count that only grows has reached or passed the target."""
    goal, value = year.aim.number, figure.value
    if goal is None or value is None or goal < 0 or value < 0:
        return None
    words = f"Utfallet {year.measure.words(figure)}"
    if year.direction is Direction.HIGHER and year.is_met_by(figure):
        return Judgement(Attainment.FULLY, f"{words} når redan {year.words}.")
    if year.direction is Direction.LOWER and not year.is_met_by(figure) and not year.is_nearly_met_by(figure):
        return Judgement(Attainment.NOT, f"{words} är redan över {year.words}.")
    return None
