"""`manage.py set_up`: a municipality and its first administrator."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from vp.org.models import Kind, Membership, Unit

pytestmark = pytest.mark.django_db


def set_up(**given: str) -> str:
    out = StringIO()
    wanted = {"administrator": "eva@example.se", "name": "Eva Ek", "site": "https://plan.example.se"} | given
    call_command("set_up", "Älvhamra kommun", stdout=out, **wanted)
    return out.getvalue()


def test_it_makes_the_top_and_an_administrator_who_gets_in(
    mailoutbox, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        said = set_up()
    unit = Unit.objects.get()
    assert (unit.name, unit.slug, unit.kind) == ("Älvhamra kommun", "alvhamra-kommun", Kind.COUNCIL)
    held = Membership.objects.get()
    assert (held.user.name, held.role, held.unit) == ("Eva Ek", "administrator", unit)
    link = said.rsplit(" ", 1)[1].strip()
    assert link.startswith("https://plan.example.se/losenord/")
    assert link in mailoutbox[0].body
    path = link.removeprefix("https://plan.example.se")
    assert "Välj ett lösenord" in Client().get(path, follow=True).content.decode()


def test_a_second_administrator_joins_the_same_municipality() -> None:
    set_up()
    set_up(administrator="bo@example.se", name="Bo Bok")
    assert Unit.objects.count() == 1
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"administrator": "eva"}, "e-postadress"),
        ({"name": " "}, "namn"),
        ({"site": "plan.example.se"}, "https://"),
    ],
)
def test_what_is_wrong_leaves_nothing(wrong: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        set_up(**wrong)
    assert not Unit.objects.exists()
