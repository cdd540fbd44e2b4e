"""Values that could be slips, as questions beside what has been saved: never a wall.

Each rule is a small function of a `Case`; RULES is all of them, in the order in which they are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import cached_property

from indicators.numbers import written
from indicators.outcomes import NO_OUTCOME, Figure, Measure, Outcome
from indicators.periods import WHOLE_YEAR, Months
from indicators.questions import Question

LEAP = Decimal(8)
"""So many times the last value, or a part of it, is asked about: a slipped decimal makes about ten."""
FEW = Decimal(10)
"""Counts that stay within so many can leap by themselves: one case last time, nine now."""


@dataclass(frozen=True)
class Case:
    """An outcome with what it is compared with: the period before (if any), and the year's target.

    `months` and `months_before` are what the two values cover, see `indicators.periods.covered`; needed
    where values grow month by month. `same_year`: both count from the same January.
    """

    measure: Measure
    outcome: Outcome
    before: Outcome | None = None
    months: Months = WHOLE_YEAR
    months_before: Months = WHOLE_YEAR
    same_year: bool = False
    target: Decimal | None = None

    @cached_property
    def figures(self) -> Sequence[tuple[str, Figure, Figure]]:
        """The field, the figure and the one before, of those of total, women and men that have a value."""
        now, before = self.outcome, self.before or NO_OUTCOME
        each = (
            ("total", now.total, before.total),
            ("women", now.women, before.women),
            ("men", now.men, before.men),
        )
        return [one for one in each if one[1]]


Rule = Callable[[Case], Iterator[Question]]


def questions_about(case: Case) -> tuple[Question, ...]:
    """All that should be asked, the first rule's first."""
    found: list[Question] = []
    for rule in RULES:
        found += rule(case)
    return tuple(found)


def women_and_men(case: Case) -> Iterator[Question]:
    """A count is the sum of women and men; a share or a mean lies between them; else either will do."""
    outcome, measure = case.outcome, case.measure
    total, women, men = outcome.total.value, outcome.women.value, outcome.men.value
    if total is None or women is None or men is None:
        return
    slack = _rounding(total, women, men)
    makes = abs(women + men - total) <= slack
    lies_between = min(women, men) - slack <= total <= max(women, men) + slack
    is_sum = measure.is_amount or measure.grows
    if makes if is_sum else lies_between or (makes and not measure.is_level):
        return
    w, m, t = measure.words(outcome.women), measure.words(outcome.men), measure.words(outcome.total)
    if is_sum:
        both = measure.words(Figure(women + men))
        yield Question("total", f"Kvinnor {w} och män {m} blir {both}, inte {t}. Stämmer det?")
    else:
        yield Question("total", f"Utfallet {t} ligger inte mellan kvinnor {w} och män {m}. Stämmer det?")


def _rounding(*values: Decimal) -> Decimal:
    """How far rounded values can miss each other: one unit of the coarsest one's last decimal."""
    exponents = [value.normalize().as_tuple().exponent for value in values]
    places = max(int(exponent) for exponent in exponents)
    return Decimal(1).scaleb(places) if places < 0 else Decimal(0)


def parts_of_women_and_men(case: Case) -> Iterator[Question]:
    """Numerators and denominators are counts, so women's and men's make the total's."""
    figures = (case.outcome.total, case.outcome.women, case.outcome.men)
    for part, name in (("numerator", "täljare"), ("denominator", "nämnare")):
        total, women, men = (getattr(figure, part) for figure in figures)
        if total is not None and women is not None and men is not None and women + men != total:
            words = (
                f"Kvinnors och mäns {name} blir {written(women + men)}, inte {written(total)}. Stämmer det?"
            )
            yield Question(part, words)


def share_in_range(case: Case) -> Iterator[Question]:
    """A share of something lies between nothing and all of it."""
    if not case.measure.is_share:
        return
    for field, figure, _before in case.figures:
        if figure.numerator is not None and figure.denominator is not None:
            if figure.numerator > figure.denominator:
                above, below = written(figure.numerator), written(figure.denominator)
                prefix = "" if field == "total" else f"{field}_"
                words = f"Täljaren {above} är större än nämnaren {below}. Står de på rätt plats?"
                yield Question(f"{prefix}numerator", words)
        elif figure.value is not None and figure.value > 100:
            yield Question(field, f"{case.measure.words(figure)} är mer än hela. Stämmer det?")
        if figure.value is not None and figure.value < 0:
            yield Question(field, f"Andelen {case.measure.words(figure)} är mindre än noll. Stämmer det?")


def share_written_as_fraction(case: Case) -> Iterator[Question]:
    """0,85 where 85 % was meant."""
    for field, figure, before in case.figures:
        if _is_fraction(case, figure, before) and figure.value is not None:
            percent = case.measure.words(Figure(figure.value * 100))
            yield Question(
                field, f"Vi läser {case.measure.words(figure)}. Menar du {percent}, skriv om talet."
            )


def _is_fraction(case: Case, figure: Figure, before: Figure) -> bool:
    usual = before.value if before else case.target
    typed = figure.value if not figure.is_computed else None
    return bool(case.measure.is_share and typed and usual and 0 < typed <= 1 and usual >= 5)


def leap(case: Case) -> Iterator[Question]:
    """About ten times the last value, or a tenth of it; of what grows, month for month."""
    for field, figure, before in case.figures:
        if not figure.value or not before.value or _is_fraction(case, figure, before):
            continue
        now, then = abs(figure.value), abs(before.value)
        if case.measure.grows:
            now, then = now / case.months.count, then / case.months_before.count
        is_few = case.measure.is_amount and max(abs(figure.value), abs(before.value)) < FEW
        if is_few or (now < LEAP * then and then < LEAP * now):
            continue
        words, last = case.measure.words(figure), case.measure.words(before)
        much = "mycket mer" if now > then else "mycket mindre"
        per_month = " räknat per månad" if case.measure.grows else ""
        compared = f"{words} är {much} än förra perioden ({last}){per_month}."
        yield Question(field, f"{compared} Har ett decimaltecken halkat?")


def changed_sign(case: Case) -> Iterator[Question]:
    for field, figure, before in case.figures:
        if figure.value is not None and before.value is not None and figure.value * before.value < 0:
            now, then = case.measure.words(figure), case.measure.words(before)
            yield Question(field, f"Förra perioden var värdet {then}, nu {now}. Stämmer tecknet?")


def shrunk_during_year(case: Case) -> Iterator[Question]:
    """What is counted from January can't be less than it was."""
    if not case.measure.grows or not case.same_year:
        return
    for field, figure, before in case.figures:
        if figure.value is not None and before.value is not None and 0 <= figure.value < before.value:
            now, then = case.measure.words(figure), case.measure.words(before)
            words = f"Värdet räknas från januari, men {now} är mindre än förra periodens {then}. Stämmer det?"
            yield Question(field, words)


def forecast_of_what_grows(case: Case) -> Iterator[Question]:
    """The whole year can't be less than what there is already."""
    forecast, so_far = case.outcome.forecast.value, case.outcome.total.value
    if not case.measure.grows or forecast is None or so_far is None:
        return
    if so_far >= 0 and forecast < so_far:
        less = "lägre"
    elif so_far < 0 and forecast > so_far:
        less = "högre"
    else:
        return
    year, now = case.measure.words(case.outcome.forecast), case.measure.words(case.outcome.total)
    yield Question(
        "forecast", f"Prognosen för helåret, {year}, är {less} än utfallet hittills, {now}. Stämmer det?"
    )


def forecast_in_range(case: Case) -> Iterator[Question]:
    forecast = case.outcome.forecast
    if case.measure.is_share and forecast.value is not None and not 0 <= forecast.value <= 100:
        words = case.measure.words(forecast)
        yield Question("forecast", f"Prognosen {words} ligger inte mellan 0 och 100 procent. Stämmer det?")


RULES: tuple[Rule, ...] = (
    share_in_range,
    share_written_as_fraction,
    leap,
    changed_sign,
    shrunk_during_year,
    women_and_men,
    parts_of_women_and_men,
    forecast_of_what_grows,
    forecast_in_range,
)
