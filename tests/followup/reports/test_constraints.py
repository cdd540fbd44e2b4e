"""What the database refuses about compiled reports, and that a finished one stays as it is."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from followup.models import PartKind, Report, ReportPart
from tests.constraints import Refused, assert_refused, by_sql, tests_trigger
from tests.factories import FollowUpFactory, PeriodFactory, RoundFactory, UnitFactory, UserFactory
from tests.followup.reports.factories import (
    ExtractFactory,
    ReportFactory,
    ReportPartFactory,
    ReportVersionFactory,
)

pytestmark = pytest.mark.django_db
FINISHED = "report_is_finished"
BY_TRIGGER = {
    FINISHED,
    "report_stays",
    "report_in_round",
    "report_finishes_frozen",
    "extract_from_below",
}


def the_same_report() -> None:
    first = ReportFactory()
    ReportFactory(round=first.round, unit=first.unit)


def the_same_part() -> None:
    first = ReportPartFactory()
    ReportPartFactory(report=first.report, kind=first.kind)


def the_same_place() -> None:
    first = ReportPartFactory()
    ReportPartFactory(report=first.report, kind=PartKind.EXTRACTS, position=first.position)


def the_same_extract() -> None:
    first = ExtractFactory(heading="Analys")
    ExtractFactory(report=first.report, follow_up=first.follow_up, heading="Analys")


def the_same_version() -> None:
    first = ReportVersionFactory()
    ReportVersionFactory(report=first.report)


REFUSED: Refused = {
    "report_once": the_same_report,
    "report_finished_by_somebody": lambda: ReportFactory(finished_by=UserFactory()),
    "reportpart_kind_known": lambda: ReportPartFactory(kind="gossip"),
    "reportpart_once": the_same_part,
    "reportpart_in_order": the_same_place,
    "extract_of_one_text": lambda: ExtractFactory(heading="Analys", goal_key=uuid.uuid4()),
    "extract_once": the_same_extract,
    "reportversion_once": the_same_version,
    "reportversion_sha256": lambda: ReportVersionFactory(sha256="0" * 63 + "G"),
    "reportversion_from_one": lambda: ReportVersionFactory(number=0),
    "followup_reportversion_append_only": lambda: ReportVersionFactory().delete(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    assert_refused(name, REFUSED[name])


def finished() -> Report:
    """A report that was finished, with a part and something quoted."""
    report: Report = ReportFactory()
    ReportPartFactory(report=report)
    ExtractFactory(report=report)
    by_sql(
        "INSERT INTO followup_followupversion (follow_up_id, number, document, sha256, reason, frozen_at)"
        " SELECT id, 1, '{}', repeat('0', 64), '', now() FROM followup_followup WHERE round_id = %s",
        report.round_id,
    )
    by_sql("UPDATE followup_round SET closed_at = now() WHERE id = %s", report.round_id)
    ReportVersionFactory(report=report)
    by_sql("UPDATE followup_report SET finished_at = now() WHERE id = %s", report.pk)
    report.refresh_from_db()
    return report


@tests_trigger("followup_report.report_kept")
def test_a_finished_report_stays_as_it_is() -> None:
    report = finished()
    for change in ("title = 'Ny'", "summary = '<p>Ny</p>'", "finished_at = now()", "dated_on = now()"):
        assert_refused(FINISHED, lambda change=change: by_sql(f"UPDATE followup_report SET {change}"))  # type: ignore[misc]  # noqa: S608
    assert_refused(FINISHED, lambda: by_sql("UPDATE followup_report SET finished_at = NULL, title = 'Ny'"))
    assert_refused(FINISHED, lambda: by_sql("DELETE FROM followup_report"))
    by_sql("UPDATE followup_report SET finished_at = NULL, finished_by_id = NULL")
    Report.objects.filter(pk=report.pk).update(title="Ny")


@tests_trigger(
    "followup_reportpart.with_report", "followup_extract.with_report", "followup_reportversion.with_report"
)
def test_nothing_of_a_finished_report_changes() -> None:
    report = finished()
    for table in ("followup_reportpart", "followup_extract"):
        assert_refused(FINISHED, lambda table=table: by_sql(f"DELETE FROM {table}"))  # type: ignore[misc]  # noqa: S608
        assert_refused(
            FINISHED,
            lambda table=table: by_sql(f"UPDATE {table} SET report_id = report_id"),  # type: ignore[misc]  # noqa: S608
        )
    assert_refused(FINISHED, lambda: ReportPartFactory(report=report, kind=PartKind.EXTRACTS))
    assert_refused(FINISHED, lambda: ReportVersionFactory(report=report, number=2))
    other = ReportPartFactory(kind=PartKind.EXTRACTS)
    assert_refused(FINISHED, lambda: ReportPart.objects.filter(pk=other.pk).update(report=report))


@tests_trigger("followup_reportversion.append_only")
def test_versions_are_only_added() -> None:
    ReportVersionFactory()
    name = "followup_reportversion_append_only"
    assert_refused(name, lambda: by_sql("UPDATE followup_reportversion SET reason = 'annat'"))
    assert_refused(name, lambda: by_sql("DELETE FROM followup_reportversion"))


def test_a_report_is_finished_frozen_and_when_its_round_is_closed() -> None:
    report = ReportFactory()
    finish = "UPDATE followup_report SET finished_at = now()"
    name = "report_finishes_frozen"
    assert_refused(name, lambda: ReportFactory(finished_at=timezone.now()))
    ReportVersionFactory(report=report)
    assert_refused(name, lambda: by_sql(finish))
    other = ReportFactory()
    by_sql("UPDATE followup_round SET closed_at = now() WHERE id = %s", other.round_id)
    assert_refused(name, lambda: by_sql(f"{finish} WHERE id = %s", other.pk))
    by_sql("UPDATE followup_round SET closed_at = now() WHERE id = %s", report.round_id)
    by_sql(f"{finish} WHERE id = %s", report.pk)


def test_a_report_belongs_to_a_unit_of_its_round_and_keeps_it() -> None:
    report = ReportFactory()
    ReportFactory(round=report.round, unit=UnitFactory(parent=report.unit))
    for stranger in (UnitFactory(), report.unit.parent):
        assert_refused(
            "report_in_round", lambda stranger=stranger: ReportFactory(round=report.round, unit=stranger)
        )  # type: ignore[misc]
    other = ReportFactory(round=RoundFactory(code="T2", period=PeriodFactory(code="T2")))
    for column, value in (("round_id", other.round_id), ("unit_id", other.unit_id), ("key", uuid.uuid4())):
        statement = f"UPDATE followup_report SET {column} = %s WHERE id = %s"  # noqa: S608
        assert_refused("report_stays", lambda s=statement, v=value: by_sql(s, v, report.pk))  # type: ignore[misc]


@tests_trigger("followup_extract.from_below")
def test_only_units_of_its_own_are_quoted() -> None:
    report = ReportFactory()
    ExtractFactory(report=report, heading="Analys")
    ExtractFactory(report=report, follow_up=FollowUpFactory(round=report.round, unit=report.unit))
    name = "extract_from_below"
    assert_refused(name, lambda: ExtractFactory(report=report, follow_up=FollowUpFactory()))
    later = RoundFactory(owner=report.unit, code="T2", period=PeriodFactory(code="T2"))
    unit = UnitFactory(parent=report.unit)
    assert_refused(
        name, lambda: ExtractFactory(report=report, follow_up=FollowUpFactory(round=later, unit=unit))
    )
