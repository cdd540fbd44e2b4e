"""What goes on in the next year's plan, in words: what will happen, and what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from followup.carrying import Marked, Onward, Place, read_onward
from followup.models import FollowUp
from followup.pages.followup import place_of
from goals.actions.starting import may_start
from goals.actions.writing import require_writing
from goals.pages.anchors import goal_anchor
from goals.pages.numbers import counted
from vp.org.access import Actor
from vp.refusals import Closed

_TOLD = {
    Place.READY: (
        "Förs över till planen för {year}",
        "Ställs under samma mål i planen, med samma datum och ansvarig.",
    ),
    Place.NO_PLAN: (
        "Väntar på planen för {year}",
        "Planen är inte påbörjad. Det här kommer med när den påbörjas och utgår från planen för {before}.",
    ),
    Place.NO_GOAL: (
        "Målet finns inte i planen för {year}",
        "Lägg till målet i planen, eller skriv aktiviteten under ett annat mål där.",
    ),
    Place.THERE: ("Finns i planen för {year}", ""),
}


@dataclass(frozen=True)
class Line:
    """An activity and its goal; `address` is where the next plan has it, if it does."""

    title: str
    under: str
    address: str


@dataclass(frozen=True)
class Group:
    heading: str
    hint: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class CarryingPage:
    """`button` is what carries over, empty where nothing waits; `shut` says why the next plan is closed."""

    follow_up: FollowUp
    year: int
    groups: Sequence[Group]
    button: str
    shut: str
    plan: str
    starts: str
    judging: str


def carrying_page(follow_up: FollowUp, actor: Actor) -> CarryingPage:
    """For somebody who may write in the unit. In at most seven queries; one where nothing is marked."""
    onward = read_onward(follow_up)
    unit, waiting = follow_up.unit, len(onward.at(Place.READY))
    where = [onward.year, unit.slug]
    shut = _shut(actor, onward) if waiting else ""
    begins = bool(onward.at(Place.NO_PLAN)) and may_start(actor, unit, onward.year)
    return CarryingPage(
        follow_up=follow_up,
        year=onward.year,
        groups=[_group(onward, place) for place in _TOLD if onward.at(place)],
        button="" if shut or not waiting else f"För över {counted(waiting, 'aktivitet', 'aktiviteter')}",
        shut=shut,
        plan=reverse("goals:plan", args=where) if onward.plan else "",
        starts=reverse("goals:start_plan", args=where) if begins else "",
        judging=reverse("followup:judging", args=place_of(follow_up)),
    )


def _group(onward: Onward, place: Place) -> Group:
    heading, hint = _TOLD[place]
    years = {"year": onward.year, "before": onward.year - 1}
    lines = [_line(onward, row) for row in onward.at(place)]
    return Group(heading.format(**years), hint.format(**years), lines)


def _line(onward: Onward, row: Marked) -> Line:
    address = ""
    if row.place is Place.THERE and onward.plan is not None:
        address = reverse("goals:plan", args=[onward.year, onward.plan.unit.slug])
        address += f"#{goal_anchor(row.goal)}" if row.goal else ""
    return Line(row.activity.title, f"{row.under.number} {row.under.title}".strip(), address)


def _shut(actor: Actor, onward: Onward) -> str:
    """Why the next plan can't be written in now."""
    if onward.plan is None:
        return ""
    try:
        require_writing(actor, onward.plan)
    except (Closed, PermissionDenied) as refusal:
        return str(getattr(refusal, "message", refusal))
    return ""
