"""Where there is too much to list, the parts of the organisation stand in its place until one is chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from goals.pages.parts import MOST
from tests.factories import CommitteeFactory, CouncilFactory, PlanFactory, UnitFactory, member
from vp.org.models import Role, Unit, User

As = Callable[[User], Client]


@pytest.fixture
def committee(db: None) -> Unit:
    """One with a draft for each of a hundred units, beside one with a single unit."""
    council = CouncilFactory()
    made: Unit = CommitteeFactory(parent=council, name="Vård- och omsorgsnämnden", slug="vard")
    for number in range(MOST):
        PlanFactory(unit=UnitFactory(parent=made, name=f"Hemtjänst {number}", slug=f"hemtjanst-{number}"))
    few = CommitteeFactory(parent=council, name="Barnnämnden", slug="barn")
    PlanFactory(unit=UnitFactory(parent=few, name="Granen", slug="granen"), state="ready")
    return made


@pytest.fixture
def controller(committee: Unit, as_person: As) -> Client:
    assert committee.parent is not None
    return as_person(member(committee.parent, Role.CONTROLLER))


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_is_too_much_is_folded(
    committee: Unit, controller: Client, as_person: As, django_assert_num_queries
) -> None:
    """One test, because a hundred units take a while to make."""
    with django_assert_num_queries(6):
        page = page_of(controller, "/planer/?ar=2027")
    assert "/planer/2027/hemtjanst-1/" not in page
    assert 'href="?ar=2027&amp;del=vard"' in page
    assert f"{MOST} planer, {MOST} utkast" in page
    assert "1 plan, 1 klarmarkerad<" in page
    page = page_of(controller, "/planer/?ar=2027&status=ready")
    assert "del=vard" not in page
    assert 'href="?ar=2027&amp;del=barn&amp;status=ready"' in page
    page = page_of(controller, "/planer/?ar=2027&del=vard")
    assert "/planer/2027/hemtjanst-1/" in page
    assert "/planer/2027/granen/" not in page
    assert "Hela kommunen" in page
    with django_assert_num_queries(6):
        page = page_of(controller, "/enheter/")
    assert 'href="/enheter/vard/"' in page
    assert "/enheter/hemtjanst-1/" not in page
    assert f'<a href="?del=vard">{MOST} enheter under' in page
    assert '<a href="?del=barn">1 enhet under' in page
    page = page_of(controller, "/enheter/?del=vard")
    assert "/enheter/hemtjanst-1/" in page
    assert "/enheter/granen/" not in page
    outsider = as_person(member(Unit.objects.get(slug="granen"), Role.MANAGER))
    page = page_of(outsider, "/planer/?ar=2027")
    assert f"{MOST}" not in page
    assert "/planer/2027/granen/" in page
    assert "hemtjanst" not in page_of(outsider, "/planer/?ar=2027&del=vard")
    assert "/planer/2027/granen/" in page_of(outsider, "/planer/?ar=2027&del=finns-inte")
