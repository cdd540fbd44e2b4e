"""What is folded because it is too much to list, in real Chromium: axe at both widths, and the way in."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from goals.pages.parts import MOST
from tests.browser.flow import follow, looked_at
from tests.factories import CommitteeFactory, CouncilFactory, PlanFactory, UnitFactory, member
from tests.followup.rounds import a_round
from vp.org.models import Role

pytestmark = pytest.mark.browser


def test_the_parts_of_a_large_organisation(transactional_db: None, logged_in, page: Page) -> None:
    council = CouncilFactory(name="Granskogs kommun")
    for name in ("Barnnämnden", "Vårdnämnden"):
        committee = CommitteeFactory(parent=council, name=name)
        for number in range(MOST // 2 + 1):
            PlanFactory(unit=UnitFactory(parent=committee, name=f"{name}s enhet {number}"))
    a_round(council)
    logged_in(member(council, Role.CONTROLLER))
    for address, label in (
        ("/planer/?ar=2027", "Vårdnämnden"),
        ("/enheter/", f"{MOST // 2 + 1} enheter under…"),
        ("/uppfoljning/2027/", "Vårdnämnden"),
    ):
        page.goto(address)
        looked_at(page)
        follow(page, label)
        expect(page.get_by_role("link", name="enhet 7").first).to_be_visible()
