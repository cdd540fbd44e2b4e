"""Collects the static files when one of them has changed since the last time."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect_if_changed() -> bool:
    """Returns whether it collected. Looks at names, sizes and times, not into the files."""
    stamp: Path = settings.VAR / "static.stamp"
    state = _state()
    if stamp.exists() and stamp.read_text() == state and settings.STATIC_ROOT.is_dir():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)
    return True


def _state() -> str:
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = Path(storage.path(name)).stat()
            digest.update(
                f"{getattr(storage, 'prefix', '')}/{name} {about.st_size} {about.st_mtime_ns}\n".encode()
            )
    return digest.hexdigest()
