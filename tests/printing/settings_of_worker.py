"""Settings of a worker that a test starts: the run's own services, and the test's own database."""

import datetime
import os

from tests.settings import *  # noqa: F403
from vp.printing import timing

DATABASES["default"]["NAME"] = os.environ["VP_TEST_DATABASE"]  # noqa: F405
INSTALLED_APPS = [*INSTALLED_APPS, "tests.printing.apps.Notes"]  # noqa: F405

if "VP_TEST_LEASE" in os.environ:  # seconds; and as many attempts as kills need
    timing.LEASE = datetime.timedelta(seconds=float(os.environ["VP_TEST_LEASE"]))
    timing.HEARTBEAT, timing.SWEEP, timing.MOST_ATTEMPTS = timing.LEASE.total_seconds() / 6, 1.0, 20
