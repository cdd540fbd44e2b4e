"""What stands around every page: the head with its menu, messages, and pages for errors."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import path

from tests.factories import CouncilFactory, MembershipFactory
from vp import urls
from vp.org.models import Role


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise {
        "ord": BadRequest("Året ska skrivas med fyra siffror."),
        "misstanke": SuspiciousOperation("internal detail"),
        "nej": PermissionDenied("Bara controllern får fastställa planen."),
        "krasch": RuntimeError("internal detail"),
    }[how]


urlpatterns = [*urls.urlpatterns, path("fel/<str:how>", fail)]
handler400 = urls.handler400


def test_the_head_names_the_municipality_and_the_person(organisation, as_person) -> None:
    person = organisation.person(Role.READER)
    page = as_person(person).get("/").content.decode()
    assert "Granskogs kommun" in page
    assert person.name in page
    assert 'href="#innehall">Hoppa till innehållet' in page
    assert '<html lang="sv">' in page


def test_somebody_in_two_municipalities_sees_both(organisation, as_person) -> None:
    person = organisation.person(Role.READER)
    MembershipFactory(user=person, unit=CouncilFactory(slug="annan", name="Annan kommun"))
    assert "Annan kommun · Granskogs kommun" in as_person(person).get("/").content.decode()


def test_one_logs_out_by_post(organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get("/").content.decode()
    assert '<form method="post" action="/logga-ut/">' in page


@pytest.mark.parametrize(("role", "shown"), [(Role.READER, False), (Role.MANAGER, True)])
def test_people_are_in_the_menu_of_those_who_manage_them(role, shown, organisation, as_person) -> None:
    page = as_person(organisation.person(role)).get("/").content.decode()
    assert ("Personer och roller" in page) is shown


def test_the_page_one_is_at_is_marked(organisation, as_person) -> None:
    page = as_person(organisation.person(Role.READER)).get("/planer/").content.decode()
    assert re.search(r'<a href="/planer/"\s+aria-current="page">Planer</a>', page)
    assert page.count("aria-current") == 1 + page.count('aria-current="true"')


def test_messages_are_announced_and_escaped() -> None:
    page = render_to_string("base.html", {"messages": [Message(constants.ERROR, "<b>Nej</b>")]})
    assert '<p class="message message-error">&lt;b&gt;Nej&lt;/b&gt;</p>' in page
    assert 'aria-live="polite"' in page


def test_htmx_may_neither_evaluate_nor_write_styles(organisation, as_person) -> None:
    answer = as_person(organisation.person(Role.READER)).get("/")
    assert '"includeIndicatorStyles":false,"allowEval":false' in answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("ord", 400, "Året ska skrivas med fyra siffror."),
        ("misstanke", 400, "Gå tillbaka och försök igen"),
        ("nej", 403, "Bara controllern får fastställa planen."),
        ("krasch", 500, "Felet är noterat"),
    ],
)
def test_an_error_says_what_happened_and_no_more(how, status, words, organisation, as_person) -> None:
    client = as_person(organisation.person(Role.READER))
    client.raise_request_exception = False
    answer = client.get(f"/fel/{how}")
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "internal detail" not in answer.content.decode()


def test_what_is_not_there_leads_on(organisation, as_person) -> None:
    answer = as_person(organisation.person(Role.READER)).get("/finns/inte/")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


def test_a_form_that_was_open_too_long_says_so(organisation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(organisation.person(Role.READER))
    answer = client.post("/logga-ut/")
    assert answer.status_code == 403
    assert "Formuläret hade legat öppet för länge" in answer.content.decode()


@pytest.mark.parametrize("page", ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"])
def test_error_pages_need_nothing_to_be_shown(page: str) -> None:
    assert "Till startsidan" in render_to_string(page)
