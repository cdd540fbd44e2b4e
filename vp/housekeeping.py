"""What the scheduler asks the workers to do. Nothing breaks when it is late or done twice."""

from django.core.management import call_command

from vp.celery import app


@app.task  # type: ignore[untyped-decorator]
def clear_sessions() -> None:
    """Removes the sessions that have ended."""
    call_command("clearsessions")
