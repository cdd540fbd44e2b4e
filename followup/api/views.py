"""What programs read: rounds, what follow-ups say, and plans. The same as their person's pages show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from followup.api.asking import CODE, UNIT, YEAR, Asked, asked_for, further, narrowed, next_address
from followup.api.rows import flat, plain_value
from followup.document import FollowUpDocument
from followup.exports import lines
from followup.exports.lines import Place, place_of
from followup.exports.reading import BATCH, shown_of
from followup.models import FollowUp, Round
from goals.models import Plan
from goals.showing import document_of, reads_draft
from vp.org.bearer import for_programs
from vp.org.models import User

MOST = 200
"""Rounds or plans on a page. A page of a table holds all lines of at most BATCH follow-ups."""

TABLES: dict[str, Callable[[Place, FollowUpDocument], Iterable[Any]]] = {
    "varden": lines.values_in,
    "bedomningar": lines.judgements_in,
    "aktiviteter": lines.activities_in,
    "avvikelser": lines.deviations_in,
    "ekonomi": lines.economy_in,
    "texter": lines.texts_in,
}


@for_programs
def index(request: HttpRequest, person: User) -> dict[str, Any]:
    """Whose key it is, and what can be read where."""
    names = {"omgangar": reverse("api:rounds"), "planer": reverse("api:plans")}
    names |= {table: reverse("api:table", args=[table]) for table in TABLES}
    return {
        "person": person.name,
        "addresses": {name: request.build_absolute_uri(path) for name, path in names.items()},
    }


@for_programs
def rounds(request: HttpRequest, person: User) -> dict[str, Any]:
    asked = asked_for(request, person, (YEAR, CODE, UNIT))
    rows = narrowed(Round.objects.visible_to(person), asked, "owner").select_related("owner", "period")
    page, after = _page(rows.filter(pk__gt=asked.after[1]))
    return {"rows": [_round(each) for each in page], "next": next_address(request, after)}


@for_programs
def table(request: HttpRequest, person: User, table: str) -> dict[str, Any]:
    """The lines of one sheet of the Excel file, follow-up by follow-up."""
    if table not in TABLES:
        raise Http404
    asked = asked_for(request, person, (YEAR, CODE, UNIT))
    ids, after = _follow_ups(person, asked)
    rows = [
        flat(line)
        for follow_up, document in shown_of(ids, reader=person)
        for line in TABLES[table](place_of(follow_up, document), document)
    ]
    return {"rows": rows, "next": next_address(request, after)}


@for_programs
def plans(request: HttpRequest, person: User) -> dict[str, Any]:
    asked = asked_for(request, person, (YEAR, UNIT))
    rows = narrowed(Plan.objects.visible_to(person), asked, "unit").select_related("unit")
    page, after = _page(rows.filter(pk__gt=asked.after[1]))
    return {"rows": [_plan(each, request) for each in page], "next": next_address(request, after)}


@for_programs
def plan(request: HttpRequest, person: User, year: int, unit: str) -> dict[str, Any]:
    """The whole plan in the form of docs/plan.schema.json, without the bytes of its pictures."""
    asked_for(request, person, ())
    found = Plan.objects.visible_to(person).select_related("unit").filter(year=year, unit__slug=unit).first()
    if found is None:
        raise Http404
    return document_of(found, draft=reads_draft(person, found)).to_dict()


@for_programs
def nothing(request: HttpRequest, person: User, rest: str) -> dict[str, Any]:
    raise Http404


def _page(rows: Any) -> tuple[list[Any], tuple[int, int] | None]:
    """The first rows by id, and where they end if there are more."""
    found = list(rows.order_by("pk")[: MOST + 1])
    more = len(found) > MOST
    return found[:MOST], (0, found[MOST - 1].pk) if more else None


def _follow_ups(person: User, asked: Asked) -> tuple[list[int], tuple[int, int] | None]:
    """The next follow-ups of one round, and where they end if there are more of it or of another."""
    visible = FollowUp.objects.visible_to(person)
    rows = narrowed(visible, asked, "unit", year="round__year", code="round__code")
    rows = rows.filter(further("round", asked.after)).order_by("round", "pk")
    found = list(rows.values_list("round", "pk")[: BATCH + 1])
    here = [(round_, pk) for round_, pk in found[:BATCH] if round_ == found[0][0]]
    return [pk for _, pk in here], here[-1] if len(here) < len(found) else None


def _round(row: Round) -> dict[str, Any]:
    closed = timezone.localdate(row.closed_at) if row.closed_at else None
    told = {
        "round_key": row.key,
        "year": row.year,
        "code": row.code,
        "round": row.name,
        "owner": row.owner.name,
        "owner_key": row.owner.key,
        "period_start": row.period.starts_on,
        "period_end": row.period.ends_on,
        "opens_on": row.opens_on,
        "due_on": row.due_on,
        "closed_on": closed,
    }
    return {name: plain_value(value) for name, value in told.items()}


def _plan(row: Plan, request: HttpRequest) -> dict[str, Any]:
    return {
        "plan_key": str(row.key),
        "year": row.year,
        "unit": row.unit.name,
        "unit_key": str(row.unit.key),
        "state": row.shown_state,
        "address": request.build_absolute_uri(reverse("api:plan", args=[row.year, row.unit.slug])),
    }
