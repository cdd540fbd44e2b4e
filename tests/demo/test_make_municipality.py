"""`make_municipality` on a real database: whole, true to its rows, and the same every time."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F
from django.test import Client
from django.urls import URLPattern, get_resolver

from demo.organisation import password
from followup.document_reader import read_value as read_follow_up
from followup.models import FollowUp, FollowUpVersion, GoalAssessment, Round, State
from goals.document_reader import read_value
from goals.loading import load_plan
from goals.models import Goal, GoalIndicator, Plan, PlanVersion, Text
from indicators.models import Indicator, Measurement, Target
from vp.history.models import Change
from vp.org.models import Kind, Membership, Role, Unit, User
from vp.richtext import tidy

pytestmark = pytest.mark.django_db

NAME = "Kvarnåsens kommun"
SMALL = ("--committees", "1", "--units", "3", "--years", "3", "--on", "2025-11-20", "--name", NAME)
YEARS = [2024, 2025, 2026]


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[str]:
    """One committee with three units and three years, made once for the module; gives what was printed."""
    printed = io.StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("make_municipality", *SMALL, stdout=printed)
        yield printed.getvalue()
        transaction.set_rollback(True)


def test_it_has_the_shape_of_a_municipality(made):
    kinds = Unit.objects.values_list("kind").annotate(Count("pk"))
    assert dict(kinds) == {"council": 1, "committee": 1, "department": 1, "unit": 3}
    for unit in Unit.objects.filter(kind=Kind.UNIT):
        roles = list(Membership.objects.filter(unit=unit).order_by("pk").values_list("role", flat=True))
        assert roles == ["manager", "editor", "staff", "staff", "staff"]
        for plan in unit.plans.all():
            own = plan.goals.filter(inherited=False)
            assert 2 <= own.count() <= 6
            assert own.filter(parent__source__plan__unit__kind=Kind.COMMITTEE).count() == own.count()
            assert 5 <= plan.indicators.count() <= 12
    assert {Role(role) for role in Membership.objects.values_list("role", flat=True)} == set(Role)


def test_the_past_and_this_year_are_decided_and_the_next_is_not(made):
    states = Plan.objects.values_list("year", "state").order_by("year").distinct()
    assert {state for year, state in states if year < 2026} == {"decided"}
    assert {state for year, state in states if year == 2026} <= {"draft", "ready"}
    assert list(Plan.objects.order_by("year").values_list("year", flat=True).distinct()) == YEARS


def test_a_decided_version_is_what_its_rows_say_with_the_right_checksum(made):
    for version in PlanVersion.objects.select_related("plan__unit"):
        frozen = read_value(version.document)
        assert frozen == load_plan(version.plan)
        assert version.sha256 == hashlib.sha256(frozen.to_json().encode()).hexdigest()
    assert PlanVersion.objects.count() == 2 * 5


def test_what_is_inherited_follows_the_plan_above(made):
    shown = Goal.objects.filter(inherited=True)
    assert shown.count() == shown.filter(keeps_own_words=False, source__inherited=False).count() > 20
    assert not shown.exclude(source__plan__year=F("plan__year")).exists()


def test_texts_are_as_a_save_would_keep_them(made):
    bodies = [*Text.objects.values_list("body", flat=True), *analyses()]
    assert all(tidy(body) == body and "{" not in body for body in bodies)
    lengths = [sum(len(text.body.split()) for text in plan.texts.all()) for plan in unit_plans()]
    assert min(lengths) > 1000
    unwritten = Text.objects.filter(body="")
    assert unwritten.exists()
    assert not unwritten.exclude(plan__state="draft").exists()


def analyses() -> Iterator[str]:
    yield from GoalAssessment.objects.values_list("analysis", flat=True)


def unit_plans() -> list[Plan]:
    return list(Plan.objects.filter(unit__kind=Kind.UNIT).prefetch_related("texts"))


def test_goals_keep_their_keys_from_year_to_year(made):
    unit = Unit.objects.filter(kind=Kind.UNIT).first()
    keys = [set(plan.goals.values_list("key", flat=True)) for plan in unit.plans.order_by("year")]
    assert keys[0] & keys[1]
    assert keys[1] & keys[2]


def test_indicators_are_of_every_kind_and_their_targets_are_set(made):
    assert Indicator.objects.filter(is_share=True).exists()
    assert Indicator.objects.filter(accumulates=True).exists()
    assert Indicator.objects.filter(direction="lower").exists()
    assert Target.objects.filter(value=None).exists()
    for row in GoalIndicator.objects.select_related("plan"):
        assert Target.objects.filter(
            indicator=row.indicator_id, unit=row.plan.unit_id, year=row.plan.year
        ).exists()


def test_values_are_logged_for_rounds_that_are_over(made):
    codes = set(Measurement.objects.values_list("period__year", "period__code"))
    assert {(2024, "T1"), (2024, "T2"), (2024, "VB"), (2025, "T1")} <= codes
    assert not any(year == 2026 or (year, code) == (2025, "VB") for year, code in codes)
    in_parts = Measurement.objects.exclude(women_numerator=None)
    assert in_parts.exists()
    for row in in_parts:
        assert row.women_denominator + row.men_denominator == row.denominator
    amounts = Measurement.objects.filter(indicator__aggregation="sum").exclude(women=None)
    assert all(row.women + row.men == row.total for row in amounts)
    assert all(row.total is None or row.total >= Decimal(0) for row in Measurement.objects.all())


def test_rounds_are_closed_but_for_the_newest(made):
    rounds = Round.objects.in_order().values_list("year", "code", "closed_at")
    assert [(year, code, closed is not None) for year, code, closed in rounds] == [
        (2025, "T1", True),
        (2025, "T2", False),
        (2024, "T1", True),
        (2024, "T2", True),
        (2024, "VB", True),
    ]
    assert FollowUp.objects.count() == 5 * 4
    assert GoalAssessment.objects.filter(follow_up__state=State.APPROVED).exists()
    for version in FollowUpVersion.objects.all():
        document = read_follow_up(version.document)
        assert version.sha256 == hashlib.sha256(document.to_json().encode()).hexdigest()
        assert any(goal.attainment for goal in document.walk_goals()) or document.status != State.APPROVED


def test_the_history_tells_how_it_came(made):
    told = Change.objects.values_list("subject", "action").distinct()
    assert {
        ("unit", "created"),
        ("role", "given"),
        ("goals.plan", "started"),
        ("goals.plan", "decide"),
        ("followup.round", "close"),
        ("followup.followup", "approve"),
    } <= set(told)


def test_people_log_in_with_what_is_printed(made):
    lines = [line.split() for line in made.splitlines() if "@" in line]
    assert [line[0] for line in lines] == [role.label for role in Role]
    for _role, email in lines:
        assert authenticate(username=email, password=password()) is not None


def test_no_page_of_a_unit_fails(made):
    unit = Unit.objects.filter(kind=Kind.UNIT).first()
    client = Client()
    client.force_login(User.objects.get(memberships__unit=unit, memberships__role=Role.MANAGER))
    asked = [each for year in YEARS[1:] for each in pages(unit, year)]
    answers = {address: client.get(address).status_code for address in dict.fromkeys(asked)}
    assert max(answers.values()) < 500
    for year in YEARS[1:]:
        assert answers[f"/planer/{year}/{unit.slug}/"] == 200
        assert answers[f"/planer/{year}/{unit.slug}/historik/"] == 200
    assert answers[f"/planer/2025/{unit.slug}/versioner/1/"] == 200
    assert answers[f"/enheter/{unit.slug}/"] == 200


def pages(unit: Unit, year: int) -> Iterator[str]:
    """Every address that is made of a unit, and a year, round or version, and nothing else."""
    values = {"unit": unit.slug, "slug": unit.slug, "year": year, "code": "T1", "number": 1}
    for route, names in routes(get_resolver().url_patterns):
        if names & {"unit", "slug"} and names <= set(values):
            yield "/" + "".join(
                str(values[part.rpartition(":")[2]]) if at % 2 else part
                for at, part in enumerate(route.replace(">", "<").split("<"))
            )


def routes(patterns: list, above: str = "") -> Iterator[tuple[str, set[str]]]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if not route.startswith("admin/"):
                yield route, {part.split(">")[0].rpartition(":")[2] for part in route.split("<")[1:]}
        else:
            yield from routes(pattern.url_patterns, route)


def test_it_is_refused_twice_and_in_production(made, settings):
    with pytest.raises(CommandError, match="finns redan"):
        call_command("make_municipality", *SMALL)
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="--even-in-production"):
        call_command("make_municipality")
