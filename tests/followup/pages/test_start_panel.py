"""What the start page says of follow-ups, and to whom."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from followup.actions.moves import approve, mark_ready
from followup.actions.rounds import RoundWords
from followup.models import FollowUp
from tests.factories import UnitFactory, member
from tests.followup.rounds import a_reporting_unit, with_plan
from vp.org.access import OPERATOR
from vp.org.models import Role

DAY = datetime.timedelta(days=1)


def shown(client) -> str:
    """The panel's words, without markup between them."""
    page = client.get("/").content.decode()
    _, found, rest = page.partition('id="uppfoljning"')
    return " ".join(rest.partition("</section>")[0].split()) if found else ""


@pytest.fixture
def late(db):
    today = timezone.localdate()
    return a_reporting_unit(RoundWords(opens_on=today - 40 * DAY, due_on=today - 5 * DAY))


def test_ones_own_says_when_it_is_due_and_how_late_it_is(late, as_person) -> None:
    for person in (late.staff, late.manager):
        words = shown(as_person(person))
        assert f'href="/uppfoljning/2027/T1/{late.unit.slug}/"' in words
        assert "Ej påbörjad, klar senast" in words
        assert "(5 dagar sen)" in words
        assert "godkända" not in words


def test_who_decides_sees_how_her_rounds_go(late, as_person) -> None:
    ready, approved = (UnitFactory(parent=late.unit.parent) for _ in range(2))
    for unit in (ready, approved):
        with_plan(unit)
        follow_up = FollowUp.objects.get(unit=unit)
        mark_ready(by=OPERATOR, follow_up=follow_up, although_missing=True)
    approve(by=OPERATOR, follow_up=FollowUp.objects.get(unit=approved))
    words = shown(as_person(late.controller))
    assert 'href="/uppfoljning/2027/"' in words
    assert "1 av 3 godkända, 1 väntar på dig, 1 sen" in words


def test_it_says_nothing_where_there_is_nothing_to_do(late, as_person) -> None:
    assert shown(as_person(member(UnitFactory(parent=late.unit.parent), Role.MANAGER))) == ""
    mark_ready(by=OPERATOR, follow_up=late.follow_up, although_missing=True)
    assert shown(as_person(late.manager)) == ""
    late.close()
    assert shown(as_person(late.controller)) == ""


def test_a_round_that_isnt_open_yet_is_left_out(db, as_person) -> None:
    day = timezone.localdate() + DAY
    reporting = a_reporting_unit(RoundWords(opens_on=day, due_on=day))
    assert shown(as_person(reporting.manager)) == ""
