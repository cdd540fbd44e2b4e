"""Settings of a worker that a test starts: the test's own database and broker."""

import os
from pathlib import Path

from tests.settings import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["VP_TEST_DATABASE"]  # noqa: F405
_folder = Path(os.environ["VP_TEST_BROKER"])
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(_folder / "queue"),
    "data_folder_out": str(_folder / "queue"),
    "control_folder": str(_folder / "control"),
    "polling_interval": 0.1,
}
