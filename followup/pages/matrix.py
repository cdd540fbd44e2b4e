"""The matrix: units × (plan, T1, T2, VB …), who is late first, and everything a link."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from followup.matrix import Line, Matrix, read_matrix, units_of
from followup.models import Round
from followup.pages.matrix_folded import folded_table, read_folded
from followup.pages.matrix_table import table
from followup.pages.rounds import own_units
from followup.pages.status import RETURNED, ROUND_WORDS
from followup.reports.compiled_reading import reads_below
from goals.pages.parts import MOST
from vp.org.access import Permission, area
from vp.org.models import Unit, User

LATE = "sena"


@dataclass(frozen=True)
class Choice:
    """A link that narrows the table down; `count` of units."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class RoundLink:
    """`compiles`: whether the reader may read its owner's compiled report."""

    round: Round
    stage_words: str
    compiles: bool


@dataclass(frozen=True)
class MatrixPage:
    """`parts` of the organisation to choose from, `part` the chosen one.

    `is_whole`: all parts can be shown at once. `late` counts units by code. `table` is empty where there is
    nothing to show; `decides`: whether the reader runs rounds here. `goals_of`: whose goals can be followed
    down to the units.
    """

    year: int
    years: Sequence[int]
    part: Unit | None
    goals_of: Unit | None
    parts: Sequence[Unit]
    is_whole: bool
    status: str
    statuses: Sequence[Choice]
    rounds: Sequence[RoundLink]
    table: SafeString
    late: Sequence[Choice]
    units: int
    decides: bool
    opens_rounds: bool


def _has(stages: set[str]) -> Callable[[Line], bool]:
    return lambda line: any(cell.stage in stages for cell in line.cells.values())


STATUSES: Mapping[str, tuple[str, Callable[[Line], bool]]] = {
    "": ("Alla", lambda line: True),
    LATE: ("Sena", lambda line: line.is_late),
    "vantar": ("Väntar på godkännande", _has({"ready"})),
    "pagar": ("Pågår", _has({"in_progress", "returned"})),
    "tillbaka": ("Tillbakaskickade", _has({RETURNED})),
    "ej-paborjade": ("Ej påbörjade", _has({"not_started"})),
    "godkanda": ("Godkända", _has({"approved"})),
    "utan-plan": ("Utan plan", lambda line: line.plan is None),
}


def matrix_page(
    person: User, year: int, today: datetime.date, *, part: str = "", status: str = ""
) -> MatrixPage:
    """`part` is the address name of a part of the organisation, `status` one of STATUSES."""
    decides = area(person, Permission.DECIDE)
    tops = _tops(own_units(person))
    top = _top_asked_for(person, tops, part)
    units = units_of(person, top, year) if top else []
    if top and len(units) > MOST and part in {"", top.slug} and not status:
        return _folded_page(person, top, tops, units, year, today)
    matrix = read_matrix(person, top, year, today, units) if top else Matrix(year, (), ())
    lines = [line for line in matrix.lines if decides.covers(line.unit) or line.plan or line.cells]
    parts = _parts(tops, lines)
    chosen = next((unit for unit in parts if unit.slug == part), top if len(tops) > 1 else None)
    here = [line for line in lines if chosen is None or chosen.pk in line.unit.path]
    if status not in STATUSES:
        status = ""
    shown = [line for line in here if STATUSES[status][1](line)]
    return MatrixPage(
        year=year,
        years=[year + 1, year, year - 1],
        part=chosen,
        goals_of=next((line.unit for line in lines if line.plan and line.unit == (chosen or top)), None),
        parts=parts if len(parts) > 1 else [],
        is_whole=len(tops) < 2,
        status=status,
        statuses=_statuses(here, status),
        rounds=_rounds(person, year, today, _near(tops, [line.unit for line in lines])),
        table=table(matrix, shown, decides, today) if shown else SafeString(""),
        late=_late(matrix, here, decides.covers),
        units=len(lines),
        decides=bool(decides),
        opens_rounds=bool(area(person, Permission.SET_UP)),
    )


def _tops(units: Sequence[Unit]) -> list[Unit]:
    """The highest of one's own units: those that stand below none of the others."""
    ids = {unit.pk for unit in units}
    return [unit for unit in units if ids.isdisjoint(unit.path[:-1])]


def _top_asked_for(person: User, tops: Sequence[Unit], slug: str) -> Unit | None:
    """The one of them where the unit of that address stands; the first where it can't be told."""
    if len(tops) > 1 and slug:
        unit = Unit.objects.visible_to(person).filter(slug=slug).first()
        found = [top for top in tops if unit and top.pk in unit.path]
        return found[0] if found else tops[0]
    return tops[0] if tops else None


def _parts(tops: Sequence[Unit], lines: Sequence[Line]) -> list[Unit]:
    """What the table can be narrowed down to: one's own units, and those with something below them."""
    parents = {line.unit.parent_id for line in lines}
    inner = [line.unit for line in lines if line.unit.pk in parents]
    found = {unit.pk: unit for unit in [*tops, *inner]}
    return sorted(found.values(), key=lambda unit: len(unit.path))


def _statuses(lines: Sequence[Line], chosen: str) -> list[Choice]:
    """Those that somebody has, and the chosen one."""
    counted = [Choice(key, label, sum(map(test, lines))) for key, (label, test) in STATUSES.items()]
    return [choice for choice in counted if choice.count or choice.key in {"", chosen}]


def _rounds(person: User, year: int, today: datetime.date, near: set[int]) -> list[RoundLink]:
    """The rounds of the year that concern these units: their own, and those of units above or below."""
    found = Round.objects.visible_to(person).of_year(year).filter(owner__in=near)
    rows = found.select_related("owner").order_by("period__ends_on", "period__starts_on", "pk")
    return [
        RoundLink(
            round_, ROUND_WORDS[round_.stage_on(today)], round_.is_closed or reads_below(person, round_.owner)
        )
        for round_ in rows
    ]


def _near(tops: Sequence[Unit], units: Sequence[Unit]) -> set[int]:
    return {unit.pk for unit in tops} | {pk for unit in units for pk in unit.path}


def _folded_page(
    person: User, top: Unit, tops: Sequence[Unit], units: Sequence[Unit], year: int, today: datetime.date
) -> MatrixPage:
    """One line for each part right under the top, where there are too many units to list."""
    found = read_folded(person, top, units, year, today)
    late = sum(line.late for line in found.lines)
    whole = [Choice("", STATUSES[""][0], len(units)), Choice(LATE, STATUSES[LATE][0], late)]
    parts = [*tops, *(line.unit for line in found.lines if line.units > 1 and line.unit not in tops)]
    return MatrixPage(
        year=year,
        years=[year + 1, year, year - 1],
        part=top if len(tops) > 1 else None,
        goals_of=top if found.has_plan else None,
        parts=parts if len(parts) > 1 else [],
        is_whole=len(tops) < 2,
        status="",
        statuses=[choice for choice in whole if choice.count],
        rounds=_rounds(person, year, today, _near(tops, units)),
        table=folded_table(found),
        late=[Choice(code, code, count) for code, count in found.to_remind.items() if count],
        units=len(units),
        decides=bool(area(person, Permission.DECIDE)),
        opens_rounds=bool(area(person, Permission.SET_UP)),
    )


def _late(matrix: Matrix, lines: Sequence[Line], may_remind: Callable[[Unit], bool]) -> list[Choice]:
    """By code, how many are late of those that the reader may remind."""
    found = []
    for column in matrix.columns:
        cells = [line.cells[column.code] for line in lines if column.code in line.cells]
        count = sum(cell.is_late and may_remind(cell.follow_up.unit) for cell in cells)
        if count:
            found.append(Choice(column.code, column.name, count))
    return found
