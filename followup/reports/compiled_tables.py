"""The tables and charts of a compiled report, as text: each says of how many units it tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from followup.charts.bars import bar_chart
from followup.charts.chart import Bar, Chart, Mark, Point
from followup.document import EconomyDocument
from followup.reports import words
from followup.reports.body_indicators import (
    COUNCIL_TARGET,
    FORECAST,
    MEN,
    NAME,
    OUTCOME,
    PERIOD,
    TARGET,
    WOMEN,
)
from followup.reports.body_tables import Cell, Column, Line, Remark, Table, table_of
from followup.reports.compiled_document import (
    CompiledDocument,
    CompiledGoal,
    DeviationDocument,
    EconomyWhole,
    JudgedDocument,
    MoneyDocument,
    UnitDocument,
    ValueDocument,
    WholeDocument,
)
from indicators.aims import aim_of
from indicators.judgements import Attainment
from indicators.outcomes import Measure

UNIT = Column("name", "Enhet")
MOST_BARS = 24
"""A chart has so many units at most; where there are more, those with the lowest and the highest values."""
_STATES = {
    "not_started": "Ej påbörjad",
    "in_progress": "Pågår",
    "ready": "Klarmarkerad",
    "approved": "Godkänd",
}


def judgement_words(goal: CompiledGoal, units: int) -> str:
    """`Målet finns i 18 av 20 enheters planer. Enheternas 24 mål under det: 12 uppfylls helt …`."""
    said = [f"Målet finns i {goal.units} av {units} enheters planer."] if goal.units else []
    if goal.judgements:
        counted = Counter(each.attainment for each in goal.judgements)
        parts = [f"{counted[each.value]} {each.label.lower()}" for each in Attainment if counted[each.value]]
        if counted[""]:
            parts.append(f"{counted['']} inte bedömt" if counted[""] == 1 else f"{counted['']} inte bedömda")
        number = len(goal.judgements)
        said.append(f"Av enheternas {number} mål här: {', '.join(parts)}.")
    return " ".join(said)


def judgement_table(rows: Sequence[JudgedDocument]) -> Table | None:
    return table_of(
        "judgements", "Enheternas bedömningar", [_judged(row) for row in rows], frozenset({"why"})
    )


def _judged(row: JudgedDocument) -> Line:
    mark = words.mark_of(row.attainment, words.NOT_JUDGED)
    return Line(
        (
            Cell(UNIT, row.unit),
            Cell(Column("goal", "Enhetens mål"), f"{row.number} {row.title}".strip()),
            Cell(Column("judgement", "Bedömning"), mark.label if mark else "", mark=mark),
            Cell(Column("why", "Varför"), row.why or words.NOTHING),
        )
    )


def deviation_words(goal: CompiledGoal) -> str:
    """`7 av 40 aktiviteter avviker.` Empty where there are no activities."""
    if not goal.activities:
        return ""
    if not goal.deviations:
        return (
            "Aktiviteten går som planerat."
            if goal.activities == 1
            else (f"Alla {goal.activities} aktiviteter går som planerat.")
        )
    return f"{len(goal.deviations)} av {goal.activities} aktiviteter avviker."


def deviation_table(rows: Sequence[DeviationDocument]) -> Table | None:
    return table_of("deviations", "Aktiviteter som avviker", [_deviation(row) for row in rows], frozenset())


def _deviation(row: DeviationDocument) -> Line:
    status = words.STATUSES.get(row.status, words.LACKING)
    mark = words.Mark(row.status or "lacking", status)
    note = "förs över till nästa år" if row.carry_over else ""
    return Line(
        (
            Cell(UNIT, row.unit),
            Cell(Column("activity", "Aktivitet"), row.title, row.responsible),
            Cell(Column("end", "Slutdatum"), words.day(row.end)),
            Cell(Column("status", "Status"), status, note, mark=mark),
            Cell(Column("deviation", "Avvikelse"), row.deviation.strip() or "Ingen förklaring"),
        )
    )


def whole_table(rows: Sequence[WholeDocument], caption: str = "Indikatorer för helheten") -> Table | None:
    optional = frozenset({WOMEN.key, MEN.key, TARGET.key, COUNCIL_TARGET.key, FORECAST.key})
    return table_of("indicators", caption, [_whole(row) for row in rows], optional)


def measure_of(row: WholeDocument) -> Measure:
    return Measure(measured_in=row.measured_in, decimals=row.decimals)


def _whole(row: WholeDocument) -> Line:
    measure, outcome = measure_of(row), row.outcome
    coverage = _of_units(row) if row.due else ""
    return Line(
        (
            Cell(NAME, row.name),
            Cell(OUTCOME, words.outcome_words(measure, outcome) or words.NOTHING, coverage),
            Cell(WOMEN, words.figure_words(measure, outcome.women) or words.NOTHING),
            Cell(MEN, words.figure_words(measure, outcome.men) or words.NOTHING),
            Cell(TARGET, words.unbroken(row.target) or words.NOTHING),
            Cell(COUNCIL_TARGET, words.unbroken(row.council_target) or words.NOTHING),
            Cell(FORECAST, words.forecast_words(measure, outcome) or words.NOTHING),
            Cell(PERIOD, words.period_words(row.period)),
        ),
        remarks=tuple(_said_of(row)),
    )


def _of_units(row: WholeDocument) -> str:
    return f"{row.reported} av {row.due} {'enhet' if row.due == 1 else 'enheter'}"


def _said_of(row: WholeDocument) -> Iterator[Remark]:
    if row.attainment:
        mark = words.mark_of(row.attainment)
        yield Remark(row.reason.removeprefix(f"{mark.label}: ") if mark else row.reason, mark=mark)
    if row.coverage != f"{_of_units(row)} har rapporterat.":
        yield Remark(row.coverage)
    if row.missing:
        yield Remark(", ".join(row.missing), "Har inte rapporterat")


def chart_of(row: WholeDocument) -> Chart | None:
    """The units' values beside each other; None where fewer than two have a number."""
    measure = measure_of(row)
    numbers = [each for each in row.values if each.outcome.total is not None]
    if len(numbers) < 2:
        return None
    shown, caption = _shown(numbers, row.name)
    bars = [
        Bar(
            each.unit,
            Point(
                each.outcome.total.value if each.outcome.total else None,
                words.outcome_words(measure, each.outcome),
            ),
            _mark(each.target or row.target or row.council_target),
            Attainment(each.attainment).label if each.attainment else "",
        )
        for each in shown
    ]
    return bar_chart(caption, bars=bars, unit=row.measured_in)


def _shown(rows: Sequence[ValueDocument], name: str) -> tuple[Sequence[ValueDocument], str]:
    if len(rows) <= MOST_BARS:
        return rows, f"{name}: enheternas utfall"
    ranked = sorted(rows, key=lambda each: each.outcome.total.value if each.outcome.total else 0)
    half = MOST_BARS // 2
    caption = f"{name}: de {half} högsta och de {half} lägsta av {len(rows)} enheters utfall"
    return [*reversed(ranked[-half:]), *reversed(ranked[:half])], caption


def _mark(target: str) -> Mark | None:
    aim = aim_of(target)
    if aim.span:
        return Mark(aim.words, aim.span.low, aim.span.high)
    return Mark(aim.words, aim.number) if aim.number is not None else None


def economy_words(economy: EconomyWhole) -> str:
    said = f"Summorna är av {economy.counted} av {economy.due} enheter."
    if economy.missing:
        said += f" Uppgifter saknas från {', '.join(economy.missing)}."
    return said


def sum_table(document: CompiledDocument) -> Table | None:
    lines = [
        _money(document, each, kind="result" if each.name == "Netto" else "")
        for each in document.economy.sums
    ]
    return table_of("economy", "Alla enheter tillsammans", lines, frozenset({"forecast"}))


def unit_money_table(document: CompiledDocument) -> Table | None:
    lines = [_money(document, each, what="Enhet") for each in document.economy.units]
    return table_of("economy", "Netto per enhet", lines, frozenset({"forecast"}))


def between_table(document: CompiledDocument) -> Table | None:
    lines = [_money(document, each, what="Enhet") for each in document.economy.between]
    return table_of("economy", "Netto på nivåer mellan, inte med i summan", lines, frozenset({"forecast"}))


def own_money_table(document: CompiledDocument) -> Table | None:
    lines = [_money(document, each) for each in document.economy.own]
    return table_of("economy", f"Egna rader för {document.unit}", lines, frozenset({"forecast"}))


def _money(
    document: CompiledDocument, row: EconomyDocument | MoneyDocument, kind: str = "", what: str = "Rad"
) -> Line:
    missed, part = words.deviation_words(row, document.at_year_end)
    return Line(
        (
            Cell(Column("name", what), row.name),
            Cell(Column("budget", "Budget helår", is_number=True), words.amount(row.budget)),
            Cell(Column("outcome", f"Utfall {document.code}", is_number=True), words.amount(row.outcome)),
            Cell(Column("forecast", "Prognos helår", is_number=True), words.amount(row.forecast)),
            Cell(Column("deviation", "Avvikelse", is_number=True), missed, part),
        ),
        kind=kind,
    )


def coverage_words(document: CompiledDocument) -> str:
    """`17 av 20 enheter har rapporterat. Inte klarmarkerat: Eken, Granen.`"""
    units = document.units
    if not units:
        return "Ingen enhet har en uppföljning här ännu."
    missing = [each.name for each in units if not each.is_reported]
    said = f"{len(units) - len(missing)} av {len(units)} enheter har klarmarkerat sin uppföljning."
    return f"{said} Inte klarmarkerat: {', '.join(missing)}." if missing else said


def unit_table(units: Sequence[UnitDocument]) -> Table | None:
    """Which units, and which versions of them, the report is made of."""
    lines = [
        Line(
            (
                Cell(UNIT, each.name, ", ".join(each.within)),
                Cell(Column("stage", "Status"), _STATES.get(each.status, words.NOTHING)),
                Cell(
                    Column("version", "Stängd version"), str(each.version) if each.version else words.NOTHING
                ),
            )
        )
        for each in units
    ]
    return table_of("units", "Enheter bakom rapporten", lines, frozenset({"version"}))
