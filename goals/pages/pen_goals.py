"""The tools at a goal, for whoever may write the plan: its title is opened where it stands, the goal is
moved and removed, and goals of the unit's own are added under it.

The buttons belong to one form of the page, so that each works without script too.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from goals.document import GoalDocument
from goals.goal_places import level_under
from goals.models import Level
from goals.pages.pen import Pen

STRUCTURE = "ordning"
"""The id of the page's form that structural buttons belong to."""
_MOVES = (("upp", "Flytta upp", "up", "ArrowUp", "↑"), ("ner", "Flytta ner", "down", "ArrowDown", "↓"))


@dataclass(frozen=True)
class Spot:
    """Where a goal stands on the page: its parent, how many stand beside it, and its heading's level."""

    parent: uuid.UUID | None
    beside: int
    heading: int


def written_head(pen: Pen, goal: GoalDocument, head: SafeString, spot: Spot) -> SafeString:
    """What stands over a goal, with its tools where it is the unit's own."""
    own = not goal.inherited and goal.key is not None
    tools = _tools(pen, goal, spot) if own else ""
    title = f' data-title="{goal.key}"' if own else ""
    place = f' data-goal="{goal.key}" data-level="{Level.of(goal.level).value}"'
    parent = f' data-parent="{spot.parent or ""}"'
    return SafeString(  # made of escaped parts
        f'<div class="goal-head"{title}{place}{parent}>{head}{tools}</div>'
    )


def goal_end(pen: Pen, goal: GoalDocument) -> str:
    """What stands after everything of the goal itself, before the goals under it."""
    if level_under(pen.own_levels, Level.of(goal.level)) is None or goal.key is None:
        return ""
    about = f'<span class="visually-hidden"> under {escape(goal.title)}</span>'
    return f'<p class="goal-end">{_add(pen, Level.of(goal.level), f"?under={goal.key}", about)}</p>'


def goals_end(pen: Pen, goals: Sequence[GoalDocument]) -> str:
    """What stands after all goals: one of the unit's own at the top, where hers stand there or none do."""
    at_top = not goals or Level.of(goals[0].level) == level_under(pen.own_levels, None)
    above = f'<a class="tool" href="{escape(pen.address)}mal-ovanfor/">Välj mål ovanför</a>'
    return f'<p class="goal-end">{_add(pen, None, "", "")}{"" if goals else above}</p>' if at_top else ""


def _add(pen: Pen, level: Level | None, asked: str, about: str) -> str:
    own = level_under(pen.own_levels, level)
    if own is None:
        return ""
    name = pen.words.label(own.word)
    return (
        f'<a class="tool" href="{escape(pen.address)}mal/ny/{asked}" data-form>'
        f"Lägg till {escape(in_a_sentence(name))}{about}</a>"
    )


def in_a_sentence(name: str) -> str:
    """A name inside a sentence: enhetsmål, but KF:s mål."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _tools(pen: Pen, goal: GoalDocument, spot: Spot) -> str:
    address = escape(f"{pen.address}mal/{goal.key}/")
    about = f'<span class="visually-hidden"> {escape(goal.title)}</span>'
    remove = escape(f"{pen.address}ta-bort/mal/{goal.key}/")
    return (
        f'<div class="goal-tools" role="group" aria-label="Verktyg för {escape(goal.title)}">'
        f'<span class="goal-handle" data-drag="{address}flytta/" aria-hidden="true"'
        ' title="Dra för att flytta"></span>'
        f'<button type="button" class="tool" data-open="{address}?niva={spot.heading}">Ändra'
        f'<span class="visually-hidden"> rubriken {escape(goal.title)}</span></button>'
        f"{_steps(address, goal.title) if spot.beside > 1 else ''}"
        f'<a class="tool" href="{address}flytta/" data-form>Flytta till …{about}</a>'
        f'<button class="tool tool-remove" form="{STRUCTURE}" formaction="{remove}">Ta bort{about}</button>'
        "</div>"
    )


def _steps(address: str, title: str) -> str:
    return "".join(
        f'<button class="tool goal-{icon}" form="{STRUCTURE}" formaction="{address}flytta/" name="till"'
        f' value="{way}" title="{words} (Alt + {arrow})" aria-keyshortcuts="Alt+{keys}">'
        f'<span class="visually-hidden">{words}: {escape(title)}</span></button>'
        for way, words, icon, keys, arrow in _MOVES
    )
