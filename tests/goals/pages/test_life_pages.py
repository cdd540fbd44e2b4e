"""A plan's moves in the browser: each page works, and says in words why it refuses."""

from __future__ import annotations

import pytest
from django.utils import timezone

from goals.actions.moves import mark_ready, return_plan, revise_plan
from goals.models import Plan, State, Text
from tests.factories import HeadingFactory, decided, member
from tests.rich import key
from vp.org.access import OPERATOR
from vp.org.models import Role

ADDRESS = "/planer/2027/granen/"
MOVES = ("klarmarkera", "skicka-tillbaka", "faststall", "revidera", "las-upp", "las")
REASON = "Budgeten saknas."
SECRET = "Paviljongen rivs till hösten."


def today() -> str:
    return timezone.localdate().isoformat()


def now(plan: Plan) -> Plan:
    return Plan.objects.get(pk=plan.pk)


def send(client, plan: Plan, move: str, **values):
    return client.post(f"{ADDRESS}{move}/", {"version": now(plan).version, **values})


@pytest.fixture
def controller(organisation):
    return organisation.person(Role.CONTROLLER, organisation.committee)


def test_marking_ready_lists_what_is_missing_and_asks(plan, organisation, as_person) -> None:
    HeadingFactory(name="Uppföljning", required=True)
    client = as_person(organisation.person(Role.MANAGER))
    page = client.get(ADDRESS + "klarmarkera/").content.decode()
    assert f'href="{ADDRESS}#mal-{str(key("unit"))[:8]}">Uppföljning</a>' in page
    assert "Barnen i Granen prövar något nytt varje vecka" in page
    assert f'href="{ADDRESS}#text-{str(key("c3"))[:8]}">Övrigt</a>' in page
    answer = send(client, plan, "klarmarkera")
    assert answer.status_code == 422
    assert "Kryssa i rutan" in answer.content.decode()
    answer = send(client, plan, "klarmarkera", anyway="on")
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert now(plan).state == State.READY


def test_a_written_plan_is_marked_ready_without_a_question(plan, organisation, as_person) -> None:
    Text.objects.filter(plan=plan, title="Övrigt").update(body="<p>Inget.</p>")
    client = as_person(organisation.person(Role.MANAGER))
    assert "Alla rubriker har en text" in client.get(ADDRESS + "klarmarkera/").content.decode()
    assert send(client, plan, "klarmarkera").status_code == 302


def test_a_returned_plan_says_why_until_it_is_marked_ready_again(plan, controller, as_person) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    client = as_person(controller)
    assert send(client, plan, "skicka-tillbaka").status_code == 422
    assert send(client, plan, "skicka-tillbaka", reason=REASON).status_code == 302
    page = client.get(ADDRESS).content.decode()
    assert "Tillbakaskickad av" in page
    assert page.count(REASON) == 2  # on the plan, and in its steps
    mark_ready(by=OPERATOR, plan=plan)
    page = client.get(ADDRESS).content.decode()
    assert "Tillbakaskickad av" not in page
    assert page.count(REASON) == 1


def test_deciding_takes_a_day_and_a_name(plan, controller, as_person) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    client = as_person(controller)
    assert 'value="BN 2026/17"' in client.get(ADDRESS + "faststall/").content.decode()
    answer = send(client, plan, "faststall", decided_on="2999-01-01")
    assert answer.status_code == 422
    assert "kan inte ligga i framtiden" in answer.content.decode()
    assert "Skriv vem som har fastställt" in answer.content.decode()
    given = {"decided_on": today(), "decided_by": "Nämnden § 4", "registry_number": "BN 2027/3"}
    answer = client.post(
        ADDRESS + "faststall/", {"version": now(plan).version, **given}, follow=True
    ).content.decode()
    assert "fastställd som version 1" in answer
    assert f"Version 1, {today()}, Nämnden § 4" in answer
    assert now(plan).registry_number == "BN 2027/3"


def test_a_revised_plan_is_a_draft_to_those_who_may_and_decided_to_others(
    plan, organisation, controller, as_person
) -> None:
    decided(plan)
    client = as_person(controller)
    assert send(client, plan, "revidera").status_code == 422
    assert send(client, plan, "revidera", reason="Halva budgeten drogs in.").status_code == 302
    Text.objects.filter(plan=plan, title="Inledning").update(body=f"<p>{SECRET}</p>")
    page = client.get(ADDRESS).content.decode()
    assert SECRET in page
    assert "Planen revideras: Halva budgeten drogs in." in page
    assert SECRET in client.get(ADDRESS + "plan.json").content.decode()
    outside = as_person(organisation.person(Role.CONTROLLER, organisation.tallen))
    for address in (
        ADDRESS,
        ADDRESS + "plan.json",
        "/planer/?ar=2027",
        "/enheter/granen/",
        "/",
        "/sok/?q=paviljongen",
    ):
        answer = outside.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert SECRET not in page
        assert "revideras" not in page
        assert "Utkast<" not in page.replace("Utkast</a>", "")
    assert "Fastställd" in outside.get("/enheter/granen/").content.decode()
    assert outside.get("/planer/?ar=2027&status=draft").context["page"].rows == []
    assert outside.get(ADDRESS + "mal-ovanfor/").status_code == 404
    assert outside.get("/sok/?q=paviljongen").context["page"].hits == []


def test_the_pages_offer_what_one_may(plan, organisation, controller, as_person) -> None:
    def offered(person) -> list[str]:
        page = as_person(person).get(ADDRESS).content.decode()
        return [move for move in MOVES if f'href="{ADDRESS}{move}/"' in page]

    manager, editor = organisation.person(Role.MANAGER), organisation.person(Role.EDITOR)
    assert (offered(editor), offered(manager), offered(controller)) == ([], ["klarmarkera"], [])
    mark_ready(by=OPERATOR, plan=plan)
    assert (offered(manager), offered(controller)) == ([], ["skicka-tillbaka", "faststall"])
    decided(now(plan))
    assert (offered(manager), offered(controller)) == ([], ["revidera", "las-upp"])


def test_the_steps_are_for_those_who_may_read_drafts(plan, organisation, as_person) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    return_plan(by=OPERATOR, plan=plan, reason=REASON)
    decided(now(plan))
    page = as_person(organisation.person(Role.READER)).get(ADDRESS).content.decode()
    assert "Planens gång</summary>" in page
    assert REASON in page
    page = as_person(member(organisation.tallen, Role.CONTROLLER)).get(ADDRESS).content.decode()
    assert "Planens gång</summary>" not in page
    assert REASON not in page


@pytest.mark.parametrize(
    ("move", "role", "words"),
    [
        ("klarmarkera", Role.EDITOR, "Det gör enhetens chef"),
        ("skicka-tillbaka", Role.MANAGER, "Det gör controllern"),
        ("faststall", Role.MANAGER, "Det gör controllern"),
        ("revidera", Role.MANAGER, "Det gör controllern"),
    ],
)
def test_who_may_not_is_told_who_may(move, role, words, plan, organisation, as_person) -> None:
    client = as_person(organisation.person(role))
    for answer in (client.get(f"{ADDRESS}{move}/"), send(client, plan, move)):
        assert answer.status_code == 403
        assert words in answer.content.decode()
    assert now(plan).state == State.DRAFT


@pytest.mark.parametrize("move", MOVES)
def test_what_one_does_not_see_is_404_and_another_method_405(move, plan, organisation, as_person) -> None:
    outside = as_person(organisation.person(Role.CONTROLLER, organisation.tallen))
    assert outside.get(f"{ADDRESS}{move}/").status_code == 404
    assert send(outside, plan, move).status_code == 404
    assert outside.put(f"{ADDRESS}{move}/").status_code == 405
    assert outside.delete(f"{ADDRESS}{move}/").status_code == 405


@pytest.mark.parametrize(
    ("move", "words"),
    [
        ("skicka-tillbaka", "Bara en klarmarkerad plan"),
        ("faststall", "ska vara klarmarkerad"),
        ("revidera", "Bara en fastställd plan"),
    ],
)
def test_a_move_that_does_not_lead_from_here_is_refused(move, words, plan, controller, as_person) -> None:
    client = as_person(controller)
    given = {"reason": REASON, "decided_on": today(), "decided_by": "Nämnden"}
    for answer in (client.get(f"{ADDRESS}{move}/"), send(client, plan, move, **given)):
        assert answer.status_code == 409
        assert words in answer.content.decode()


def test_a_move_from_a_page_that_is_out_of_date_is_refused(plan, controller, as_person) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    seen = now(plan).version
    return_plan(by=OPERATOR, plan=plan, reason="Fel mål.")
    mark_ready(by=OPERATOR, plan=plan)
    client = as_person(controller)
    answer = client.post(
        ADDRESS + "faststall/", {"version": seen, "decided_on": today(), "decided_by": "Nämnden"}
    )
    assert answer.status_code == 409
    assert "Någon har ändrat planens status" in answer.content.decode()
    assert now(plan).state == State.READY
    assert client.post(ADDRESS + "faststall/", {"version": "x"}).status_code == 422


@pytest.mark.parametrize(("move", "queries"), [("klarmarkera", 12), ("skicka-tillbaka", 4), ("faststall", 4)])
def test_the_pages_ask_few_questions(
    move, queries, plan, organisation, as_person, django_assert_num_queries
) -> None:
    if move != "klarmarkera":
        mark_ready(by=OPERATOR, plan=plan)
    client = as_person(organisation.person(Role.CONTROLLER))
    with django_assert_num_queries(queries):
        assert client.get(f"{ADDRESS}{move}/").status_code == 200


@pytest.mark.parametrize("revised", [False, True])
def test_a_revised_plan_takes_no_more_questions_than_a_draft(
    revised, plan, organisation, as_person, django_assert_num_queries
) -> None:
    if revised:
        decided(plan)
        revise_plan(by=OPERATOR, plan=plan, reason="Ny budget")
    client = as_person(organisation.person(Role.EDITOR))
    with django_assert_num_queries(13):
        assert client.get(ADDRESS).status_code == 200


def test_whoever_is_not_logged_in_comes_to_the_door(plan, client) -> None:
    for move in MOVES:
        assert client.get(f"{ADDRESS}{move}/")["Location"].startswith("/logga-in/")


def test_a_plan_marked_ready_says_who_has_it_now(plan, controller, organisation, as_person) -> None:
    """Whoever wrote in it is told; a reader and the controller have nothing to ask."""
    mark_ready(by=OPERATOR, plan=plan)
    words = f"kan {controller.name} skicka tillbaka den"
    for person, told in (
        (organisation.person(Role.EDITOR), True),
        (organisation.person(Role.READER), False),
        (controller, False),
    ):
        page = " ".join(as_person(person).get("/planer/2027/granen/").content.decode().split())
        assert (words in page) == told, person
