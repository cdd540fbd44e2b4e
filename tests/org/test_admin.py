"""The operators' admin: everything can be found and read, and nothing but accounts be changed."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    ActivityFactory,
    ActivityStatusFactory,
    CouncilFactory,
    EconomyRowFactory,
    FollowUpHeadingFactory,
    FollowUpTextFactory,
    FollowUpVersionFactory,
    FormerUnitFactory,
    GoalAssessmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    HeadingFactory,
    LevelLabelFactory,
    MembershipFactory,
    PlanVersionFactory,
    ReminderFactory,
    RoundIndicatorFactory,
    TargetFactory,
    TextFactory,
    UserFactory,
    member,
)
from vp.history.models import Change
from vp.history.record import record
from vp.org import throttle
from vp.org.access import OPERATOR
from vp.org.models import Role, User

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
MANY = (
    ActivityFactory,
    ActivityStatusFactory,
    EconomyRowFactory,
    FollowUpHeadingFactory,
    FollowUpTextFactory,
    FollowUpVersionFactory,
    FormerUnitFactory,
    GoalAssessmentFactory,
    GoalFactory,
    GoalIndicatorFactory,
    HeadingFactory,
    MembershipFactory,
    PlanVersionFactory,
    ReminderFactory,
    RoundIndicatorFactory,
    TargetFactory,
    TextFactory,
)
READ_ONLY = [model for model in MODELS if model is not User]


@pytest.fixture
def operator() -> User:
    made: User = UserFactory(is_staff=True, name="Drift Person", email="drift@example.se")
    return made


@pytest.fixture
def rows(operator: User) -> None:
    """At least one row of most models."""
    for factory in (*MANY, LevelLabelFactory):
        factory()
    unit = CouncilFactory()
    record(by=OPERATOR, unit=unit, subject="unit", key=unit.key, action="created")
    throttle.take(throttle.LOGIN, email="a@example.se", address="10.0.0.1")


def inside(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_model_of_ours_is_there() -> None:
    ours = {
        model
        for name in ("org", "history", "images", "printing", "indicators", "goals")
        for model in apps.get_app_config(name).get_models()
    }
    assert ours <= set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_lists_can_be_searched_and_rows_be_read(
    rows: None, operator: User, model: type[models.Model]
) -> None:
    client = inside(operator)
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "changelist"), {"q": "1"}).status_code == 200
    for row in model._default_manager.all()[:1]:
        page = client.get(address(model, "change", row.pk))
        assert page.status_code == 200
        assert (b'name="_save"' in page.content) == (model is User)


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model._meta.label)
def test_nothing_is_changed_even_by_a_superuser(rows: None, model: type[models.Model]) -> None:
    client = inside(UserFactory(is_staff=True, is_superuser=True))
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "add"), {}).status_code == 403
    before = list(model._default_manager.order_by("pk").values())
    for row in model._default_manager.all()[:1]:
        assert client.post(address(model, "change", row.pk), {}).status_code == 403
        assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        client.post(address(model, "changelist"), chosen)
    assert list(model._default_manager.order_by("pk").values()) == before


@pytest.mark.parametrize("role", Role)
def test_no_role_opens_the_admin(role: Role) -> None:
    client = inside(member(CouncilFactory(), role))
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.get(address(Change, "changelist"), follow=True).status_code == 403


def test_operators_come_in_by_the_ordinary_door() -> None:
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/logga-in/?next=/admin/"
    assert Client().post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


def test_an_operator_makes_another_who_gets_a_link(
    operator: User, mailoutbox, django_capture_on_commit_callbacks
) -> None:
    client = inside(operator)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(User, "add"), {"email": "Ny@example.se", "name": "Ny Drift"})
    assert answer.status_code == 302
    made = User.objects.get(email="ny@example.se")
    assert made.is_staff
    assert not made.is_superuser
    assert not made.has_usable_password()
    assert "Drift Person har lagt in dig som driftpersonal" in mailoutbox[0].body
    assert "http://testserver/losenord/" in mailoutbox[0].body


def test_an_operator_keeps_somebody_out_but_gives_no_role(operator: User) -> None:
    person = member(CouncilFactory(), Role.STAFF)
    client = inside(operator)
    given = {
        "email": person.email,
        "name": person.name,
        "is_active": "",
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-unit": str(CouncilFactory().pk),
        "memberships-0-role": "administrator",
        "memberships-0-starts_on": "2020-01-01",
    }
    assert client.post(address(User, "change", person.pk), given).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    assert [held.role for held in person.memberships.all()] == ["staff"]
    assert client.post(address(User, "delete", person.pk), {"post": "yes"}).status_code == 403


def test_lists_ask_as_often_for_three_rows_as_for_one(rows: None, operator: User) -> None:
    client = inside(operator)

    def asked() -> dict[str, int]:
        counts = {}
        for model in MODELS:
            with CaptureQueriesContext(connection) as queries:
                client.get(address(model, "changelist"))
            counts[model._meta.label] = len(queries)
        return counts

    asked()
    before = asked()
    for _ in range(2):
        for factory in MANY:
            factory()
    assert asked() == before
    assert max(before.values()) <= 10
