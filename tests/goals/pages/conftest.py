"""A small organisation that the tests of pages share: two units under one committee, with a plan each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from goals.document import PlanDocument
from goals.importing.save import save_plan
from goals.models import Plan
from tests.factories import CommitteeFactory, CouncilFactory, UnitFactory, member
from tests.rich import rich_document
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit, User


@dataclass
class Organisation:
    council: Unit
    committee: Unit
    granen: Unit
    tallen: Unit

    def person(self, role: Role, unit: Unit | None = None) -> User:
        return member(unit or self.granen, role)


@pytest.fixture
def organisation(db: None) -> Organisation:
    council = CouncilFactory()
    committee = CommitteeFactory(parent=council, name="Barnnämnden", slug="barnnamnden")
    granen = UnitFactory(parent=committee, name="Förskolan Granen", slug="granen")
    tallen = UnitFactory(parent=committee, name="Förskolan Tallen", slug="tallen")
    return Organisation(council, committee, granen, tallen)


@pytest.fixture
def plan(organisation: Organisation) -> Plan:
    """Granen's draft for 2027, with something of everything."""
    return saved(rich_document(), organisation.granen)


@pytest.fixture
def as_person(client: Client) -> Callable[[User], Client]:
    """The client, logged in as somebody."""

    def log_in(person: User) -> Client:
        client.force_login(person)
        return client

    return log_in


def saved(document: PlanDocument, unit: Unit) -> Plan:
    return save_plan(by=OPERATOR, document=document, unit=unit).plan
