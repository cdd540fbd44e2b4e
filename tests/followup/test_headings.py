"""The headings that an installation starts with."""

from __future__ import annotations

import pytest

from followup.headings import ensure_headings
from followup.models import FollowUpHeading
from tests.factories import CouncilFactory, FollowUpHeadingFactory
from vp.org import events
from vp.org.access import OPERATOR

pytestmark = pytest.mark.django_db


def test_the_first_municipality_brings_the_ordinary_headings() -> None:
    council = CouncilFactory()
    for action in ("renamed", "created", "created"):
        events.tell(by=OPERATOR, unit=council, subject=events.UNIT, key=council.key, action=action)
        assert FollowUpHeading.objects.exists() == (action == "created")
    names = list(FollowUpHeading.objects.of_year(2027).values_list("name", flat=True))
    assert names[0] == "Sammanfattande analys"
    assert len(names) == len(set(names)) == 4


def test_what_is_there_is_left_alone() -> None:
    heading = FollowUpHeadingFactory()
    ensure_headings()
    assert list(FollowUpHeading.objects.all()) == [heading]
