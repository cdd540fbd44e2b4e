"""An access key in a real browser: made, used by a program, ended; each state sound to axe."""

from __future__ import annotations

import json
import urllib.error
import urllib.request

import pytest

from tests.factories import UnitFactory, member
from tests.org.test_browser import assert_sound, log_in
from vp.org.models import Role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def answered(address: str, secret: str) -> tuple[int, dict[str, object]]:
    """What a program is told."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {secret}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310  the test's own server
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def test_a_key_from_beginning_to_end(page, live_server) -> None:
    staff = member(UnitFactory(), Role.STAFF, name="Ali Alm", email="ali@example.se")
    log_in(page, staff.email)
    page.goto("/konto/")
    page.get_by_role("link", name="Åtkomstnycklar").click()
    assert_sound(page)
    page.get_by_label("Vad används nyckeln till?").fill("Power BI")
    page.keyboard.press("Enter")
    shown = page.get_by_label("Din nyckel")
    shown.wait_for()
    assert page.evaluate("document.activeElement.id") == "nyckeln"
    secret = shown.input_value()
    assert_sound(page)
    status, told = answered(f"{live_server.url}/api/1/", secret)
    assert (status, told["person"]) == (200, "Ali Alm")
    page.get_by_role("link", name="Avsluta nyckeln Power BI").click()
    assert_sound(page)
    page.get_by_role("button", name="Avsluta nyckeln").click()
    page.get_by_text("Nyckeln Power BI är avslutad.").wait_for()
    assert_sound(page)
    status, told = answered(f"{live_server.url}/api/1/", secret)
    assert status == 401
    assert "avslutad" in str(told["detail"])
