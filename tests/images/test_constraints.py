"""What the database refuses about pictures."""

from __future__ import annotations

import uuid

import pytest

from tests.constraints import Refused, assert_refused
from vp.images.models import Image

pytestmark = pytest.mark.django_db


def an_image(**values: object) -> Image:
    sizes = {"width": 1, "height": 1, "size": 1}
    given = {"sha256": uuid.uuid4().hex * 2, "media_type": "image/png", "file": "x.png"}
    return Image.objects.create(**sizes | given | values)


REFUSED: Refused = {
    "image_sha256_form": lambda: an_image(sha256="G" * 64),
    "image_media_type_known": lambda: an_image(media_type="image/svg+xml"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])
