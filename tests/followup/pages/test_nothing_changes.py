"""A closed round stays as it was frozen, whatever is sent to any address of it, or to the admin.

Each form is sent to a closed round, and to the same round while it is open, where it does change something.
A new address of a round without a row fails here.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from followup.models import FollowUp
from tests.factories import UserFactory
from tests.followup.whole_round import WholeRound, whole_round

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Sent:
    """What the address says after the unit or the round's owner, and the form."""

    rest: list[object] = field(default_factory=list)
    form: dict[str, Any] = field(default_factory=dict)


Sending = Callable[[WholeRound], Sent]
SURE = {"although_missing": "on"}


def save() -> dict[str, Any]:
    return {"save": str(uuid.uuid4()), "version": 1}


def of_round(it: WholeRound, **form: Any) -> Sent:
    return Sent(form={"version": it.round.version, **form})


def of_unit(it: WholeRound, **form: Any) -> Sent:
    return Sent(form={"version": it.follow_up.version, **form})


def headings(it: WholeRound) -> dict[str, Any]:
    counts = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 1}
    old = {"form-0-id": it.heading, "form-0-name": "Analys", "form-0-ORDER": 1}
    return counts | old | {"form-1-name": "Framåt", "form-1-ORDER": 2}


MONEY = {"kind": "cost", "name": "Annan", "budget": "-1", "outcome": "-1", "forecast": "-1", "comment": "Ja"}
WRITES: dict[str, Sending] = {
    "change_round": lambda it: of_round(
        it, name="Annan", opens_on="2020-01-01", due_on="2100-01-01", comment_from="5", partly_from="80"
    ),
    "close_round": lambda it: of_round(it, **SURE),
    "economy": lambda it: Sent([it.money], {**MONEY, **save()}),
    "economy_removed": lambda it: Sent([it.money], save()),
    "judge_activity": lambda it: Sent([it.activity.key], {"status": "done", **save()}),
    "judge_goal": lambda it: Sent([it.goal.key], {"attainment": "fully", **save()}),
    "judge_text": lambda it: Sent([it.heading], {"body": "<p>Annat.</p>", **save()}),
    "mark_ready": lambda it: of_unit(it, **SURE),
    "round_headings": lambda it: of_round(it, **headings(it)),
    "round_indicators": lambda it: of_round(it),
    "value": lambda it: Sent([it.indicator.key], {"total": "81", **save()}),
}
OF_A_READY_ONE: dict[str, Sending] = {
    "approve": lambda it: of_unit(it, **SURE),
    "return": lambda it: of_unit(it, reason="Ett värde saknas."),
}
ALWAYS_REFUSED: dict[str, Sending] = {
    "close_again": of_unit,
    "economy_brought": lambda it: Sent(),
    "remove_round": of_round,
}
"""In a round where the unit has begun and isn't reopened. (Bringing is tried in test_judging.py too.)"""
OPENS = {"reopen"}
"""Tested with its form in test_moves_pages.py."""
READS: dict[str, list[object]] = {
    name: []
    for name in "followup history judging report report_docx report_json round round_excel values".split()
} | {"report_version": [1]}
LEAVE_IT = {
    "carry",  # next year's plan
    "report_pdf",  # an order
    "sheet",  # an upload; refused in a closed round, tests/followup/sheets/test_rights.py
    "sheet_export",
}
COMPILED = "compiled"
"""Reports are compiled of closed rounds, in tables of their own; `tests/followup/reports`."""


def addresses_of_a_round() -> set[str]:
    """The names of the addresses that say a year, a code and a unit."""
    return {
        str(pattern.name)
        for pattern in get_resolver("followup.urls").url_patterns
        if "<code:code>/<slug:" in str(pattern.pattern)
    }


def test_every_address_has_its_row() -> None:
    rows = [WRITES, OF_A_READY_ONE, ALWAYS_REFUSED, OPENS, READS, LEAVE_IT]
    named = [name for row in rows for name in row]
    assert len(named) == len(set(named))
    assert {name for name in addresses_of_a_round() if COMPILED not in name} == set(named)


def send(client: Client, it: WholeRound, name: str, sent: Sent) -> HttpResponse:
    client.force_login(it.person)
    patterns = {str(each.name): str(each.pattern) for each in get_resolver("followup.urls").url_patterns}
    whose = it.round.owner if "<slug:owner>" in patterns[name] else it.unit
    where = [it.round.year, it.round.code, whose.slug, *sent.rest]
    answer: Any = client.post(reverse(f"followup:{name}", args=where), sent.form)
    return answer  # type: ignore[no-any-return]


def a_round_for(name: str, *, is_closed: bool) -> WholeRound:
    """As it has to be for the form to be possible: rows are brought where there are none."""
    state = "ready" if name in OF_A_READY_ONE else "in_progress"
    return whole_round(is_closed=is_closed, state=state, has_money=name != "economy_brought")


@pytest.mark.parametrize("name", WRITES | OF_A_READY_ONE | ALWAYS_REFUSED)
def test_by_page(client: Client, name: str) -> None:
    closed = a_round_for(name, is_closed=True)
    before = closed.kept()
    answer = send(client, closed, name, (WRITES | OF_A_READY_ONE | ALWAYS_REFUSED)[name](closed))
    told_on_the_page_it_leads_to = {"economy_brought": 302}
    assert answer.status_code in {told_on_the_page_it_leads_to.get(name, 423), 409}
    assert closed.kept() == before


@pytest.mark.parametrize("name", WRITES | OF_A_READY_ONE)
def test_an_open_round_is_changed_at_the_same_address(client: Client, name: str) -> None:
    opened = a_round_for(name, is_closed=False)
    before = opened.kept()
    answer = send(client, opened, name, (WRITES | OF_A_READY_ONE)[name](opened))
    assert answer.status_code in {200, 302}, answer.content.decode()
    assert opened.kept() != before


def test_nothing_can_be_sent_to_what_is_only_read(client: Client) -> None:
    closed = whole_round(is_closed=True)
    before = closed.kept()
    for name, rest in READS.items():
        assert send(client, closed, name, Sent(rest, {"name": "Annat"})).status_code == 405, name
    assert closed.kept() == before


FOLLOWING = [model for model in admin.site._registry if model._meta.app_label in {"followup", "indicators"}]


def test_by_the_admin(client: Client) -> None:
    closed = whole_round(is_closed=True)
    before = closed.kept()
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert FollowUp in FOLLOWING
    for model in FOLLOWING:
        try_in_the_admin(client, model)
    assert closed.kept() == before


def try_in_the_admin(client: Client, model: type[Model]) -> None:
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert client.post(reverse(f"{place}_add"), {"name": "Annat"}).status_code == 403
    for row in model._default_manager.all():
        form = {"name": "Annat", "state": "in_progress", "closed_at": "", "_save": "Spara"}
        assert client.post(reverse(f"{place}_change", args=[row.pk]), form).status_code == 403
        assert client.post(reverse(f"{place}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(reverse(f"{place}_changelist"), chosen)
