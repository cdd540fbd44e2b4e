"""The history of a follow-up: who changed which value, judgement or text; for those who read drafts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from followup.actions.economy import EconomyGiven, remove_economy, write_economy
from followup.actions.judging import AssessmentWords, StatusWords, write_assessment, write_status, write_text
from followup.actions.moves import mark_ready, return_follow_up
from indicators.actions import log_value
from indicators.calendar import periods_of_year
from indicators.entries import Given
from tests.factories import ActivityFactory, EconomyRowFactory, RoundHeadingFactory, UnitFactory, member
from tests.followup.rounds import Reporting, save
from vp.org.models import Role, User

As = Callable[[User], Client]


def address(reporting: Reporting) -> str:
    round_ = reporting.round
    return f"/uppfoljning/{round_.year}/{round_.code}/{reporting.unit.slug}/historik/"


def shown(reporting: Reporting, client: Client) -> str:
    answer = client.get(address(reporting))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_everything_that_was_changed_is_told(reporting: Reporting, as_person: As) -> None:
    it, by = {"follow_up": reporting.follow_up}, reporting.manager
    period = periods_of_year(reporting.round.year)["T1"]
    log_value(
        by=reporting.staff,
        unit=reporting.unit,
        indicator=reporting.indicator,
        period=period,
        given=Given(total="82"),
        save=save(),
    )
    words = AssessmentWords("partly", "<p>Det gick <strong>bra</strong>.</p>")
    write_assessment(by=by, goal=reporting.goal.key, words=words, save=save(), **it)
    told = StatusWords("delayed", "Bygglovet dröjer.", carry_over=True)
    write_status(by=reporting.staff, activity=reporting.activity.key, words=told, save=save(), **it)
    heading = RoundHeadingFactory(round=reporting.round, name="Årets början")
    write_text(by=by, heading=heading.pk, body="<p>Lugnt.</p>", save=save(), **it)
    row = EconomyRowFactory(follow_up=reporting.follow_up, name="Personal")
    given = EconomyGiven("cost", "Personal", "1 000", "650", "", "")
    write_economy(by=by, key=row.key, given=given, save=save(1), **it)
    remove_economy(by=by, key=row.key, save=save(2), **it)
    ready = mark_ready(by=by, follow_up=reporting.follow_up, although_missing=True)
    return_follow_up(by=reporting.controller, follow_up=ready, reason="Skriv om maten.")
    page = shown(reporting, as_person(reporting.manager))
    for said in (
        f"Ändrade värdet för <em>{reporting.indicator.name}</em>",
        'Utfall:</strong> <ins><span class="visually-hidden">(tillagt: </span>82<',
        f"Ändrade bedömningen av <em>1 {reporting.goal.title}</em>",
        "Uppfylls delvis",
        "Det gick bra.",
        f"Ändrade aktiviteten <em>{reporting.activity.title}</em>",
        "Försenad",
        "Förs över till nästa år:",
        "Ändrade texten <em>Årets början</em>",
        "Ändrade ekonomiraden <em>Personal</em>",
        "Tog bort ekonomiraden <em>Personal</em>",
        "Påbörjad",
        "Klarmarkerad",
        "Skickad tillbaka",
        "Skäl: Skriv om maten.",
        reporting.staff.name,
    ):
        assert said in page, said


def test_without_changes_it_says_so(reporting: Reporting, as_person: As) -> None:
    assert "Inget har ändrats i uppföljningen ännu." in shown(reporting, as_person(reporting.manager))


def test_it_is_for_those_who_read_drafts(reporting: Reporting, as_person: As, client: Client) -> None:
    assert client.get(address(reporting))["Location"].startswith("/logga-in/")
    outsider = member(UnitFactory(parent=reporting.unit.parent), Role.MANAGER)
    assert as_person(outsider).get(address(reporting)).status_code == 404
    reader = as_person(member(reporting.unit, Role.READER))
    assert reader.get(address(reporting)).status_code == 200
    assert reader.post(address(reporting)).status_code == 405
    reporting.close()
    assert as_person(outsider).get(address(reporting)).status_code == 404
    assert as_person(reporting.controller).get(address(reporting)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_queries(rows: int, reporting: Reporting, as_person: As, django_assert_num_queries) -> None:
    for _ in range(rows):
        activity = ActivityFactory(goal=reporting.goal)
        words = StatusWords("done")
        write_status(
            by=reporting.staff, follow_up=reporting.follow_up, activity=activity.key, words=words, save=save()
        )
    client = as_person(reporting.manager)
    with django_assert_num_queries(15):
        shown(reporting, client)
