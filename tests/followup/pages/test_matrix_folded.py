"""The matrix of a large organisation: a line for each part, most late first, and everything in it a link."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from followup.actions.rounds import RoundWords
from followup.models import FollowUp
from goals.pages.parts import MOST
from tests.factories import CommitteeFactory, CouncilFactory, PlanFactory, UnitFactory, decided, member
from tests.followup.rounds import a_round
from vp.org.models import Role, Unit, User

DAY = datetime.timedelta(days=1)
ADDRESS = "/uppfoljning/2027/"


@pytest.fixture
def council(db: None) -> Unit:
    """Five days past T1's due day: a hundred units, one of them ready, and a committee with a single one."""
    council: Unit = CouncilFactory(name="Granskogs kommun", slug="kommun")
    few = CommitteeFactory(parent=council, name="Barnnämnden", slug="barn")
    many = CommitteeFactory(parent=council, name="Vårdnämnden", slug="vard")
    for number in range(MOST):
        PlanFactory(unit=UnitFactory(parent=many, slug=f"hemtjanst-{number}"))
    decided(PlanFactory(unit=UnitFactory(parent=few, slug="granen")))
    today = timezone.localdate()
    a_round(council, words=RoundWords(opens_on=today - 40 * DAY, due_on=today - 5 * DAY))
    FollowUp.objects.filter(unit__slug="hemtjanst-0").update(state="ready")
    return council


def page_of(client: Client, asked: str = "") -> str:
    answer = client.get(ADDRESS + asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_is_folded(council: Unit, as_person: Callable[[User], Client], django_assert_num_queries) -> None:
    client = as_person(member(council, Role.CONTROLLER))
    client.get(ADDRESS)
    with django_assert_num_queries(7):
        page = page_of(client)
    assert page.index('<a href="?enhet=vard">') < page.index('<a href="?enhet=barn">')
    assert "hemtjanst-1/" not in page
    assert f"0 av {MOST} färdiga" in page
    assert f'href="?enhet=vard&amp;status=sena">{MOST - 1} sena' in page
    assert 'href="?enhet=vard&amp;status=vantar">1 väntar' in page
    assert "1 av 2 fastställda" in page
    assert f'Sena <span class="count">{MOST}</span>' in page
    assert f"Påminn alla {MOST} som är sena med T1" in page
    page = page_of(client, "?enhet=barn")
    assert "/uppfoljning/2027/T1/granen/" in page
    assert "hemtjanst" not in page
    page = page_of(client, "?status=vantar")
    assert "/uppfoljning/2027/T1/hemtjanst-0/" in page
    assert "/uppfoljning/2027/T1/hemtjanst-1/" not in page
    page = page_of(as_person(member(council, Role.READER)))
    assert f"av {MOST} färdiga" not in page
    assert "Påminn" not in page
