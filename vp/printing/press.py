"""What beside the content decides how a file looks."""

from __future__ import annotations

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from vp.printing.sources import BASE, Sources

_SHEETS = ("document.css", "fonts.css", "fonts-more.css")
_CODE = ("vp", "indicators", "goals", "followup", "templates", "static/print")
_SUFFIXES = frozenset({".py", ".html", ".css", ".svg"})


@functools.cache
def press() -> str:
    """The renderer and our stylesheets; enough where the HTML itself is at hand."""
    words = [Sources().read(f"{BASE}static/print/{name}")[0] for name in _SHEETS]
    return version("weasyprint") + hashlib.sha256(b"".join(words)).hexdigest()


@functools.cache
def release() -> str:
    """Everything of ours that makes HTML of content, as one hash: a part that is kept was never seen as HTML.

    Read once in a process. Code that prints nothing counts too, so a new release prints anew now and then
    what would have looked the same.
    """
    digest = hashlib.sha256(press().encode())
    for folder in _CODE:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.suffix in _SUFFIXES and "migrations" not in path.parts:
                digest.update(path.relative_to(settings.BASE_DIR).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
