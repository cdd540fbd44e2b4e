"""The worker's door: `celery -A vp worker`, `celery -A vp beat`.

Tasks are made with `@app.task` of this app, never `@shared_task`: so `import vp` stays free of Celery, and a
command at the prompt starts in half the time.
"""

import os
from pathlib import Path
from typing import Any

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vp.settings")
app = Celery("vp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["vp.printing", "goals", "followup"])
app.autodiscover_tasks(["vp"], related_name="housekeeping")


def make_broker_folders(sender: Celery, **options: Any) -> None:
    """Without Redis the broker is a folder, which Kombu expects to find."""
    folders = sender.conf.broker_transport_options
    for name in ("data_folder_in", "control_folder"):
        if name in folders:
            Path(folders[name]).mkdir(parents=True, exist_ok=True)


app.on_after_configure.connect(make_broker_folders)
