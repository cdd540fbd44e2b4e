"""The editors of table rows, each read in one query or two, and the rows as they are read again."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from goals.actions.activities import GONE as ACTIVITY_GONE
from goals.actions.indicators import GONE as INDICATOR_GONE
from goals.actions.row_places import new_place
from goals.document import ActivityDocument
from goals.forms.rows import ActivityForm, OwnIndicatorForm, RowTargetForm
from goals.indicator_rows import RowToWrite, row_of
from goals.loading import load_indicator
from goals.models import Activity, Plan
from goals.pages.pen import Pen
from goals.pages.pen_rows import row_anchor, written_activity, written_indicator
from goals.pages.words import Words
from indicators.measures import as_number
from indicators.models import Indicator, Target
from indicators.numbers import written
from vp.refusals import Gone

USUAL_PERIODICITIES = ("Tertial", "År", "Halvår", "Kvartal", "Månad")


@dataclass(frozen=True)
class RowEditor:
    """What every row's editor has. `version` is 0 for a row that its first save makes."""

    key: uuid.UUID
    version: int
    name: str
    address: str
    read: str
    history: str
    move: str
    kind: str
    anchor: str


@dataclass(frozen=True)
class ActivityEditor:
    """`people` are the names that the plan's activities have already."""

    row: RowEditor
    form: ActivityForm
    people: Sequence[str]


@dataclass(frozen=True)
class TargetEditor:
    """`is_held` where the target has been decided and changes at `change` only.

    `owner` is whose the indicator is where the plan's unit doesn't define it; `define` the address where
    it is defined otherwise.
    """

    row: RowEditor
    form: RowTargetForm
    target: str
    number: str
    is_held: bool
    change: str
    council_target: str
    has_council: bool
    periodicity: str
    by_gender: bool
    owner: str
    define: str


@dataclass(frozen=True)
class DefinitionEditor:
    row: RowEditor
    form: OwnIndicatorForm
    periodicities: Sequence[str]


def activity_editor(plan: Plan, key: uuid.UUID) -> ActivityEditor:
    """In two queries. Gone where the row has been removed."""
    found = plan.activities.filter(key=key).first()
    if found is None:
        raise Gone(ACTIVITY_GONE)
    values = {name: getattr(found, name) for name in ActivityForm.base_fields}
    row = _frame(plan, "activity", key, found.version, found.title)
    return ActivityEditor(row, ActivityForm(initial=values), _people(plan))


def new_activity_editor(plan: Plan, goal: uuid.UUID) -> ActivityEditor:
    """An empty row with a key of its own; its first save makes it. Gone where the goal has been removed."""
    key = uuid.uuid4()
    new_place(plan, Activity, goal, key)
    row = _frame(plan, "activity", key, 0, "Ny aktivitet", f"?mal={goal}")
    return ActivityEditor(row, ActivityForm(), _people(plan))


def target_editor(plan: Plan, key: uuid.UUID) -> TargetEditor:
    """In two queries. Gone where the row has been removed."""
    found = _indicator_row(plan, key)
    indicator, own = found.row.indicator, found.is_own
    where = [plan.year, plan.unit.slug]
    return TargetEditor(
        row=_frame(plan, "indicator", key, found.row.version, found.name),
        form=RowTargetForm(initial={"target": found.target}),
        target=found.target,
        number=understood(found.target),
        is_held=found.target_is_held,
        change=reverse("goals:change_target", args=where),
        council_target=_council_target(plan, found),
        has_council=plan.unit.parent_id is not None,
        periodicity=str(found.definition()["periodicity"]),
        by_gender=bool(found.definition()["by_gender"]),
        owner="" if own else indicator.owner.name,
        define=reverse("goals:define_indicator", args=[*where, key]) if own else "",
    )


def definition_editor(plan: Plan, key: uuid.UUID) -> DefinitionEditor:
    """In two queries. Gone where the row has been removed."""
    found = _indicator_row(plan, key)
    row = _frame(plan, "indicator", key, found.row.version, found.name, view="define_indicator")
    form = OwnIndicatorForm(initial=OwnIndicatorForm.written(found.definition()))
    used = Indicator.objects.usable_in(plan.unit).values_list("periodicity", flat=True).distinct()
    return DefinitionEditor(row, form, periodicities(used))


def periodicities(used: Iterable[str]) -> list[str]:
    """The usual words, and those that the library's indicators have."""
    found = {word.strip() for word in used if word.strip()}
    return [*USUAL_PERIODICITIES, *sorted(found - set(USUAL_PERIODICITIES))]


def understood(target: str) -> str:
    """The number that a target is, as it is told: `1 200,5`; empty for words."""
    number = as_number(target)
    return "" if number is None else written(number)


def read_activity(plan: Plan, key: uuid.UUID) -> SafeString:
    """The row as the page shows it; nothing where it has been removed."""
    row = plan.activities.filter(key=key).first()
    if row is None:
        return SafeString()
    read = ActivityDocument(row.title, row.starts_on, row.ends_on, row.responsible, row.key)
    return written_activity(_pen(plan), read)


def read_indicator(plan: Plan, key: uuid.UUID) -> SafeString:
    row = load_indicator(plan, key)
    return written_indicator(_pen(plan), row) if row else SafeString()


def _pen(plan: Plan) -> Pen:
    address = reverse("goals:plan", args=[plan.year, plan.unit.slug])
    return Pen(address, plan.own_levels, Words(), frozenset())


def _frame(
    plan: Plan, kind: str, key: uuid.UUID, version: int, name: str, asked: str = "", view: str = ""
) -> RowEditor:
    where = [plan.year, plan.unit.slug]
    return RowEditor(
        key=key,
        version=version,
        name=name,
        address=reverse(f"goals:{view or kind}", args=[*where, key]) + asked,
        read=reverse(f"goals:{kind}_read", args=[*where, key]),
        history=f"{reverse('goals:plan', args=where)}historik/?rad={key}",
        move=reverse(f"goals:move_{kind}", args=[*where, key]),
        kind=kind,
        anchor=row_anchor(key),
    )


def _people(plan: Plan) -> list[str]:
    named = plan.activities.exclude(responsible="").order_by("responsible")
    return list(named.values_list("responsible", flat=True).distinct())


def _indicator_row(plan: Plan, key: uuid.UUID) -> RowToWrite:
    found = row_of(plan, key)
    if found is None:
        raise Gone(INDICATOR_GONE)
    return found


def _council_target(plan: Plan, found: RowToWrite) -> str:
    printed = found.row.printed_council_target
    if printed is not None or plan.unit.parent_id is None:
        return printed or ""
    council = Target.objects.of_year(plan.year).filter(unit=plan.unit.path[0])
    newest = council.filter(indicator=found.row.indicator_id).last()
    return newest.words if newest else ""
