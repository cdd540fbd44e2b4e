"""The site, and what every app stands on."""

from vp.celery import app as celery_app

__all__ = ["celery_app"]
