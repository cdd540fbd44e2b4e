#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

PRODUCTION_NAMES = {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vp.settings")
    if not PRODUCTION_NAMES & os.environ.keys():
        # At the prompt of a fresh clone, every command works on the demo's own database. The web server's and
        # the worker's doors don't do this: without a word about it they are production.
        os.environ.setdefault("VP_MODE", "demo")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
