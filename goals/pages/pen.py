"""What whoever may write a plan is offered on its page: each of her own texts can be opened where it stands.

The tools are drawn beside the document, never in it. Those at goals and in tables are drawn by
goals.pages.pen_goals and goals.pages.pen_rows.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from django.urls import reverse

from goals.document import GoalDocument, TextDocument
from goals.models import Place, Plan
from goals.pages.words import AskedHeading, Words


@dataclass(frozen=True)
class Pen:
    """`address` is the plan's. `own_activities` are the keys of its own; others belong to goals above."""

    address: str
    own_levels: Sequence[str]
    words: Words
    own_activities: frozenset[uuid.UUID]

    def text_address(self, key: uuid.UUID | str, **asked: object) -> str:
        words = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
        return f"{self.address}texter/{key}/{'?' + words if words else ''}"


def pen_of(plan: Plan, words: Words) -> Pen:
    """In one query."""
    return Pen(
        address=reverse("goals:plan", args=[plan.year, plan.unit.slug]),
        own_levels=plan.own_levels,
        words=words,
        own_activities=frozenset(plan.activities.values_list("key", flat=True)),
    )


def written_text(pen: Pen, html: str, text: TextDocument, level: int) -> str:
    """A text that stands there, and the button that opens it. `level` is that of its heading."""
    address = escape(pen.text_address(text.key or "", niva=level))
    return (
        f'<div class="text" data-text="{text.key}">{html}'
        f"{_open_button(address, 'Skriv', f'Skriv i {text.heading}' if text.heading else 'Skriv')}</div>"
    )


def unwritten_text(
    pen: Pen, html: str, heading: AskedHeading, level: int, goal: GoalDocument | None, key: uuid.UUID
) -> str:
    """A heading that asks to be written under, with what it asks for."""
    asked = {"niva": level, "rubrik": heading.id, "plats": heading.place, "mal": goal.key if goal else None}
    address = escape(pen.text_address(key, **asked))
    guidance = f'<p class="guidance">{escape(heading.guidance)}</p>' if heading.guidance else ""
    return (
        f'<div class="text" data-text="{key}" data-missing>{html}{guidance}'
        f"{_open_button(address, 'Skriv', f'Skriv {heading.name}', backup_name(asked))}</div>"
    )


def more_texts(
    pen: Pen, place: Place, texts: Sequence[TextDocument], level: int, goal: GoalDocument | None = None
) -> str:
    """A choice of the headings that aren't there, and a heading of one's own."""
    where = {"niva": level, "plats": place.value, "mal": goal.key if goal else None}
    optional = [
        each for each in pen.words.unused(place, goal.level if goal else "", texts) if not each.required
    ]
    choices = [(each.name, {**where, "rubrik": each.id}) for each in optional]
    choices.append(("Egen rubrik", where))
    lines = "".join(
        f'<li><button type="button" class="tool" data-backup-name="{escape(backup_name(asked))}" '
        f'data-open-new="{escape(pen.text_address(uuid.uuid4(), **asked))}">{escape(name)}</button></li>'
        for name, asked in choices
    )
    about = f' <span class="visually-hidden">vid {escape(goal.title)}</span>' if goal else ""
    summary = f'<summary class="tool">Lägg till text{about}</summary>'
    return f'<details class="more">{summary}<ul>{lines}</ul></details>'


def backup_name(asked: Mapping[str, object]) -> str:
    """What unsaved words of a text that isn't made yet are kept as: it has a new key on each page."""
    return "ny-" + "-".join(str(asked[name]) for name in ("plats", "mal", "rubrik") if asked.get(name))


def _open_button(address: str, word: str, name: str, backup: str = "") -> str:
    kept = f' data-backup-name="{escape(backup)}"' if backup else ""
    return (
        f'<button type="button" class="tool open" data-open="{address}"{kept} aria-label="{escape(name)}">'
        f"{word}</button>"
    )
