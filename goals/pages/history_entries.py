"""One change of a plan as the history page shows it: when, who, what, where, and what it offers."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from goals.actions.restoring import WRITERS
from goals.models import Plan
from goals.pages.history_fields import FieldWords, fields_of
from goals.pages.history_kept import ACTIVITY, GOAL, PLAN, ROW, TEXT, Kept
from goals.pages.history_rows import Row, RowsNow
from goals.pages.history_words import NOUNS, Deed, deed_of, notes_of

_ROWS = {
    GOAL: (NOUNS[GOAL], "det"),
    TEXT: (NOUNS[TEXT], "den"),
    ACTIVITY: (NOUNS[ACTIVITY], "den"),
    ROW: (NOUNS[ROW], "den"),
}
"""What can be taken back, and the word for it."""


@dataclass(frozen=True)
class Offer:
    """A former state to take back: `tells` what will happen, or why it can't where there is no address."""

    label: str
    tells: str
    address: str


@dataclass(frozen=True)
class Link:
    label: str
    address: str


@dataclass(frozen=True)
class Entry:
    """A change. `clock` is as 14:05 or 14:05–14:32, `at` for machines; `where` names the goal above it."""

    at: str
    clock: str
    by: str
    deed: Deed
    where: str
    notes: Sequence[str]
    fields: Sequence[FieldWords]
    reason: str
    links: Sequence[Link]
    offer: Offer | None


@dataclass(frozen=True)
class Setting:
    """What the entries of a page share. `open` says whether the reader may write in the plan now."""

    plan: Plan
    rows: RowsNow
    open: bool
    asked: uuid.UUID | None = None

    def address(self, name: str, *rest: object) -> str:
        return reverse(f"goals:{name}", args=[self.plan.year, self.plan.unit.slug, *rest])


def entry_of(change: Kept, setting: Setting) -> Entry:
    row = setting.rows.row(change.key)
    title = change.title or (row.title if row else "")
    goal = setting.rows.goal_of(row) or _former_goal(change, setting.rows)
    at = timezone.localtime(change.at)
    fields = fields_of(change)
    return Entry(
        at=at.isoformat(timespec="minutes"),
        clock=clock_of(at, timezone.localtime(change.until) if change.until else at),
        by=change.by,
        deed=deed_of(change, title),
        where=goal.title if goal else "",
        notes=notes_of(change, fields),
        fields=fields,
        reason=change.reason,
        links=list(_links(change, row, setting)),
        offer=_offer(change, row, setting) if setting.open else None,
    )


def clock_of(at: datetime.datetime, until: datetime.datetime) -> str:
    """14:05, 14:05–14:32, or past midnight 23:55–2027-04-01 00:20."""
    begun, ended = f"{at:%H:%M}", f"{until:%H:%M}"
    if until.date() != at.date():
        return f"{begun}–{until:%Y-%m-%d} {ended}"
    return begun if begun == ended else f"{begun}–{ended}"


def _links(change: Kept, row: Row | None, setting: Setting) -> Iterator[Link]:
    """To what it came to, to the row's place in the plan, and to all that happened to the row."""
    version = change.later.get("version")
    if change.subject == PLAN and isinstance(version, int):
        yield Link(f"Läs version {version}", setting.address("version", version))
    if change.subject == PLAN and change.action == "replaced":
        yield Link("Se vad inläsningen ändrade", setting.address("replaced", change.pk))
    if row:
        yield Link("Visa i planen", f"{setting.address('plan')}#{row.anchor}")
    key = row.key if row else change.key
    if change.subject in NOUNS and key not in (setting.plan.key, setting.asked):
        yield Link("All historik", f"{setting.address('history')}?rad={key}")


def _former_goal(change: Kept, rows: RowsNow) -> Row | None:
    """The goal that a removed row stood under, if that is there still."""
    return rows.by_key.get(goal) if (goal := change.former_goal) else None


def _offer(change: Kept, row: Row | None, setting: Setting) -> Offer | None:
    """What can be taken back: words that were changed, and rows that were removed and aren't there."""
    if change.subject not in _ROWS or not isinstance(change.before, dict):
        return None
    noun, it = _ROWS[change.subject]
    address = setting.address("restore", change.pk)
    if change.action == "changed" and change.subject in WRITERS and row is not None:
        tells = f"{noun.capitalize()} blir som före ändringen. Det som står där nu finns kvar i historiken."
        return Offer(f"Ta tillbaka {noun} före ändringen", tells, address)
    if change.action != "removed" or row is not None:
        return None
    label, stood = f"Ta tillbaka {noun}", _former_goal(change, setting.rows)
    if stood or not change.former_goal:
        return Offer(label, f"{noun.capitalize()} kommer tillbaka där {it} stod.", address)
    if change.subject == GOAL:
        return Offer(
            label, "Målet kommer tillbaka högre upp: det som det stod under finns inte längre.", address
        )
    return Offer(label, f"Ta först tillbaka målet som {it} stod under.", "")
