"""The admin in a real browser: our policy for contents lets all of it work."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.factories import PASSWORD, ActivityFactory, GoalIndicatorFactory, PlanVersionFactory, UserFactory
from vp.org.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_the_admin_works_under_our_policy(page) -> None:
    UserFactory(is_staff=True, email="drift@example.se", name="Drift Person")
    ActivityFactory()
    GoalIndicatorFactory()
    PlanVersionFactory()
    page.goto("/admin/")
    page.get_by_label("E-postadress").fill("drift@example.se")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#site-name").wait_for()
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        page.goto(reverse(f"{name}_changelist"))
        assert page.locator("#changelist").is_visible()
        row = model._default_manager.first()
        if row is not None:
            page.goto(reverse(f"{name}_change", args=[row.pk]))
            assert page.locator("#content").is_visible()
    page.goto(reverse("admin:org_user_add"))
    page.locator("#id_email").fill("ny@example.se")
    page.locator("#id_name").fill("Ny Drift")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/admin/org/user/**")
    assert User.objects.filter(email="ny@example.se", is_staff=True).exists()
