"""'Historik': what was changed in a plan, by whom and when, before and after; the newest first, by day."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone

from goals.actions.writing import require_writing
from goals.models import Plan
from goals.pages.history_changes import kept, of_row, told
from goals.pages.history_entries import Entry, Setting, entry_of
from goals.pages.history_kept import ACTIVITY, GOAL, PLAN, ROW, TARGET, TEXT, Kept
from goals.pages.history_rows import RowsNow, rows_now
from goals.pages.history_words import NOUNS
from vp.history.models import Change, ChangeQuerySet
from vp.org.access import Actor, Permission, can
from vp.org.swedish import swedish_key
from vp.refusals import Refused

PER_PAGE = 50
KINDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "mal": ("Mål", frozenset({GOAL})),
    "texter": ("Texter", frozenset({TEXT})),
    "indikatorer": ("Indikatorer och årsmål", frozenset({ROW, TARGET})),
    "aktiviteter": ("Aktiviteter", frozenset({ACTIVITY})),
    "planen": ("Planens gång", frozenset({PLAN})),
}
WEEKDAYS = ("Måndag", "Tisdag", "Onsdag", "Torsdag", "Fredag", "Lördag", "Söndag")


@dataclass(frozen=True)
class Asked:
    """What the address asks for: one row, with all that stands under it or not; one person; one kind."""

    row: uuid.UUID | None = None
    under: bool = False
    person: str = ""
    kind: str = ""
    page: str = ""


@dataclass(frozen=True)
class Day:
    """`name` is as `Onsdag 2027-03-31`."""

    name: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class AskedRow:
    """The one row whose history is shown: `what` is `Texten Arbetssätt`, `address` its place in the plan.

    `holds` says whether other rows stand under it.
    """

    what: str
    where: str
    address: str
    holds: bool


@dataclass(frozen=True)
class HistoryPage:
    """`row` is set where one is asked for; `closed` says to those who write why nothing can be taken back."""

    asked: Asked
    days: Sequence[Day]
    page: Page[Any]
    persons: Sequence[str]
    kinds: Sequence[tuple[str, str]]
    row: AskedRow | None
    closed: str


def history_page(plan: Plan, reader: Actor, asked: Asked) -> HistoryPage:
    """In four queries, and one more to say whom to ask where a writer's plan is closed."""
    rows = rows_now(plan)
    every = Change.objects.visible_to(reader).of_plan(plan.key)
    persons = sorted(set(every.values_list("by_name", flat=True).distinct()), key=swedish_key)
    asked = _known(asked, persons)
    page = Paginator(told(_found(every, asked, rows)), PER_PAGE).get_page(asked.page)
    changes = [kept(each) for each in page.object_list]
    writes = can(reader, Permission.WRITE, plan.unit)
    closed = _closed(reader, plan) if writes else ""
    setting = Setting(plan, rows, writes and not closed, asked.row)
    return HistoryPage(
        asked=asked,
        days=_days(changes, setting),
        page=page,
        persons=persons,
        kinds=[(value, label) for value, (label, _subjects) in KINDS.items()],
        row=_asked_row(asked.row, changes, setting) if asked.row else None,
        closed=closed,
    )


def _known(asked: Asked, persons: Sequence[str]) -> Asked:
    """Without a person or a kind that isn't there to choose."""
    return replace(
        asked,
        person=asked.person if asked.person in persons else "",
        kind=asked.kind if asked.kind in KINDS else "",
    )


def _found(every: ChangeQuerySet, asked: Asked, rows: RowsNow) -> ChangeQuerySet:
    if asked.row:
        keys = rows.keys_of(asked.row, under=asked.under)
        every = of_row(every, asked.row, keys, under=asked.under)
    if asked.person:
        every = every.filter(by_name=asked.person)
    if asked.kind:
        every = every.filter(subject__in=KINDS[asked.kind][1])
    return every


def _closed(reader: Actor, plan: Plan) -> str:
    """Why a writer can't take anything back now."""
    try:
        require_writing(reader, plan)
    except Refused as refusal:
        return " ".join(refusal.messages)
    return ""


def _days(changes: Iterable[Kept], setting: Setting) -> list[Day]:
    by_day = groupby(changes, key=lambda change: timezone.localdate(change.at))
    return [
        Day(f"{WEEKDAYS[day.weekday()]} {day}", [entry_of(each, setting) for each in each_day])
        for day, each_day in by_day
    ]


def _asked_row(key: uuid.UUID, changes: Sequence[Kept], setting: Setting) -> AskedRow:
    """The row as it is called now, or was in its latest change; nameless where nothing is kept of it."""
    row = setting.rows.row(key)
    latest = next((change for change in changes if change.key == key), None)
    subject = row.subject if row else latest.subject if latest else ""
    title = row.title if row else latest.title if latest else ""
    goal = setting.rows.goal_of(row)
    return AskedRow(
        what=f"{NOUNS.get(subject, 'en rad som inte finns i planen')} {title}".strip(),
        where=goal.title if goal else "",
        address=f"{setting.address('plan')}#{row.anchor}" if row else "",
        holds=subject == GOAL,
    )
