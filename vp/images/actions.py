"""Pictures come in."""

from __future__ import annotations

import hashlib

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction

from vp.images.cleaning import CleanPicture, clean_picture
from vp.images.models import Image
from vp.org.access import Actor, Permission, area

_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}


def store_image(*, by: Actor, data: bytes) -> Image:
    """Check, clean and keep a picture; the same picture is kept once, whoever brings it, also at once.

    ValidationError says what is wrong with it. Nobody sees it before a plan shows it (Plan.images).
    """
    if not area(by, Permission.WRITE):
        raise PermissionDenied("Bilder läggs in av den som får skriva i en plan.")
    picture = clean_picture(data)
    digest = hashlib.sha256(picture.data).hexdigest()
    known = Image.objects.filter(pk=digest).first()
    if known is not None and known.file.storage.exists(str(known.file)):
        return known
    return _kept(picture, digest)


@transaction.atomic
def _kept(picture: CleanPicture, digest: str) -> Image:
    """Write the file first, then the row; who comes second by the same picture takes its own file back."""
    storage = Image._meta.get_field("file").storage
    name = storage.save(
        f"images/{digest[:2]}/{digest}.{_ENDINGS[picture.media_type]}", ContentFile(picture.data)
    )
    made = Image(
        sha256=digest,
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=len(picture.data),
        file=name,
    )
    Image.objects.bulk_create([made], ignore_conflicts=True)
    image = Image.objects.select_for_update().get(pk=digest)
    if image.file.name != name:
        if storage.exists(str(image.file)):
            storage.delete(name)
        else:  # the row is older than a storage that has lost its file
            image.file.name = name
            image.save(update_fields=["file"])
    return image
