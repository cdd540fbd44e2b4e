"""A decided plan stays as it was decided, whatever is sent to any address of it, or to the admin.

Each form is sent to a decided plan, and to the same plan as a draft, where it does change something. A new
address of a plan without a row fails here.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone

from goals import urls
from tests.factories import UserFactory
from tests.goals.whole_plan import WholePlan, whole_plan
from tests.images.pictures import encoded

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Sent:
    """What the address says after year and unit, and the form."""

    rest: list[object] = field(default_factory=list)
    form: dict[str, Any] = field(default_factory=dict)
    query: str = ""


Sending = Callable[[WholePlan], Sent]


def save(version: int) -> dict[str, Any]:
    return {"save": str(uuid.uuid4()), "version": version}


def at_goal(it: WholePlan) -> str:
    return f"?mal={it.goals[1].key}"


def own_indicator(name: str) -> dict[str, Any]:
    return {"name": name, "periodicity": "År", "by_gender": "nej", "direction": "högre är bättre"}


WRITES: dict[str, Sending] = {
    "activity": lambda it: Sent([it.activities[0].key], {"title": "Annan", **save(1)}),
    "add_indicator": lambda it: Sent(
        form={"key": str(uuid.uuid4()), "indicator": str(it.rows[1].indicator.key)}, query=at_goal(it)
    ),
    "add_own_indicator": lambda it: Sent(
        form={"key": str(uuid.uuid4()), **own_indicator("Vår egen")}, query=at_goal(it)
    ),
    "adopt": lambda it: Sent(form={"goal": "all"}),
    "choose_above": lambda it: Sent(form={"was": [str(it.unused.key)]}),
    "define_indicator": lambda it: Sent([it.rows[0].key], {**own_indicator("Annat namn"), **save(1)}),
    "goal": lambda it: Sent([it.goals[0].key], {"title": "Annat", **save(1)}),
    "indicator": lambda it: Sent([it.rows[0].key], {"target": "99 %", **save(1)}),
    "mark_ready": lambda it: Sent(form={"version": it.plan.version, "anyway": "on"}),
    "move_activity": lambda it: Sent([it.activities[0].key], {"vart": "ner"}),
    "move_goal": lambda it: Sent([it.goals[0].key], {"till": "ner"}),
    "move_indicator": lambda it: Sent([it.rows[0].key], {"vart": "ner"}),
    "new_goal": lambda it: Sent(form={"key": str(uuid.uuid4()), "title": "Nytt", **save(0)}),
    "picture": lambda it: Sent(form={"picture": SimpleUploadedFile("gran.png", encoded("PNG"))}),
    "registry_number": lambda it: Sent(form={"number": "KS 2", "former": "KS 1"}),
    "remove": lambda it: Sent(["text", it.text.key], {"ja": "1"}),
    "restore": lambda it: Sent([it.removal.pk]),
    "text": lambda it: Sent([it.text.key], {"body": "<p>Annat.</p>", **save(1)}),
}
"""Addresses that change a draft."""

NO_MOVE_OF_IT: dict[str, Sending] = {
    "decide": lambda it: Sent(
        form={"version": it.plan.version, "decided_on": "2026-01-15", "decided_by": "Nämnden"}
    ),
    "lock": lambda it: Sent(form={"version": it.plan.version}),
    "presence": lambda it: Sent(),
    "return": lambda it: Sent(form={"version": it.plan.version, "reason": "Ett fel."}),
    "start_plan": lambda it: Sent(form={"begin": "tom"}),
}
"""Those that change nothing in a draft, and are refused when it has been decided."""

READS: dict[str, list[object]] = {
    "activity_read": [uuid.UUID(int=7)],
    "changes": [],
    "goal_read": [uuid.UUID(int=7)],
    "history": [],
    "indicator_read": [uuid.UUID(int=7)],
    "links": [],
    "new_activity": [],
    "plan": [],
    "plan_docx": [],
    "plan_json": [],
    "replaced": [1],
    "text_read": [uuid.UUID(int=7)],
    "version": [1],
    "versions": [],
}
"""Nothing can be sent to these; what comes after year and unit."""

OPENS: dict[str, Sending] = {
    "revise": lambda it: Sent(form={"version": it.plan.version, "reason": "Ny budget."}),
    "unlock": lambda it: Sent(
        form={
            "version": it.plan.version,
            "reason": "Rätta ett fel.",
            "until": f"{timezone.localtime() + datetime.timedelta(hours=2):%Y-%m-%dT%H:%M}",
        }
    ),
}
ADDS_A_TARGET: dict[str, Sending] = {
    "change_target": lambda it: Sent(
        form={
            "row": it.rows[0].pk,
            "words": "99 %",
            "since": f"{it.plan.year}-05-01",
            "reason": "Nytt beslut.",
        }
    )
}
PRINTS: dict[str, Sending] = {"plan_pdf": lambda it: Sent()}


def addresses_of_a_plan() -> set[str]:
    def names(patterns: list[URLPattern | URLResolver], before: str) -> set[str]:
        found: set[str] = set()
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found |= names(pattern.url_patterns, route)
            elif "<int:year>/<slug:unit>" in route:
                found.add(str(pattern.name))
        return found

    return names(urls.urlpatterns, "")


def test_every_address_has_its_row() -> None:
    rows = [WRITES, NO_MOVE_OF_IT, READS, OPENS, ADDS_A_TARGET, PRINTS]
    named = [name for row in rows for name in row]
    assert len(named) == len(set(named))
    assert addresses_of_a_plan() == set(named)


@pytest.fixture
def plan() -> WholePlan:
    """Decided."""
    return whole_plan(is_decided=True)


def send(client: Client, it: WholePlan, name: str, sent: Sent) -> HttpResponse:
    client.force_login(it.person)
    address = reverse(f"goals:{name}", args=[it.plan.year, it.plan.unit.slug, *sent.rest])
    answer: Any = client.post(address + sent.query, sent.form)
    return answer  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", WRITES | NO_MOVE_OF_IT)
def test_by_page(client: Client, plan: WholePlan, name: str) -> None:
    before = plan.kept()
    answer = send(client, plan, name, (WRITES | NO_MOVE_OF_IT)[name](plan))
    told_on_the_page_it_leads_to = {"adopt": 302}
    assert answer.status_code in {told_on_the_page_it_leads_to.get(name, 423), 409}
    assert plan.kept() == before


@pytest.mark.parametrize("name", WRITES)
def test_a_draft_is_changed_at_the_same_address(client: Client, name: str) -> None:
    draft = whole_plan(is_decided=False)
    before = draft.kept()
    answer = send(client, draft, name, WRITES[name](draft))
    assert answer.status_code in {200, 201, 302}, answer.content
    assert draft.kept() != before


@pytest.mark.parametrize("name", READS)
def test_nothing_can_be_sent_to_what_is_only_read(client: Client, plan: WholePlan, name: str) -> None:
    before = plan.kept()
    assert send(client, plan, name, Sent(READS[name], {"title": "Annat"})).status_code == 405
    assert plan.kept() == before


@pytest.mark.parametrize(
    ("name", "table"),
    [*((name, "goals_plan") for name in OPENS), *((name, "indicators_target") for name in ADDS_A_TARGET)],
)
def test_what_may_be_done_changes_its_own_table(
    client: Client, plan: WholePlan, name: str, table: str
) -> None:
    """A plan is opened with a reason, and gets one more target, with its day: all else is what it was."""
    before = plan.kept()
    assert send(client, plan, name, (OPENS | ADDS_A_TARGET)[name](plan)).status_code == 302
    after = plan.kept()
    assert after[table] != before[table]
    assert after | {table: []} == before | {table: []}
    assert table == "goals_plan" or after[table][:-1] == before[table]


@pytest.mark.parametrize("name", PRINTS)
def test_printing_changes_nothing(client: Client, plan: WholePlan, name: str) -> None:
    before = plan.kept()
    assert send(client, plan, name, PRINTS[name](plan)).status_code == 302
    assert plan.kept() == before


PLANNING = [
    model for model in admin.site._registry if model._meta.app_label in {"goals", "indicators", "images"}
]


@pytest.mark.parametrize("model", PLANNING, ids=lambda model: model._meta.label)
def test_by_the_admin(client: Client, plan: WholePlan, model: type[Model]) -> None:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    place, before = f"admin:{model._meta.app_label}_{model._meta.model_name}", plan.kept()
    assert client.post(reverse(f"{place}_add"), {"title": "Annat"}).status_code == 403
    for row in model._default_manager.all():
        form = {"title": "Annat", "words": "Annat", "state": "draft", "_save": "Spara"}
        assert client.post(reverse(f"{place}_change", args=[row.pk]), form).status_code == 403
        assert client.post(reverse(f"{place}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(reverse(f"{place}_changelist"), chosen)
    assert plan.kept() == before
