"""The demo's year follows the annual wheel: plans are written in the autumn before."""

from __future__ import annotations

import datetime

import pytest

from demo.season import Steps
from goals.season import planning_year

Day = datetime.date


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (Day(2026, 1, 1), 2026),  # plans of the year are being decided
        (Day(2026, 4, 30), 2026),  # T1
        (Day(2026, 6, 30), 2026),
        (Day(2026, 8, 31), 2026),  # T2, the last day that belongs to this year's plans
        (Day(2026, 9, 1), 2027),
        (Day(2026, 11, 21), 2027),
        (Day(2026, 12, 31), 2027),
        (Day(2028, 2, 29), 2028),
    ],
)
def test_planning_year(today, year):
    assert planning_year(today) == year


READY, DECIDED = Day(2026, 11, 12), Day(2027, 1, 19)


@pytest.mark.parametrize(
    ("steps", "today", "status"),
    [
        (Steps(READY, DECIDED), Day(2026, 11, 11), "draft"),
        (Steps(READY, DECIDED), READY, "ready"),
        (Steps(READY, DECIDED), Day(2027, 1, 18), "ready"),
        (Steps(READY, DECIDED), DECIDED, "decided"),
        (Steps(READY), Day(2030, 1, 1), "ready"),
        (Steps(), Day(2030, 1, 1), "draft"),
    ],
)
def test_status(steps, today, status):
    assert steps.status(today) == status
