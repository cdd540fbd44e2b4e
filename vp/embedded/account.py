"""The account that PostgreSQL runs as. It refuses to run as root, so root lends it an account of its own."""

from __future__ import annotations

import os
import pwd
import stat
import subprocess
from pathlib import Path

NAME = "vp-embedded"


def needed() -> bool:
    return os.geteuid() == 0


def find_or_create() -> pwd.struct_passwd:
    """A system account that owns nothing but the embedded database: `nobody` is shared with others.

    Raises OSError with the reason when there is none and it can't be made.
    """
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    words = "--system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin"
    made = subprocess.run(
        ["useradd", *words.split(), NAME],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return pwd.getpwnam(NAME)  # also when somebody else made it in the same moment
    except KeyError:
        raise OSError(f"can't make the account {NAME}: {made.stderr.strip()}") from None


def reaches(folder: Path) -> bool:
    """True when every folder down to this one lets everybody through. Permissions are never loosened."""
    return all(above.stat().st_mode & stat.S_IXOTH for above in [folder, *folder.parents] if above.exists())
