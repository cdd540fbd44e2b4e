"""Generated municipalities that are made, or refused, one by one."""

from __future__ import annotations

import datetime
import io

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper
from django.db import connection, transaction

from demo.generated.making import make_municipality
from demo.generated.progress import Progress
from demo.generated.scope import Scope
from followup.models import FollowUpVersion
from goals.models import Plan, PlanVersion
from indicators.models import Measurement
from vp.org.models import Kind, Unit, User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [("--units", "0"), ("--years", "elva"), ("--on", "2999-01-01"), ("--on", "i går"), ("--name", "  ")],
)
def test_what_makes_no_sense_is_refused(words):
    with pytest.raises(CommandError):
        call_command("make_municipality", *words)
    assert not Unit.objects.exists()


def test_the_same_arguments_give_the_same_data():
    first, second = digest(), digest()
    assert first == second
    assert len(first) > 40


def digest() -> list[object]:
    """A tiny municipality, made and undone again: checksums, keys, values and addresses."""
    with transaction.atomic():
        scope = Scope("Tvillingby", 1, 2, 1, datetime.date(2025, 11, 20))
        make_municipality(scope, lambda steps, what: None)
        found: list[object] = [
            *PlanVersion.objects.order_by("plan__key").values_list("sha256", flat=True),
            *FollowUpVersion.objects.order_by("follow_up__unit__key", "pk").values_list("sha256", flat=True),
            *Measurement.objects.order_by("key").values_list("key", "total", "numerator", "words"),
            *User.objects.order_by("key").values_list("key", "email", "name"),
        ]
        transaction.set_rollback(True)
    return found


def test_whoever_stops_it_keeps_whole_committees():
    scope = Scope("Halvby", 2, 2, 1, datetime.date(2025, 6, 1))

    def stop(steps: int, what: str) -> None:
        if what.startswith("Socialnämnden"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_municipality(scope, stop)
    assert [unit.name for unit in Unit.objects.filter(kind=Kind.COMMITTEE)] == [
        "Barn- och utbildningsnämnden"
    ]
    assert (
        Unit.objects.filter(kind=Kind.UNIT).count() == Plan.objects.filter(unit__kind=Kind.UNIT).count() == 1
    )


class Interrupted(io.StringIO):
    """Ctrl-C comes when the first line is written."""

    def write(self, words: str) -> int:
        raise KeyboardInterrupt


def test_whoever_stops_the_command_is_told_what_is_left():
    with pytest.raises(CommandError, match=r"som hann bli klara finns kvar, hela\. Börja om"):
        call_command(
            "make_municipality", "--committees", "1", "--units", "1", "--years", "1", stdout=Interrupted()
        )


def test_addresses_that_are_taken_are_left_alone():
    for name in ("Ena kommunen", "Andra kommunen"):
        make_municipality(Scope(name, 1, 1, 1, datetime.date(2025, 2, 1)), lambda steps, what: None)
    assert Unit.objects.filter(slug="barn-och-utbildningsnamnden-2").exists()
    assert not Measurement.objects.exists()


@pytest.mark.parametrize(
    ("years", "plan_years"),
    [(1, [2025]), (2, [2025, 2026]), (3, [2024, 2025, 2026]), (4, [2023, 2024, 2025, 2026])],
)
def test_years_are_this_one_then_the_next_then_the_past(years, plan_years):
    assert list(Scope("x", 1, 1, years, datetime.date(2025, 3, 1)).plan_years) == plan_years


def test_units_are_shared_by_the_committees():
    scope = Scope("x", 3, 11, 1, datetime.date(2025, 3, 1))
    assert [scope.units_of(number) for number in range(3)] == [4, 4, 3]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal_and_lines_elsewhere():
    shown = {kind: kind() for kind in (Terminal, io.StringIO)}
    for out in shown.values():
        progress = Progress(OutputWrapper(out), 4)
        progress(1, "en nämnd")
        progress(3, "en till")
        progress.end()
    assert "\n" not in shown[Terminal].getvalue()
    assert "░" in shown[Terminal].getvalue()
    lines = shown[io.StringIO].getvalue().splitlines()
    assert [line.split()[0] for line in lines] == ["25%", "100%"]


def test_the_number_of_queries_grows_with_plans_and_not_with_rows():
    """A plan is decided by the action, in some thirty queries; its hundred rows cost nothing more."""
    scope = Scope("Räkneby", 1, 4, 1, datetime.date(2025, 2, 1))
    with connection.execute_wrapper(counting := Counting()):
        make_municipality(scope, lambda steps, what: None)
    assert counting.asked < 60 * 6


class Counting:
    asked = 0

    def __call__(self, execute, sql, params, many, context):
        self.asked += 1
        return execute(sql, params, many, context)
