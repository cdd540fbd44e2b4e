"""The worker's door: `celery -A vp worker`, `celery -A vp beat`.

Tasks are made with `@app.task` of this app, never `@shared_task`: so `import vp` stays free of Celery, and a
command at the prompt starts in half the time.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vp.settings")
app = Celery("vp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["vp.printing"])
