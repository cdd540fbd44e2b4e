"""What the database refuses about orders for a PDF."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.constraints import Refused, assert_refused
from tests.factories import UnitFactory
from vp.printing.models import KeptPart, RenderJob, RenderPart

pytestmark = pytest.mark.django_db


def a_job(**values: object) -> RenderJob:
    given = {"kind": "plan", "subject": {}, "unit": UnitFactory(), "file_name": "plan.pdf"}
    return RenderJob.objects.create(**given | values)


def a_part(**values: object) -> RenderPart:
    given = {"position": 0, "kind": "plan", "subject": {}, "title": "Köket", "fingerprint": "1"}
    return RenderPart.objects.create(**{"job": a_job(), **given, **values})


def the_same_place() -> None:
    job = a_job()
    a_part(job=job)
    a_part(job=job)


def a_kept(**values: object) -> KeptPart:
    return KeptPart.objects.create(**{"content_hash": uuid4().hex, "pages": 1, "file": "a.pdf", **values})


REFUSED: Refused = {
    "renderjob_state_known": lambda: a_job(state="lost"),
    "renderjob_done_has_file": lambda: a_job(state="done"),
    "renderjob_running_is_leased": lambda: a_job(state="running"),
    "renderjob_progress": lambda: a_job(done=3, total=2),
    "renderjob_parts_are_planned": lambda: a_job(state="parts"),
    "renderpart_position_once": the_same_place,
    "renderpart_state_known": lambda: a_part(state="parts"),
    "renderpart_running_is_leased": lambda: a_part(state="running"),
    "renderpart_done_has_pages": lambda: a_part(state="done"),
    "renderpart_failed_says_why": lambda: a_part(state="failed"),
    "keptpart_has_pages": lambda: a_kept(pages=0),
    "keptpart_has_file": lambda: a_kept(file=""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])
