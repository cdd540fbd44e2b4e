"""A municipality to look at in a real browser, and whoever looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from goals.headings import ensure_headings
from goals.importing.save import save_plan
from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    FormerUnitFactory,
    PlanFactory,
    UnitFactory,
    decided,
    member,
)
from tests.rich import rich_document
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit, User

WIDTHS = (1280, 390)


@pytest.fixture
def granen(transactional_db: None) -> Unit:
    """A preschool with a rich draft for 2027 and a decided plan for 2026, in a small organisation."""
    ensure_headings()
    committee = CommitteeFactory(parent=CouncilFactory(), name="Barnnämnden", slug="barnnamnden")
    unit = UnitFactory(parent=committee, name="Förskolan Granen", slug="granen")
    FormerUnitFactory(unit=unit, name="Granens daghem", slug="granens-daghem")
    save_plan(by=OPERATOR, document=rich_document(), unit=unit)
    decided(save_plan(by=OPERATOR, document=rich_document(keys=False, year=2026), unit=unit).plan)
    PlanFactory(unit=UnitFactory(parent=committee, name="Förskolan Tallen"), state="ready")
    return unit


@pytest.fixture
def logged_in(page: Page, client, live_server) -> Callable[[User], Page]:
    """The browser's page with somebody's session, without the way through the form."""

    def log_in(person: User) -> Page:
        client.force_login(person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return page

    return log_in


@pytest.fixture
def controller(granen: Unit) -> User:
    assert granen.parent is not None
    return member(granen.parent, Role.CONTROLLER, name="Petra Ek")
