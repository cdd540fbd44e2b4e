"""A picture is put into a plan: by whom, which, how large, and who sees it then."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from goals.actions.moves import decide_plan, mark_ready
from goals.actions.pictures import add_picture
from goals.models import Plan
from goals.refusals import PlanDecided, PlanReady
from tests.factories import PlanFactory, UnitFactory, member
from tests.images.pictures import a_picture, encoded, photo
from vp.images.models import Image
from vp.org.access import OPERATOR
from vp.org.models import Role, User

pytestmark = pytest.mark.django_db
HALF = encoded("JPEG", a_picture(size=(400, 300)))[:-500]


@pytest.fixture
def plan() -> Plan:
    return PlanFactory()


@pytest.fixture
def writer(plan: Plan) -> User:
    return member(plan.unit, Role.EDITOR)


def address(plan: Plan) -> str:
    return reverse("goals:picture", args=[plan.year, plan.unit.slug])


def sent(client: Client, plan: Plan, data: bytes = b"", **more: Any) -> Any:
    file = SimpleUploadedFile("../../bild.exe", data or encoded("PNG"), content_type="text/html")
    return client.post(address(plan), {"picture": file}, headers={"HX-Request": "true"}, **more)


def test_a_picture_is_answered_with_its_place_and_seen_in_the_plan(client, plan, writer) -> None:
    client.force_login(writer)
    answer = sent(client, plan, photo())
    image = plan.images.get()
    assert answer.status_code == 201
    assert answer.json() == {"address": f"/bilder/{image.pk}", "width": 30, "height": 40}  # turned upright
    shown = client.get(answer.json()["address"])
    content = b"".join(shown.streaming_content)
    assert b"Hemlig" not in content
    assert shown["Content-Type"] == "image/jpeg"
    assert sent(client, plan, photo()).json() == answer.json()
    assert plan.images.count() == 1


def test_whoever_does_not_read_the_plan_does_not_see_it(client, plan, writer) -> None:
    client.force_login(writer)
    place = sent(client, plan).json()["address"]
    client.force_login(member(UnitFactory(), Role.EDITOR))
    assert client.get(place).status_code == 404


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg onload='alert(1)'/>", "ingen bild"),
        (HALF, "skadad"),
        (b"GIF89a", "ingen bild"),
    ],
)
def test_what_is_no_picture_is_refused_in_words(client, plan, writer, data, words) -> None:
    client.force_login(writer)
    answer = sent(client, plan, data)
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("text/plain")
    assert words in answer.content.decode()
    assert not Image.objects.exists()


def test_without_a_file_it_is_refused(client, plan, writer) -> None:
    client.force_login(writer)
    answer = client.post(address(plan))
    assert (answer.status_code, answer.content.decode()) == (422, "Filen är tom.")


def test_too_large_a_file_is_refused_before_it_is_read(client, plan, writer) -> None:
    client.force_login(writer)
    data = bytes(10 * 1024 * 1024 + 1)
    assert "10 MB" in sent(client, plan, data).content.decode()
    larger = sent(client, plan, bytes(10 * 1024 * 1024 + 100_000))
    assert larger.status_code == 413
    assert larger["Content-Type"].startswith("text/plain")
    assert larger.content.decode() == (
        "Bilden är större än 10 MB. Spara den med lägre upplösning och försök igen."
    )


def test_no_request_is_larger_than_any_page_takes(client) -> None:
    answer = client.post(reverse("org:login"), CONTENT_LENGTH=str(26 * 1024 * 1024))
    assert (answer.status_code, answer.content.decode()) == (413, "Det som skickades är för stort.")


def test_wrong_method_and_no_token(plan, writer) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    assert client.get(address(plan)).status_code == 405
    with override_settings(DEBUG=False):
        assert sent(client, plan).status_code == 403
    assert not Image.objects.exists()


def test_outsiders_and_readers(client, plan) -> None:
    client.force_login(member(UnitFactory(), Role.EDITOR))
    assert sent(client, plan).status_code == 404
    client.force_login(member(plan.unit, Role.READER))
    assert sent(client, plan).status_code == 403
    assert not Image.objects.exists()
    for person in (member(UnitFactory(), Role.EDITOR), member(plan.unit, Role.STAFF)):
        with pytest.raises(PermissionDenied, match="skriva i planen"):
            add_picture(by=person, plan=plan, data=encoded("PNG"))


def test_closed_plans_take_none(client, plan, writer) -> None:
    client.force_login(writer)
    mark_ready(by=OPERATOR, plan=plan)
    plan.refresh_from_db()
    with pytest.raises(PlanReady):
        add_picture(by=writer, plan=plan, data=encoded("PNG"))
    assert sent(client, plan).status_code == 423
    decide_plan(by=OPERATOR, plan=plan, decided_on=datetime.date(2027, 1, 15), decided_by="Nämnden")
    plan.refresh_from_db()
    with pytest.raises(PlanDecided):
        add_picture(by=writer, plan=plan, data=encoded("PNG"))
    answer = sent(client, plan)
    assert answer.status_code == 423
    assert "låst" in answer.content.decode()
    assert not Image.objects.exists()


def test_a_refusal_of_the_picture_is_a_validation_error(plan, writer) -> None:
    with pytest.raises(ValidationError, match="Filen är tom"):
        add_picture(by=writer, plan=plan, data=b"")


@pytest.mark.parametrize("pictures", [1, 3])
def test_it_asks_few_questions(pictures, client, plan, writer, django_assert_num_queries) -> None:
    for size in range(1, pictures):
        plan.images.add(
            Image.objects.create(sha256=f"{size:064}", media_type="image/png", width=1, height=1, size=1)
        )
    client.force_login(writer)
    with django_assert_num_queries(13):  # four of them begin and end its two transactions
        assert sent(client, plan).status_code == 201
