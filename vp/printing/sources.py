"""What a document may draw on while it is printed: our own static files and the pictures it was given.

Nothing else: no network, no files of the server, no data addresses. A plan's text is written by people, and
whatever its markup asks for, the renderer must not fetch it for them.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

from vp.richtext import IMAGE_ADDRESS

BASE = "https://print.invalid/"
"""The address that relative links are read from; a name that no network has (RFC 2606)."""


class RefusedError(Exception):
    """The document asked for something that printing doesn't reach."""


@dataclass(frozen=True)
class Sources:
    """What one document may draw on. `images`: the pictures' bytes by their SHA-256."""

    images: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, address: str) -> tuple[bytes, str]:
        """The content and media type behind an address, or RefusedError."""
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}/" != BASE or parts.query:
            raise RefusedError(f"outside the project: {address[:200]}")
        path = unquote(parts.path)
        if picture := IMAGE_ADDRESS.fullmatch(path):
            return self._image(picture[1])
        static = "/" + settings.STATIC_URL.strip("/") + "/"
        if path.startswith(static):
            return _static(path.removeprefix(static))
        raise RefusedError(f"neither a static file nor a picture: {path[:200]}")

    def _image(self, digest: str) -> tuple[bytes, str]:
        if digest not in self.images:
            raise RefusedError(f"picture {digest[:12]} doesn't belong to this document")
        return self.images[digest], "application/octet-stream"


def _static(name: str) -> tuple[bytes, str]:
    """A static file by its name: from the sources where they are, otherwise as collected for production."""
    if not name or ".." in PurePosixPath(name).parts or "\\" in name:
        raise RefusedError(f"no name of a static file: {name[:200]}")
    media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    found = finders.find(name)
    if isinstance(found, str) and Path(found).is_file():
        return Path(found).read_bytes(), media_type
    if staticfiles_storage.exists(name):
        with staticfiles_storage.open(name) as stored:
            return stored.read(), media_type
    raise RefusedError(f"no such static file: {name[:200]}")
