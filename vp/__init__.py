"""The site, and what every app stands on.

Nothing is imported here: `vp.celery`, where the tasks' app is, costs half a second that most commands save.
"""
