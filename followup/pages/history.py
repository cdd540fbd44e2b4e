"""The history of a unit's follow-up: who changed which value, judgement or text, when, before and after."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from followup.models import (
    ActivityState,
    ActivityStatus,
    FollowUp,
    FollowUpText,
    GoalAssessment,
    MoneyKind,
)
from followup.outlines import NOTHING, outlines_of
from followup.pages.followup import STEPS
from followup.pages.logging_words import LABELS as VALUES
from followup.reading import read_previous
from goals.differences import marked
from goals.excerpts import excerpt, rewritten
from goals.models import Plan
from goals.pages.history import PER_PAGE, WEEKDAYS, Day
from goals.pages.history_entries import Entry, clock_of
from goals.pages.history_fields import FieldWords, said
from goals.pages.history_words import Deed
from indicators.judgements import Attainment
from indicators.models import Measurement
from vp.history.models import Change
from vp.org.access import Actor
from vp.richtext import plain

MOVES, VALUE = "followup.followup", "indicators.measurement"
NOUNS = {
    "followup.goal": "bedömningen av",
    "followup.activity": "aktiviteten",
    "followup.text": "texten",
    "followup.economy": "ekonomiraden",
    VALUE: "värdet för",
}
VERBS = {"added": "Hämtade", "changed": "Ändrade", "removed": "Tog bort"}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "followup.goal": {"attainment": "Bedömning", "analysis": "Analys"},
    "followup.activity": {
        "status": "Status",
        "deviation": "Avvikelse",
        "carry_over": "Förs över till nästa år",
    },
    "followup.text": {"body": "Text"},
    "followup.economy": {
        "name": "Namn",
        "kind": "Slag",
        "budget": "Budget",
        "outcome": "Utfall",
        "forecast": "Prognos helår",
        "comment": "Kommentar",
    },
    VALUE: {**VALUES, "written": "Utfall, som det skrevs", "words": "Utfall i ord"},
}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "attainment": {each.value: each.label for each in Attainment},
    "status": dict(ActivityState.choices),
    "kind": dict(MoneyKind.choices),
}
"""What is kept as a code, in words."""
_MARKUP = frozenset({"analysis", "body"})


@dataclass(frozen=True)
class HistoryPage:
    days: list[Day]
    page: Page[Any]


def history_page(follow_up: FollowUp, reader: Actor, asked: str) -> HistoryPage:
    """One page of it, the newest first. In as many queries however much was changed."""
    names = _names(follow_up)
    values = [key for key, (subject, _) in names.items() if subject == VALUE]
    every = Change.objects.visible_to(reader).filter(
        Q(plan_key=follow_up.key) | Q(subject=VALUE, key__in=values)
    )
    page = Paginator(every.order_by("-at", "-pk"), PER_PAGE).get_page(asked)
    by_day = groupby(page.object_list, key=lambda change: timezone.localdate(change.at))
    days = [
        Day(f"{WEEKDAYS[day.weekday()]} {day}", [_entry(each, names) for each in changes])
        for day, changes in by_day
    ]
    return HistoryPage(days, page)


_Names = Mapping[uuid.UUID, tuple[str, str]]
"""By the key of a row, its subject and what it is called."""


def _names(follow_up: FollowUp) -> _Names:
    plans = list(Plan.objects.filter(unit=follow_up.unit_id, year=follow_up.round.year))
    outline = outlines_of(plans)[plans[0].pk] if plans else NOTHING
    goals = {goal.key: f"{goal.number} {goal.title}".strip() for goal in outline.goals}
    activities = {row.key: row.title for goal in outline.goals for row in goal.activities}
    found: dict[uuid.UUID, tuple[str, str]] = {}
    judged = GoalAssessment.objects.filter(follow_up=follow_up).values_list("key", "goal_key")
    found |= {key: ("followup.goal", goals.get(goal, "")) for key, goal in judged}
    told = ActivityStatus.objects.filter(follow_up=follow_up).values_list("key", "activity_key")
    found |= {key: ("followup.activity", activities.get(row, "")) for key, row in told}
    texts = FollowUpText.objects.filter(follow_up=follow_up).values_list("key", "heading__name")
    found |= {key: ("followup.text", heading) for key, heading in texts}
    return found | {row.key: (VALUE, _measured(row, follow_up)) for row in _measurements(follow_up)}


def _measurements(follow_up: FollowUp) -> Iterable[Measurement]:
    """The values of the round's months, after those of the round before it in the year."""
    months, before = follow_up.round.period, read_previous(follow_up)
    rows = Measurement.objects.filter(
        unit=follow_up.unit_id, period__starts_on__gte=months.starts_on, period__ends_on__lte=months.ends_on
    )
    if before is not None:
        rows = rows.filter(period__ends_on__gt=before.round.period.ends_on)
    return rows.select_related("indicator", "period")


def _measured(row: Measurement, follow_up: FollowUp) -> str:
    own = row.period_id == follow_up.round.period_id
    return row.indicator.name if own else f"{row.indicator.name}, {row.period.name.lower()}"


def _entry(change: Change, names: _Names) -> Entry:
    at = timezone.localtime(change.at)
    until = timezone.localtime(change.until) if change.until else at
    return Entry(
        at=at.isoformat(timespec="minutes"),
        clock=clock_of(at, until),
        by=change.by_name,
        deed=_deed(change, names),
        where="",
        notes=(),
        fields=_fields(change),
        reason=change.reason,
        links=(),
        offer=None,
    )


def _deed(change: Change, names: _Names) -> Deed:
    if change.subject == MOVES:
        return Deed(STEPS.get(change.action, "Ändrade uppföljningen"))
    noun, verb = NOUNS.get(change.subject), VERBS.get(change.action)
    if noun is None or verb is None:
        return Deed(f"Annan ändring: {change.action} {change.subject}")
    title = names.get(change.key, ("", ""))[1] or _named_in(change)
    return Deed(f"{verb} {noun}", title or "något som inte finns längre")


def _named_in(change: Change) -> str:
    """What a row of economy was called when it was changed."""
    sides = [side for side in (change.after, change.before) if isinstance(side, dict)]
    return next((name for side in sides if isinstance(name := side.get("name"), str) and name), "")


def _fields(change: Change) -> list[FieldWords]:
    before, after = (side if isinstance(side, dict) else {} for side in (change.before, change.after))
    return [
        _field(name, label, before.get(name), after.get(name))
        for name, label in FIELDS.get(change.subject, {}).items()
        if (before.get(name) or after.get(name)) and before.get(name) != after.get(name)
    ]


def _field(name: str, label: str, *sides: Any) -> FieldWords:
    old, new = (_read(name, side) for side in sides)
    pieces = rewritten(marked(old, new))
    short = excerpt(pieces)
    return FieldWords(label, short, () if short == pieces else pieces)


def _read(name: str, value: Any) -> str:
    words = _WORDS.get(name, {}).get(value, said(value)) if isinstance(value, str) else said(value or "")
    return plain(words) if name in _MARKUP else words
