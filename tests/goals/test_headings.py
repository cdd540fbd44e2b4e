"""A municipality has headings and words for its levels from the start."""

from __future__ import annotations

import pytest

from goals.headings import ensure_headings
from goals.models import Heading, LevelLabel
from tests.factories import CouncilFactory
from vp.org.access import OPERATOR
from vp.org.actions.units import create_unit
from vp.org.models import Kind

pytestmark = pytest.mark.django_db


def test_the_first_municipality_brings_the_ordinary_headings() -> None:
    create_unit(by=OPERATOR, parent=None, name="Ekby kommun", kind=Kind.COUNCIL)
    assert list(LevelLabel.objects.values_list("name", flat=True)) == [
        "KF:s inriktningsmål",
        "KF:s mål för verksamhetsområdet",
        "Nämndmål",
        "Enhetsmål",
    ]
    assert Heading.objects.filter(place="goal", level=4, required=True).count() == 3
    assert all(heading.guidance for heading in Heading.objects.all())


def test_headings_that_are_there_are_left_alone() -> None:
    Heading.objects.create(place="opening", name="Vårt uppdrag")
    ensure_headings()
    assert [heading.name for heading in Heading.objects.all()] == ["Vårt uppdrag"]


def test_a_unit_brings_none() -> None:
    create_unit(by=OPERATOR, parent=CouncilFactory(), name="Enheten", kind=Kind.UNIT)
    assert not Heading.objects.exists()
