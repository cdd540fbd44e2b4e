"""What an upload would change: every value in it against what stands there, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from followup.due import read_due
from followup.models import FollowUp, IncomingSheet, State
from followup.sheets.book import Book, book_from_json
from followup.sheets.choices import Choices
from followup.sheets.columns import Layout, layout_of
from followup.sheets.hearing import Heard, Hearing, Remark, hear
from followup.sheets.known import Known, period_names, read_known
from followup.sheets.meanings import LABELS
from followup.sheets.merging import merged
from followup.values import ValueRow, read_values
from goals.importing.near import folded
from indicators.actions import FIELDS, as_kept
from indicators.entries import Entry, Given, understand
from indicators.numbers import with_unit
from indicators.outcomes import NO_OUTCOME
from indicators.parsing import read
from indicators.periods import covered
from indicators.plausibility import FEW, LEAP, Case, questions_about
from indicators.questions import Question
from vp.org.access import Actor, Permission, area
from vp.org.models import Unit

NOT_IN_PLAN = "Enheten har inte indikatorn i sin plan."
NOT_DUE = "Indikatorn följs inte upp i den här omgången."
MADE_BELOW = "Värdet läggs ihop av enheterna under och skrivs inte här."
OTHER_PERIOD = "Raden gäller en annan period. Här lämnas värdet för {stretch}."
IS_APPROVED = "Uppföljningen är godkänd. Skicka tillbaka den om värdet ska ändras, och läs in filen igen."
IS_READY = "Uppföljningen är klarmarkerad. Be controllern skicka tillbaka den om värdet ska ändras."
DASH = (
    "”{text}” säger inte varför det inte är mätt. Skriv ej mätt och skälet i cellen, "
    "skriv ett skäl för alla sådana celler under Ändra kolumner och namn, eller töm cellen."
)


@dataclass(frozen=True)
class Change:
    """A value that the file changes; `row` is its line in the file, `value` how it stands there now."""

    row: int
    unit: Unit
    value: ValueRow
    given: Given
    entry: Entry
    questions: tuple[Question, ...]

    @property
    def place(self) -> str:
        """Its name in a form: the unit's id and the indicator's."""
        return f"{self.unit.pk}-{self.value.indicator.pk}"

    @property
    def version(self) -> int:
        return self.value.measurement.version if self.value.measurement else 0

    @property
    def is_new(self) -> bool:
        """Whether nothing had been reported."""
        return not self.value.is_reported


@dataclass
class Review:
    """An upload as it reads with the answers given so far. `layout` is None while no sheet is chosen."""

    book: Book
    choices: Choices
    known: Known
    sheet: int | None = None
    layout: Layout | None = None
    hearing: Hearing = field(default_factory=Hearing)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    remarks: list[Remark] = field(default_factory=list)

    @property
    def asks(self) -> bool:
        """Whether something has to be answered before the values can be looked at."""
        layout = self.layout
        return (
            layout is None
            or layout.at("unit") is None
            or not layout.has_values
            or any(not column.is_certain for column in layout.columns)
            or bool(self.hearing.units or self.hearing.indicators)
        )


def review(actor: Actor, incoming: IncomingSheet) -> Review:
    """Read the upload again; it comes with its `round`, and that with `owner` and `period`."""
    book = book_from_json(incoming.book)
    choices = Choices.from_json(incoming.choices)
    known = read_known(actor, incoming.round)
    found = Review(book, choices, known)
    filled = book.filled
    found.sheet = choices.sheet if choices.sheet in filled else filled[0] if len(filled) == 1 else None
    if found.sheet is None:
        return found
    sheet, words = book.sheets[found.sheet], known.words
    found.layout = layout_of(
        sheet,
        words,
        header=choices.header,
        chosen=choices.columns,
    )
    found.hearing = hear(sheet, found.layout, words, choices)
    found.remarks = list(found.hearing.remarks)
    _compare(actor, found)
    return found


def _compare(actor: Actor, found: Review) -> None:
    """Sort what was heard into what changes, what stands there already, and what can't be saved."""
    units = dict.fromkeys(value.unit for value in found.hearing.values)
    follow_ups = [found.known.follow_ups[unit] for unit in units]
    if not follow_ups:
        return
    rows = _rows(follow_ups)
    asked = asked_in(follow_ups)
    reach = area(actor, Permission.DECIDE)
    for heard in found.hearing.values:
        follow_up = found.known.follow_ups[heard.unit]
        value = rows.get((follow_up.unit_id, heard.indicator))
        if value is None:
            _refuse(found, heard, follow_up, NOT_IN_PLAN)
        elif not value.due.is_due:
            _refuse(found, heard, follow_up, NOT_DUE)
        elif (follow_up.unit_id, value.indicator.pk) not in asked:
            _refuse(found, heard, follow_up, MADE_BELOW)
        elif value.due.stretch and heard.period not in {
            "",
            *period_names(follow_up.round, value.due.stretch),
        }:
            _refuse(found, heard, follow_up, OTHER_PERIOD.format(stretch=value.due.stretch.name))
        elif why := _shut(follow_up, decides=reach.covers(follow_up.unit)):
            _refuse(found, heard, follow_up, why)
        else:
            _judge(found, heard, follow_up, value)


def _rows(follow_ups: Sequence[FollowUp]) -> Mapping[tuple[int, str], ValueRow]:
    """By unit, and by every name that an indicator has there, folded."""
    values = read_values(follow_ups)
    found: dict[tuple[int, str], ValueRow] = {}
    for follow_up in follow_ups:
        for row in values.rows[follow_up.pk]:
            for name in (row.indicator.name, row.name):
                found.setdefault((follow_up.unit_id, folded(name)), row)
    return found


def asked_in(follow_ups: Sequence[FollowUp]) -> set[tuple[int, int]]:
    """The units and indicators whose values somebody is to type: not those that units below make."""
    first = follow_ups[0].round
    units = [row.unit_id for row in follow_ups]
    beside = FollowUp.objects.filter(
        round__year=first.year, round__code=first.code, unit__path__overlap=units
    ).select_related("unit", "round__period")
    return {(value.unit, value.indicator) for value in read_due(list(beside))}


def _shut(follow_up: FollowUp, *, decides: bool) -> str:
    """Why nothing can be written in a follow-up; the words of followup.gate ask the database for names."""
    if follow_up.round.is_closed:
        return "" if follow_up.is_reopened else f"{follow_up.round} är stängd för enheten."
    if follow_up.state == State.APPROVED:
        return IS_APPROVED
    return IS_READY if follow_up.state == State.READY and not decides else ""


def _judge(found: Review, heard: Heard, follow_up: FollowUp, value: ValueRow) -> None:
    problems = [(name, cell.problem) for name, cell in heard.cells.items() if cell.problem]
    if problems:
        for name, words in problems:
            _refuse(found, heard, follow_up, f"{LABELS[name]}: {words}")
        return
    measurement, measure = value.measurement, value.indicator.measure
    standing = {name: getattr(measurement, name) for name in FIELDS} if measurement else {}
    outcome = measurement.outcome if measurement else NO_OUTCOME
    said = {name: cell.text for name, cell in heard.cells.items()}
    given = merged(said, standing, measure, outcome, found.choices.dash)
    entry = understand(given, measure, value.aim)
    if entry.problems:
        for name, words in entry.problems.items():
            _refuse(found, heard, follow_up, _how(name, words, said))
        return
    if as_kept(entry.fields()) == as_kept({**dict.fromkeys(FIELDS), **standing}):
        found.unchanged += 1
        return
    questions = (*entry.questions, *_questions(value, entry, follow_up), *_fractions(value, said))
    questions += tuple(_leaps(value, entry)) if not questions else ()
    found.changes.append(Change(heard.row, follow_up.unit, value, given, entry, questions))


def _how(name: str, words: str, said: Mapping[str, str]) -> str:
    if name == "not_measured_because" and said.get("total"):
        return DASH.format(text=said["total"])
    what = f" ({said[name]})" if said.get(name) else ""
    return f"{LABELS[name]}{what}: {words}"


def _questions(value: ValueRow, entry: Entry, follow_up: FollowUp) -> tuple[Question, ...]:
    stretch = value.due.stretch or follow_up.round.period.stretch
    before = value.previous.period.stretch if value.previous else stretch
    indicator = value.indicator
    months, months_before = (
        covered(each, accumulates=indicator.accumulates, periodicity=indicator.periodicity)
        for each in (stretch, before)
    )
    return questions_about(
        Case(
            measure=indicator.measure,
            outcome=entry.outcome(indicator.measure),
            before=value.previous.outcome if value.previous else None,
            months=months,
            months_before=months_before,
            same_year=before.year == stretch.year,
            target=value.aim.number,
        )
    )


def _fractions(value: ValueRow, said: Mapping[str, str]) -> Iterator[Question]:
    """0,82 without a per cent sign where a share is asked for: programs keep 82 % so.

    Where the last value or the target tells what is usual, plausibility asks instead.
    """
    usual = value.previous.outcome.total.value if value.previous else value.aim.number
    if not value.indicator.measure.is_share or usual:
        return
    for name in ("total", "women", "men"):
        number = read(said.get(name, "")).number
        if number is not None and 0 < number < 1 and "%" not in said[name]:
            fraction, percent = (with_unit(each, "%") for each in (number, number * 100))
            yield Question(name, f"Vi läser {fraction}. Menar du {percent}, skriv om talet i filen.")


def _leaps(value: ValueRow, entry: Entry) -> Iterator[Question]:
    """Ten times what stands there now, or a tenth of it: where nothing else has been asked about."""
    if value.measurement is None:
        return
    measure = value.indicator.measure
    now, then = entry.outcome(measure).total, value.measurement.outcome.total
    if not now.value or not then.value:
        return
    larger, smaller = sorted((abs(now.value), abs(then.value)), reverse=True)
    if larger >= LEAP * smaller and not (measure.is_amount and larger < FEW):
        much = "mycket mer" if abs(now.value) == larger else "mycket mindre"
        words = f"{measure.words(now)} är {much} än det som står nu ({measure.words(then)})."
        yield Question("total", f"{words} Har ett decimaltecken halkat?")


def _refuse(found: Review, heard: Heard, follow_up: FollowUp, words: str) -> None:
    name = found.known.words.indicators.by_key[heard.indicator].name
    found.remarks.append(Remark(heard.row, words, True, f"{follow_up.unit.name}, {name}"))
