"""Pictures are kept once, and shown to who may read a plan that shows them."""

from __future__ import annotations

import hashlib
import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from goals.actions.moves import revise_plan
from goals.models import Text
from tests.factories import PlanFactory, TextFactory, UnitFactory, UserFactory, decided, member
from tests.images.pictures import encoded, png_with_words
from vp.images.actions import store_image
from vp.images.models import Image
from vp.org.access import OPERATOR
from vp.org.models import Role

pytestmark = pytest.mark.django_db


def files() -> list[str]:
    return [
        f"images/{folder}/{name}"
        for folder in default_storage.listdir("images")[0]
        for name in default_storage.listdir(f"images/{folder}")[1]
    ]


def test_a_picture_is_kept_by_its_hash_once() -> None:
    data = encoded("PNG")
    image = store_image(by=OPERATOR, data=data)
    assert image.pk == hashlib.sha256(data).hexdigest()
    assert (image.media_type, image.width, image.height, image.size) == ("image/png", 40, 30, len(data))
    assert store_image(by=OPERATOR, data=data) == image
    assert files() == [f"images/{image.pk[:2]}/{image.pk}.png"]
    with image.file.open() as file:
        assert file.read() == data


def test_what_is_cleaned_is_kept_by_the_hash_of_what_is_clean() -> None:
    image = store_image(by=OPERATOR, data=png_with_words())
    with image.file.open() as file:
        clean = file.read()
    assert hashlib.sha256(clean).hexdigest() == image.pk
    assert store_image(by=OPERATOR, data=clean) == image


def test_a_lost_file_is_put_back() -> None:
    image = store_image(by=OPERATOR, data=encoded("PNG"))
    default_storage.delete(image.file.name)
    again = store_image(by=OPERATOR, data=encoded("PNG"))
    assert again == image
    assert default_storage.exists(again.file.name)


def test_who_writes_nowhere_adds_no_pictures() -> None:
    for person in (UserFactory(), member(UnitFactory(), Role.STAFF)):
        with pytest.raises(PermissionDenied, match="skriva i en plan"):
            store_image(by=person, data=encoded("PNG"))
    store_image(by=member(UnitFactory(), Role.EDITOR), data=encoded("PNG"))


def test_what_is_refused_leaves_nothing() -> None:
    with pytest.raises(ValidationError):
        store_image(by=OPERATOR, data=b"hej")
    assert not Image.objects.exists()
    assert not default_storage.exists("images")


@pytest.mark.django_db(transaction=True)
def test_the_same_picture_at_once_is_kept_once() -> None:
    data = encoded("PNG")
    ready = threading.Barrier(6)
    kept: list[str] = []

    def store() -> None:
        ready.wait(10)
        kept.append(store_image(by=OPERATOR, data=data).pk)
        connection.close()

    threads = [threading.Thread(target=store) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(kept) == 6
    image = Image.objects.get()
    assert files() == [image.file.name]


def test_a_reader_gets_the_picture_to_keep(client: Client) -> None:
    image = store_image(by=OPERATOR, data=encoded("PNG"))
    unit = UnitFactory()
    PlanFactory(unit=unit).images.add(image)
    client.force_login(member(unit, Role.READER))
    answer = client.get(f"/bilder/{image.pk}")
    assert b"".join(answer.streaming_content) == encoded("PNG")
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Length"] == str(image.size)
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again = client.get(f"/bilder/{image.pk}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(f"/bilder/{image.pk}").status_code == 200
    assert client.post(f"/bilder/{image.pk}").status_code == 405


def test_to_everybody_else_it_does_not_exist(client: Client) -> None:
    image = store_image(by=OPERATOR, data=encoded("PNG"))
    address = f"/bilder/{image.pk}"
    assert client.get(address).status_code == 302
    outsider = member(UnitFactory(), Role.MANAGER)
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    draft = PlanFactory()
    draft.images.add(image)
    assert client.get(address).status_code == 404
    assert client.get(address, headers={"If-None-Match": f'"{image.pk}"'}).status_code == 404
    assert client.get("/bilder/" + "0" * 64).status_code == 404
    assert client.get("/bilder/hej").status_code == 404
    plan = PlanFactory()
    plan.images.add(image)
    decided(plan)
    assert client.get(address).status_code == 200


def test_a_revised_plan_shows_others_the_pictures_of_its_versions_alone(client: Client) -> None:
    old, new = (store_image(by=OPERATOR, data=encoded(form)) for form in ("PNG", "JPEG"))
    plan = PlanFactory()
    TextFactory(plan=plan, body=f'<p><img src="/bilder/{old.pk}" alt="Gården"></p>')
    plan.images.add(old)
    decided(plan)
    revise_plan(by=OPERATOR, plan=plan, reason="Ny gård")
    Text.objects.filter(plan=plan).update(body=f'<p><img src="/bilder/{new.pk}" alt="Gården"></p>')
    plan.images.add(new)
    client.force_login(member(UnitFactory(), Role.MANAGER))
    assert client.get(f"/bilder/{old.pk}").status_code == 200
    assert client.get(f"/bilder/{new.pk}").status_code == 404
    client.force_login(member(plan.unit, Role.READER))
    assert client.get(f"/bilder/{new.pk}").status_code == 200


def test_a_picture_whose_file_is_lost_is_not_found(client: Client) -> None:
    image = store_image(by=OPERATOR, data=encoded("PNG"))
    plan = PlanFactory()
    plan.images.add(image)
    default_storage.delete(image.file.name)
    client.force_login(member(plan.unit, Role.READER))
    assert client.get(f"/bilder/{image.pk}").status_code == 404


def test_a_row_whose_file_is_lost_gets_the_new_one() -> None:
    image = store_image(by=OPERATOR, data=encoded("PNG"))
    default_storage.delete(str(image.file))
    Image.objects.update(file="images/borta.png")
    again = store_image(by=OPERATOR, data=encoded("PNG"))
    assert again.file.name == Image.objects.get().file.name == files()[0]
