"""The page of an ordered PDF in each of its states: sound to axe, at both widths."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from vp.org.models import Unit, User
from vp.printing.models import RenderJob, RenderPart

pytestmark = pytest.mark.browser

STATES: list[tuple[str, dict[str, Any]]] = [
    ("Väntar på sin tur", {}),
    ("Sätter sidorna", {"state": "running", "stage": "Sätter sidorna", "done": 1, "total": 3}),
    ("Filen är klar", {"state": "done", "file": "pdf/2027/01/plan.pdf"}),
    ("Det gick inte", {"state": "failed", "error": "Det gick inte att skapa filen. Försök igen."}),
    ("Utskriften avbröts", {"state": "cancelled"}),
    ("Skapar enhet 3 av 4", {"state": "parts", "planned": True, "noun": "enhet", "total": 4}),
    ("allt kom inte med", {"state": "done", "planned": True, "file": "pdf/2027/01/rapport.pdf"}),
]
IDS = ["queued", "running", "done", "failed", "cancelled", "parts", "lacking"]


@pytest.mark.parametrize(("told", "values"), STATES, ids=IDS)
def test_an_order_is_told_to_everybody(
    told: str, values: dict[str, Any], controller: User, granen: Unit, logged_in
) -> None:
    leased = timezone.now() + datetime.timedelta(minutes=1)
    job = RenderJob.objects.create(
        kind="plan",
        subject={},
        unit=granen,
        requested_by=controller,
        file_name="Verksamhetsplan 2027 Förskolan Granen.pdf",
        leased_until=leased,
        **values,
    )
    if job.planned:
        for position, state in enumerate(("done", "failed", "running", "queued")):
            RenderPart.objects.create(
                job=job, position=position, kind="plan", subject={}, title=f"Förskolan {position}", pages=1,
                fingerprint="x", state=state, leased_until=leased, error="Planen finns inte längre.",
            )  # fmt: skip
    page = logged_in(controller)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/utskrifter/{RenderJob.objects.get().key}/")
        expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
        check(page)
