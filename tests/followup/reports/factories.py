"""Rows of compiled reports for tests, in the way of tests/factories.py."""

from __future__ import annotations

import uuid

import factory
from factory.django import DjangoModelFactory

from followup.models import Extract, PartKind, Report, ReportPart, ReportVersion
from tests.factories import FollowUpFactory, RoundFactory, UnitFactory


class ReportFactory(DjangoModelFactory[Report]):
    """The report of a round's own committee, without parts: the actions make those."""

    class Meta:
        model = Report

    round = factory.SubFactory(RoundFactory)
    unit = factory.SelfAttribute("round.owner")


class ReportPartFactory(DjangoModelFactory[ReportPart]):
    class Meta:
        model = ReportPart

    report = factory.SubFactory(ReportFactory)
    kind = PartKind.ECONOMY
    position = factory.Sequence(int)


class ExtractFactory(DjangoModelFactory[Extract]):
    """A goal's analysis from a unit below."""

    class Meta:
        model = Extract

    report = factory.SubFactory(ReportFactory)
    follow_up = factory.LazyAttribute(
        lambda row: FollowUpFactory(round=row.report.round, unit=UnitFactory(parent=row.report.unit))
    )
    goal_key = factory.LazyAttribute(lambda row: None if row.heading else uuid.uuid4())
    heading = ""


class ReportVersionFactory(DjangoModelFactory[ReportVersion]):
    class Meta:
        model = ReportVersion

    report = factory.SubFactory(ReportFactory)
    number = 1
    document = factory.LazyAttribute(lambda row: {})
    sha256 = "0" * 64
