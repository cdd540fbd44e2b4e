"""Settings of a worker that a test starts: the run's own services, and the test's own database."""

import os

from tests.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["VP_TEST_DATABASE"]  # noqa: F405
