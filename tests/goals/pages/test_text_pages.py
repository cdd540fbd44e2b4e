"""`…/texter/<key>/`: opened, saved and read again over HTTP; every refused state; query counts."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from goals.actions.moves import mark_ready
from goals.models import Heading, Level, Plan, Presence, Text
from tests.factories import HeadingFactory, decided
from tests.goals.pages.conftest import saved
from tests.goals.pages.test_plan_page import big
from vp.org.access import OPERATOR
from vp.org.models import Role

PAGE = "/planer/2027/granen/"
SCRIPT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def text(plan: Plan) -> Text:
    found = plan.texts.get(title="Inledning")
    Text.objects.filter(pk=found.pk).update(body="<p>Förr.</p>")
    return found


@pytest.fixture
def writer(plan: Plan, organisation, as_person) -> Client:
    return as_person(organisation.person(Role.EDITOR))


def address(text: Text, part: str = "") -> str:
    return f"{PAGE}texter/{text.key}/{part}"


def send(client: Client, text: Text, body: str, **more: Any) -> Any:
    given = {"body": body, "version": text.version, "save": str(uuid.uuid4()), **more}
    return client.post(address(text), given, **SCRIPT)


def test_the_page_offers_to_write_where_one_may(plan, organisation, as_person) -> None:
    key = plan.texts.get(title="Inledning").key
    opens = f'data-open="{PAGE}texter/{key}/'
    for role, offered in (
        (Role.EDITOR, True),
        (Role.MANAGER, True),
        (Role.READER, False),
        (Role.STAFF, False),
    ):
        page = as_person(organisation.person(role)).get(PAGE).content.decode()
        assert (opens in page) == offered, role
    controller = organisation.person(Role.CONTROLLER, organisation.committee)
    assert opens in as_person(controller).get(PAGE).content.decode()


def test_what_comes_from_above_is_not_opened(plan, writer) -> None:
    page = writer.get(PAGE).content.decode()
    above = [text.key for text in plan.texts.filter(goal__inherited=True)]
    assert above
    assert not any(f"texter/{key}/" in page for key in above)


def test_a_closed_plan_is_not_opened(plan, writer, text) -> None:
    decided(plan)
    assert "data-open=" not in writer.get(PAGE).content.decode()
    answer = writer.get(address(text), **SCRIPT)
    assert (answer.status_code, "låst" in answer.content.decode()) == (423, True)


def test_a_plan_marked_ready_is_closed_to_its_unit(plan, writer, text) -> None:
    mark_ready(by=OPERATOR, plan=plan)
    answer = send(writer, text, "<p>Nu.</p>")
    assert (answer.status_code, "klarmarkerad" in answer.content.decode()) == (423, True)


def test_the_editor_holds_the_text_and_its_guidance(writer, text, plan) -> None:
    heading = HeadingFactory(place="opening", level=None, name="Inledning", guidance="Beskriv uppdraget.")
    Text.objects.filter(pk=text.pk).update(heading=heading)
    page = writer.get(address(text), **SCRIPT).content.decode()
    assert "&lt;p&gt;Förr.&lt;/p&gt;" in page
    assert "Beskriv uppdraget." in page
    assert 'data-version="1"' in page


def test_a_save_is_answered_with_its_version_and_time(writer, text) -> None:
    answer = send(writer, text, "<p>Nu.</p>")
    told = json.loads(answer.content)
    assert (answer.status_code, told["version"]) == (200, 2)
    assert len(told["at"]) == 5
    assert "Nu." in writer.get(address(text, "visa/?niva=3"), **SCRIPT).content.decode()


def test_an_old_version_is_refused_with_both_side_by_side(writer, text) -> None:
    send(writer, text, "<p>Förr och nu.</p>")
    answer = send(writer, text, "<p>Förr och sedan.</p>")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<ins>sedan.</ins>" in page
    assert "<ins>nu.</ins>" in page
    assert 'data-version="2"' in page
    assert "&lt;p&gt;Förr och nu.&lt;/p&gt;" in page


def test_a_text_that_is_gone_is_said_to_be(writer, text) -> None:
    text.delete()
    for answer in (send(writer, text, "<p>Nu.</p>"), writer.get(address(text), **SCRIPT)):
        assert answer.status_code == 410
        assert "finns inte längre" in answer.content.decode()


def test_a_new_text_is_opened_and_made_by_its_first_save(writer, plan) -> None:
    goal = plan.goals.get(level=Level.UNIT)
    heading = HeadingFactory(name="Utveckling", required=True, guidance="Vad ni utvecklar.")
    page = writer.get(PAGE).content.decode()
    assert f"rubrik={heading.pk}" in page
    where = f"{PAGE}texter/{uuid.uuid4()}/?plats=goal&mal={goal.key}&rubrik={heading.pk}"
    editor = writer.get(where, **SCRIPT).content.decode()
    assert 'data-version="0"' in editor
    assert "Vad ni utvecklar." in editor
    answer = writer.post(where, {"body": "<p>Vi växer.</p>", "version": 0, "save": uuid.uuid4()}, **SCRIPT)
    assert json.loads(answer.content)["version"] == 1
    assert goal.texts.get(heading=heading).body == "<p>Vi växer.</p>"


@pytest.mark.parametrize("asked", ["?plats=goal&mal=nej", "?plats=goal&mal=&rubrik=x", "?plats=himlen", ""])
def test_an_address_that_makes_no_sense_is_told_so(asked, writer) -> None:
    answer = writer.get(f"{PAGE}texter/{uuid.uuid4()}/{asked}", **SCRIPT)
    assert answer.status_code == 410


def test_nothing_is_saved_in_another_persons_name(writer, text, organisation) -> None:
    somebody = organisation.person(Role.EDITOR)
    answer = send(writer, text, "<p>Nu.</p>")
    assert answer.status_code == 200
    answer = writer.post(address(text), {"body": "x", "version": 2}, HTTP_X_PERSON=str(somebody.pk), **SCRIPT)
    assert answer.status_code == 401
    assert "är inloggad här nu" in answer.content.decode()


def test_a_session_that_has_ended_is_a_401_and_a_page_leads_to_the_door(client, text) -> None:
    answer = send(client, text, "<p>Nu.</p>")
    assert answer.status_code == 401
    assert "inte inloggad längre" in answer.content.decode()
    assert client.get(address(text)).status_code == 302


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_a_reader_is_told_that_she_may_not(role, text, organisation, as_person) -> None:
    answer = send(as_person(organisation.person(role)), text, "<p>Nu.</p>")
    assert answer.status_code == 403
    assert "får inte skriva" in answer.content.decode()


def test_for_an_outsider_there_is_nothing(text, organisation, as_person) -> None:
    client = as_person(organisation.person(Role.EDITOR, organisation.tallen))
    assert send(client, text, "<p>Nu.</p>").status_code == 404
    assert client.post(f"{PAGE}har/", **SCRIPT).status_code == 404


def test_wrong_methods(writer, text) -> None:
    assert writer.put(address(text)).status_code == 405
    assert writer.post(address(text, "visa/")).status_code == 405
    assert writer.get(f"{PAGE}har/").status_code == 405


def test_who_else_is_here_is_told(writer, plan, text, organisation) -> None:
    other = organisation.person(Role.MANAGER)
    Presence.objects.create(plan=plan, user=other, row_key=text.key)
    for row in (str(text.key), "", "nonsens"):
        people = json.loads(writer.post(f"{PAGE}har/", {"row": row}, **SCRIPT).content)["people"]
        assert people == [{"name": other.name, "row": str(text.key)}]
    assert Presence.objects.count() == 2


def questions(client: Client, times: int, organisation: Any, count: Any) -> None:
    plan = saved(big(times), organisation.granen)
    text = plan.texts.filter(place="opening").last()
    heading = Heading.objects.first()
    goal = plan.goals.filter(level=Level.UNIT).last()
    new = f"{PAGE}texter/{uuid.uuid4()}/?plats=goal&mal={goal.key}&rubrik={heading.pk}"
    data = {"version": 0, "save": str(uuid.uuid4()), "body": "<p>x</p>"}
    with count(10):
        assert send(client, text, "<p>Nu.</p>").status_code == 200
    text.refresh_from_db()
    with count(10):
        assert send(client, text, "<p>Igen.</p>").status_code == 200
    with count(10):
        assert send(client, text, "<p>Gammalt.</p>").status_code == 409
    with count(12):
        assert client.post(new, data, **SCRIPT).status_code == 200
    with count(5):
        assert client.get(address(text), **SCRIPT).status_code == 200
    with count(6):
        assert client.post(f"{PAGE}har/", **SCRIPT).status_code == 200


@pytest.mark.parametrize("times", [1, 3])
def test_a_save_takes_few_questions_whatever_the_size(
    times, organisation, as_person, django_assert_num_queries
) -> None:
    HeadingFactory(name="Utveckling")
    client = as_person(organisation.person(Role.EDITOR))
    questions(client, times, organisation, django_assert_num_queries)
