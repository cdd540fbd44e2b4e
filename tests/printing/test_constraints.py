"""What the database refuses about orders for a PDF."""

from __future__ import annotations

import pytest

from tests.constraints import Refused, assert_refused
from tests.factories import UnitFactory
from vp.printing.models import RenderJob

pytestmark = pytest.mark.django_db


def a_job(**values: object) -> RenderJob:
    given = {"kind": "plan", "subject": {}, "unit": UnitFactory(), "file_name": "plan.pdf"}
    return RenderJob.objects.create(**given | values)


REFUSED: Refused = {
    "renderjob_state_known": lambda: a_job(state="lost"),
    "renderjob_done_has_file": lambda: a_job(state="done"),
    "renderjob_running_is_leased": lambda: a_job(state="running"),
    "renderjob_progress": lambda: a_job(done=3, total=2),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])
