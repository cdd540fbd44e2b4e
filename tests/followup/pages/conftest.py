"""A unit that reports to its committee, and the client logged in as somebody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.followup.rounds import Reporting, a_reporting_unit
from vp.org.models import User


@pytest.fixture
def reporting(db: None) -> Reporting:
    return a_reporting_unit()


@pytest.fixture
def as_person(client: Client) -> Callable[[User], Client]:
    """The client, logged in as somebody."""

    def log_in(person: User) -> Client:
        client.force_login(person)
        return client

    return log_in
