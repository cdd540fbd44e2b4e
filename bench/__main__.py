"""`python -m bench [NAME…]`: run all measurements, or some, on a database of their own."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import sys
import tempfile
from pathlib import Path


def main(names: list[str]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="vp-bench-"))
    folder.chmod(0o711)  # root's database runs as another account, which must get through
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "VP_VAR": str(folder)}
    import django

    django.setup()
    try:
        measure(names or [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])])
    finally:
        release(folder / "postgres")
        shutil.rmtree(folder, ignore_errors=True)


def measure(names: list[str]) -> None:
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment(debug=False)
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        for name in sorted(names):
            run = getattr(importlib.import_module(f"bench.{name}"), "run", None)
            if run is not None:
                print(f"\n{name}")
                run()
    finally:
        teardown_databases(databases, verbosity=0)


def release(home: Path) -> None:
    """Stop and remove the embedded database, if the run used one."""
    from django.db import connections

    from vp.embedded import server

    connections.close_all()
    if home.exists():
        server.release(home)
        server.remove(home)


if __name__ == "__main__":
    main(sys.argv[1:])
