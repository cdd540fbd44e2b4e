"""A closed report in real Chromium: read at both widths, its versions, and its file ordered."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from followup.actions.moves import reopen
from followup.models import FollowUp
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    FollowUpVersionFactory,
    UnitFactory,
    member,
)
from tests.followup.reports.documents import follow_up_document
from tests.followup.rounds import Reporting, a_round, with_plan
from vp.org.access import OPERATOR
from vp.org.models import Role
from vp.printing.models import RenderJob

pytestmark = pytest.mark.browser


@pytest.fixture
def reporting(transactional_db: None) -> Reporting:
    """A unit of a closed round, whose second version has every sort of row."""
    committee = CommitteeFactory(parent=CouncilFactory(), name="Äldrenämnden", slug="aldrenamnden")
    unit = UnitFactory(parent=committee, name="Hemtjänsten Åsbacken", slug="asbacken")
    reporting = Reporting(unit, *with_plan(unit), round=a_round(committee, "T2"))
    reporting.close()
    until = timezone.now() + datetime.timedelta(hours=1)
    reopen(by=OPERATOR, follow_up=reporting.follow_up, until=until, reason="Fel belopp.")
    document = follow_up_document(8).to_dict() | {"version": 2, "reason": "Fel belopp."}
    FollowUpVersionFactory(follow_up=reporting.follow_up, number=2, document=document, reason="Fel belopp.")
    FollowUp.objects.update(reopened_until=None, reopen_reason="")
    return reporting


def test_a_politician_reads_a_closed_round(reporting: Reporting, logged_in) -> None:
    page = logged_in(member(UnitFactory(parent=reporting.unit.parent), Role.READER))
    page.goto("/uppfoljning/2027/T2/asbacken/")
    expect(page).to_have_url("/uppfoljning/2027/T2/asbacken/rapport/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hemtjänsten Åsbacken")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.reload()
        check(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_text("Förs över till 2028").first).to_be_visible()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.get_by_role("navigation", name="Innehåll").get_by_role("link", name="Versioner").click()
    page.get_by_role("link", name="Version 1").click()
    expect(page.get_by_text("Det här är version 1")).to_be_visible()
    check(page)
    page.get_by_role("link", name="Läs den senaste versionen").click()
    page.get_by_role("button", name="Ladda ner PDF").click()
    page.wait_for_url("**/utskrifter/**")
    assert RenderJob.objects.get().kind == "followup"


def test_a_manager_reads_what_her_report_will_say(transactional_db: None, logged_in) -> None:
    unit = UnitFactory(parent=CommitteeFactory(parent=CouncilFactory()), name="Granen", slug="granen")
    with_plan(unit)
    a_round(unit.parent, "T1")
    page = logged_in(member(unit, Role.MANAGER))
    page.goto("/uppfoljning/2027/T1/granen/")
    page.get_by_role("link", name="Rapporten att läsa och skriva ut").click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        check(page)
    expect(page.get_by_text("Alla i kommunen kan läsa den när omgången har stängts.")).to_be_visible()
