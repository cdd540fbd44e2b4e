"""What the database refuses about the history."""

from __future__ import annotations

import pytest

from tests.constraints import Refused, assert_refused, by_sql, tests_trigger
from tests.factories import UnitFactory
from vp.history.record import record
from vp.org.access import OPERATOR

pytestmark = pytest.mark.django_db


def a_rewritten_past() -> None:
    unit = UnitFactory()
    record(by=OPERATOR, unit=unit, subject="unit", key=unit.key, action="created")
    by_sql("UPDATE history_change SET by_name = 'Ingen'")


REFUSED: Refused = {"history_change_append_only": a_rewritten_past}


@tests_trigger("history_change.change_append_only")
@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])
