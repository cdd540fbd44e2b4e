"""The fonts of print: open ones, from npm, in the weights that print uses.

The pages of the site use variable fonts; a PDF is smaller, and sooner made, with a file for each weight.
Their packages hold hundreds of files for other scripts, so the finder shows only those named here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

PREFIX = "vendor/print"
_STYLES = ("400-normal", "400-italic", "600-normal")
FILES = {
    **{
        f"{family}-{script}-{style}.woff2": f"@fontsource/{family}/files"
        for family in ("source-sans-3", "source-serif-4")
        for script in ("latin", "latin-ext")
        for style in _STYLES
    },
    "DejaVuSans.ttf": "dejavu-fonts-ttf/ttf",
}
"""Name of each file, and the folder of its package under node_modules. DejaVu has the signs that the others
lack (arrows, check marks, lowered figures)."""


class PrintFontFinder(BaseFinder):
    """Makes FILES static files under vendor/print/."""

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        folder, _slash, name = path.rpartition("/")
        place = Path(settings.NODE_MODULES, FILES[name], name) if folder == PREFIX and name in FILES else None
        if place is None or not place.is_file():
            return []
        return [str(place)] if find_all else str(place)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for name, folder in FILES.items():
            storage = FileSystemStorage(location=Path(settings.NODE_MODULES, folder))
            setattr(storage, "prefix", PREFIX)  # noqa: B010 (where collectstatic puts it; Django's own way)
            if storage.exists(name):
                yield name, storage
