"""What the database refuses: how a test sees it, and which tests say so.

Every test_constraints.py has a REFUSED, from the constraint's name to a write that breaks it and nothing
else, and tests of triggers carry `tests_trigger`. tests/test_constraints.py compares with the database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from django.db import IntegrityError, connection, transaction

Refused = dict[str, Callable[[], object]]
Test = TypeVar("Test", bound=Callable[..., object])
TRIGGERS: set[str] = set()


def tests_trigger(*names: str) -> Callable[[Test], Test]:
    """The test is of these triggers, each named `table.trigger`."""

    def mark(test: Test) -> Test:
        TRIGGERS.update(names)
        return test

    return mark


tests_trigger.__test__ = False  # type: ignore[attr-defined]


def assert_refused(name: str, write: Callable[[], object]) -> None:
    """The database refuses the write by the constraint of that name, at once or at the end."""
    with pytest.raises(IntegrityError) as caught:
        _written(write)
    assert refused_by(caught.value) == name


@transaction.atomic
def _written(write: Callable[[], object]) -> None:
    write()
    by_sql("SET CONSTRAINTS ALL IMMEDIATE")  # keys over several columns are looked at when all is written


def refused_by(error: IntegrityError) -> str:
    """The name of the constraint that an error of the database carries."""
    cause = error.__cause__
    return str(cause.diag.constraint_name)  # type: ignore[union-attr]


def by_sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
