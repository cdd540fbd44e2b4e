"""Settings of a worker that a measurement starts: as the tests', with the measurement's own kinds."""

from tests.printing.settings_of_worker import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "bench.apps.LongReports"]  # noqa: F405
