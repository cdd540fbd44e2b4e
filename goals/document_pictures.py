"""Pictures inside a plan document: their bytes must be what their name, the SHA-256, says."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re

from goals.document import EmbeddedImage
from goals.document_json import JsonObject

_DIGEST = re.compile(r"[0-9a-f]{64}")
_MEDIA_TYPE = re.compile(r"image/[a-z0-9][a-z0-9.+-]*")


def read_picture(here: JsonObject, digest: str) -> EmbeddedImage:
    """The picture named `digest`; DocumentError where the content is something else than the name says."""
    here.only("media_type", "base64")
    if not _DIGEST.fullmatch(digest):
        raise here.wrong("base64", "ska heta som bildens SHA-256, 64 tecken 0–9 och a–f")
    media_type = here.text("media_type")
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise here.wrong("media_type", f"är ”{media_type[:40]}”, men ska vara en bildtyp som image/png")
    written = here.text("base64")
    try:
        content = base64.b64decode(written.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise here.wrong("base64", "är inte giltig base64") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise here.wrong("base64", "har ett annat innehåll än bildens namn, dess SHA-256, säger")
    return EmbeddedImage(media_type=media_type, base64=written)
