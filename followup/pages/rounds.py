"""A round: what it asks for, when, of whom, and how far they have come."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from followup.actions.rounds import NAMES, Gap
from followup.gate import late_words
from followup.lifecycle import RoundStage
from followup.missing import counted
from followup.models import FollowUp, FollowUpHeading, Round, RoundHeading, State
from followup.pages.due_list import DueChoice, choices_of, due_choices, due_count
from followup.pages.status import ROUND_WORDS, SEVERAL, WORDS, Status, status_of
from followup.reports.compiled_reading import reads_below
from goals.models import Plan
from indicators.periods import Stretch
from vp.history.models import Change
from vp.org.access import Actor, Permission, area, can, memberships
from vp.org.models import Kind, Unit, User

_STEPS = {"open": "Skapad", "changed": "Ändrad", "close": "Stängd"}


@dataclass(frozen=True)
class UnitLine:
    unit: Unit
    status: Status


@dataclass(frozen=True)
class RoundStep:
    what: str
    at: str
    by: str


@dataclass(frozen=True)
class RoundPage:
    """`lines` and `counts` are of what the reader may see; `due` of `indicators` are asked for.

    `compiled`: there is a report put together of them, that the reader may read.
    """

    round: Round
    stage: str
    stage_words: str
    late: str
    headings: Sequence[RoundHeading]
    due: int
    indicators: int
    lines: Sequence[UnitLine]
    counts: Sequence[tuple[str, int]]
    steps: Sequence[RoundStep]
    compiled: bool
    may_set_up: bool
    may_close: bool
    may_remove: bool


def round_page(round_: Round, actor: Actor, today: datetime.date) -> RoundPage:
    """The round comes with its `owner` and `period`."""
    rows = FollowUp.objects.visible_to(actor).filter(round=round_).select_related("unit").in_tree()
    lines = []
    for row in rows:
        row.round = round_
        lines.append(UnitLine(row.unit, status_of(row, today)))
    counted = Counter(line.status.key for line in lines)
    choices = due_choices(round_)
    stage = round_.stage_on(today)
    may_set_up = not round_.is_closed and can(actor, Permission.SET_UP, round_.owner)
    return RoundPage(
        round=round_,
        stage=stage.value,
        stage_words=ROUND_WORDS[stage],
        late=late_words(round_, today),
        headings=list(round_.headings.all()),
        due=due_count(choices),
        indicators=len(choices),
        lines=lines,
        counts=[
            (WORDS[key].lower() if counted[key] == 1 else words, counted[key])
            for key, words in SEVERAL.items()
            if counted[key]
        ],
        steps=_steps(round_, actor),
        compiled=bool(lines) and (round_.is_closed or reads_below(actor, round_.owner)),
        may_set_up=may_set_up,
        may_close=stage in {RoundStage.OPEN, RoundStage.OVERDUE}
        and can(actor, Permission.DECIDE, round_.owner),
        may_remove=may_set_up and all(row.state == State.NOT_STARTED for row in rows),
    )


def _steps(round_: Round, actor: Actor) -> list[RoundStep]:
    kept = Change.objects.of("followup.round", round_.key).visible_to(actor).filter(action__in=_STEPS)
    return [
        RoundStep(_STEPS[action], timezone.localtime(at).strftime("%Y-%m-%d %H:%M"), by)
        for action, at, by in kept.values_list("action", "at", "by_name")
    ]


@dataclass(frozen=True)
class GapLine:
    """A unit that isn't approved when its round closes, in words."""

    unit: Unit
    words: str


def gap_lines(gaps: Iterable[Gap]) -> list[GapLine]:
    return [GapLine(gap.follow_up.unit, f"{WORDS[gap.follow_up.state]}. {_lacks(gap)}") for gap in gaps]


def _lacks(gap: Gap) -> str:
    return f"Saknar {counted(gap.missing)}." if gap.missing else "Inget saknas."


@dataclass(frozen=True)
class Preview:
    """What a round would ask for if it were opened now.

    `elsewhere` units report the same code in another round, and stay there. `choices` is None where the
    months aren't known yet.
    """

    owner: Unit
    year: int
    code: str
    name: str
    months: str
    plans: Sequence[Plan]
    elsewhere: int
    headings: Sequence[FollowUpHeading]
    choices: Sequence[DueChoice] | None
    exists: bool

    @property
    def due(self) -> int:
        return due_count(self.choices or ())


def preview(owner: Unit, year: int, code: str, stretch: Stretch | None) -> Preview:
    """`stretch` is the period that the round covers; None for one of its own months."""
    plans = Plan.objects.of_year(year).filter(unit__path__contains=[owner.pk]).select_related("unit")
    taken = _taken(year, code)
    joining = list(plans.exclude(unit__in=taken).in_tree())
    return Preview(
        owner=owner,
        year=year,
        code=code,
        name=NAMES.get(code, "Egen omgång"),
        months=str(stretch.months) if stretch else "",
        plans=joining,
        elsewhere=plans.filter(unit__in=taken).count(),
        headings=list(FollowUpHeading.objects.of_year(year)),
        choices=choices_of(stretch, year, [plan.unit_id for plan in joining], {}) if stretch else None,
        exists=stretch is not None and Round.objects.filter(owner=owner, year=year, code=code).exists(),
    )


def _taken(year: int, code: str) -> QuerySet[FollowUp, object]:
    return FollowUp.objects.filter(round__year=year, round__code=code).values("unit")


def owners_for(person: User) -> list[Unit]:
    """The units that the person may open rounds for, the highest first."""
    reached = area(person, Permission.SET_UP)
    units = Unit.objects.visible_to(person).filter(reached.condition()).exclude(kind=Kind.UNIT)
    return sorted(units.by_name(), key=lambda unit: len(unit.path))


def follow_up_year(today: datetime.date) -> int:
    """The year that is followed up on a day: in January and February still the one before."""
    return today.year - 1 if today.month <= 2 else today.year


def own_units(person: User) -> list[Unit]:
    """The units where the person has a role, each once."""
    return list({each.unit_id: each.unit for each in memberships(person)}.values())
