"""The report as a page: what whom is shown, its versions, its files, and the addresses it has had."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone

from followup.actions.economy import EconomyGiven, write_economy
from followup.actions.judging import AssessmentWords, write_assessment
from followup.actions.moves import close_again, reopen
from followup.document import FollowUpDocument
from followup.models import FollowUp
from followup.reports.printed import KIND, file_name_of
from followup.reports.showing import shown_document, shown_documents
from tests.factories import ActivityFactory, GoalFactory, GoalIndicatorFactory, UnitFactory, member
from tests.followup.rounds import Reporting, a_reporting_unit, save, with_plan
from vp.org.access import OPERATOR
from vp.org.actions.units import rename_unit
from vp.org.models import Role, User
from vp.printing.builders import builder_of
from vp.printing.models import RenderJob

AsPerson = Callable[[User], Client]
Queries = Callable[[int], AbstractContextManager[object]]
REASON = "Utfallet var fel."


@pytest.fixture
def reporting(db: None) -> Reporting:
    return a_reporting_unit()


@pytest.fixture
def as_person(client: Client) -> AsPerson:
    def log_in(person: User) -> Client:
        client.force_login(person)
        return client

    return log_in


def address(reporting: Reporting, page: str = "rapport/") -> str:
    return f"/uppfoljning/2027/T1/{reporting.unit.slug}/{page}"


def beside(reporting: Reporting, role: Role = Role.READER) -> User:
    return member(UnitFactory(parent=reporting.unit.parent), role)


def judge(reporting: Reporting, analysis: str, version: int = 0) -> None:
    words = AssessmentWords("partly", f"<p>{analysis}</p>")
    write_assessment(
        by=OPERATOR, follow_up=reporting.follow_up, goal=reporting.goal.key, words=words, save=save(version)
    )


def reopened(reporting: Reporting) -> None:
    until = timezone.now() + datetime.timedelta(days=1)
    reopen(by=OPERATOR, follow_up=reporting.follow_up, until=until, reason=REASON)


def corrected(reporting: Reporting) -> None:
    """Closed with one analysis, and again with another."""
    judge(reporting, "Första analysen.")
    reporting.close()
    reopened(reporting)
    judge(reporting, "Rättade analysen.", version=1)
    close_again(by=OPERATOR, follow_up=reporting.follow_up)


def shown(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_draft_is_for_those_who_read_drafts(reporting: Reporting, as_person: AsPerson) -> None:
    judge(reporting, "Halvvägs.")
    page = shown(as_person(reporting.staff), address(reporting))
    assert "Halvvägs." in page
    assert "Så här ser rapporten ut nu" in page
    assert "Uppfylls delvis" in page
    stranger = as_person(beside(reporting, Role.MANAGER))
    for where in ("rapport/", "rapport/uppfoljning.json", "rapport/version/1/"):
        assert stranger.get(address(reporting, where)).status_code == 404
    assert stranger.post(address(reporting, "rapport/pdf/")).status_code == 404
    assert stranger.get(address(reporting, "rapport/pdf/")).status_code == 405


def test_a_closed_round_opens_as_its_report(reporting: Reporting, as_person: AsPerson) -> None:
    judge(reporting, "Det gick bra.")
    reporting.close()
    for person in (beside(reporting), reporting.manager, reporting.controller):
        answer = as_person(person).get(address(reporting, ""))
        assert (answer.status_code, answer["Location"]) == (302, address(reporting))
    page = shown(as_person(beside(reporting)), address(reporting))
    assert "Det gick bra." in page
    assert f"Stängd {timezone.localdate()}" in page
    assert "Uppföljningens gång" not in page
    assert "är stängd. Fråga" not in page
    assert "Öppna igen" in shown(as_person(reporting.controller), address(reporting))
    page = shown(as_person(reporting.manager), address(reporting))
    assert "Öppna igen" not in page
    assert "är stängd. Fråga" in page


def test_others_read_the_version_while_it_is_corrected(reporting: Reporting, as_person: AsPerson) -> None:
    judge(reporting, "Första analysen.")
    reporting.close()
    reopened(reporting)
    judge(reporting, "Rättade analysen.", version=1)
    page = shown(as_person(beside(reporting)), address(reporting))
    assert "Första analysen." in page
    assert REASON not in page
    client = as_person(reporting.manager)
    assert "Hur långt uppföljningen har kommit" in shown(client, address(reporting))
    assert "Rättade analysen." in shown(client, address(reporting))
    assert client.get(address(reporting, "")).status_code == 200


def test_versions_are_listed_the_newest_first_with_their_reasons(
    reporting: Reporting, as_person: AsPerson
) -> None:
    corrected(reporting)
    client = as_person(beside(reporting))
    page = shown(client, address(reporting))
    assert "Rättade analysen." in page
    listed = [address(reporting, f"rapport/version/{number}/") for number in (2, 1)]
    assert page.index(listed[0]) < page.index(listed[1])
    assert page.count(REASON) == 2  # beside the version's number, and in the list
    old = shown(client, listed[1])
    assert "Första analysen." in old
    assert "Rättade analysen." not in old
    assert "Läs den senaste versionen" in old
    assert client.get(address(reporting, "rapport/version/3/")).status_code == 404


def test_the_json_is_the_document_that_is_shown(reporting: Reporting, as_person: AsPerson) -> None:
    corrected(reporting)
    client = as_person(beside(reporting))
    answer = client.get(address(reporting, "rapport/uppfoljning.json"))
    assert file_name_of(reporting.follow_up, "json") in unquote(answer["Content-Disposition"])
    assert FollowUpDocument.from_json(answer.content).version == 2
    old = client.get(address(reporting, "rapport/uppfoljning.json"), {"version": "1"})
    assert FollowUpDocument.from_json(old.content).version == 1
    for word in ("3", "x", "-1", "1\0"):
        status = client.get(address(reporting, "rapport/uppfoljning.json"), {"version": word}).status_code
        assert status == (200 if word == "1\0" else 404), word


@pytest.mark.parametrize(("asked", "version"), [({}, 2), ({"version": "1"}, 1)])
def test_a_pdf_is_ordered_of_what_is_shown(
    reporting: Reporting, as_person: AsPerson, asked: dict[str, str], version: int
) -> None:
    corrected(reporting)
    reader = beside(reporting)
    assert as_person(reader).post(address(reporting, "rapport/pdf/"), asked).status_code == 302
    job = RenderJob.objects.get()
    assert job.file_name == f"Uppföljning T1 2027 {reporting.unit.name}.pdf"
    printable = builder_of(KIND).build(job.subject)
    assert printable.source is not None
    assert FollowUpDocument.from_json(printable.source.content).version == version
    assert printable.description.made_at.date() == timezone.localdate()
    assert printable == builder_of(KIND).build(job.subject)


def test_a_draft_is_printed_for_whoever_ordered_it(reporting: Reporting, as_person: AsPerson) -> None:
    judge(reporting, "Halvvägs.")
    as_person(reporting.staff).post(address(reporting, "rapport/pdf/"))
    subject = RenderJob.objects.get().subject
    builder = builder_of(KIND)
    assert "Halvvägs." in builder.build(subject).html
    assert builder.allowed(reporting.staff, subject)
    for other in (reporting.manager, beside(reporting)):
        assert not builder.allowed(other, subject)
    reporting.close()
    assert not builder.allowed(reporting.staff, subject)
    assert builder.allowed(beside(reporting), {"follow_up": subject["follow_up"]})


@pytest.mark.parametrize("page", ["", "rapport/", "varden/", "bedomning/", "klarmarkera/"])
def test_a_former_address_leads_on(reporting: Reporting, as_person: AsPerson, page: str) -> None:
    old = address(reporting, page)
    reporting.unit = rename_unit(
        by=OPERATOR, unit=reporting.unit, name="Ett nytt namn", on=timezone.localdate()
    )
    assert old != address(reporting, page)
    client = as_person(reporting.manager)
    answer = client.get(f"{old}?a=b")
    assert (answer.status_code, answer["Location"]) == (301, f"{address(reporting, page)}?a=b")
    assert client.post(old).status_code in ({308} if page == "klarmarkera/" else {405})
    stranger = as_person(beside(reporting))
    assert stranger.get(address(reporting, page)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("closed", "queries"), [(True, 8), (False, 20)])
def test_as_many_queries_for_three_goals_as_for_one(
    reporting: Reporting,
    as_person: AsPerson,
    django_assert_num_queries: Queries,
    rows: int,
    closed: bool,
    queries: int,
) -> None:
    for _ in range(rows - 1):
        goal = GoalFactory(plan=reporting.plan, level=4)
        GoalIndicatorFactory(goal=goal)
        ActivityFactory(goal=goal)
    cost = EconomyGiven("cost", "Personal", "-100", "-40", "-110")
    write_economy(by=OPERATOR, follow_up=reporting.follow_up, key=uuid.uuid4(), given=cost, save=save())
    if closed:
        reporting.close()
    client = as_person(reporting.manager)
    client.get(address(reporting))
    with django_assert_num_queries(queries):
        client.get(address(reporting))


@pytest.mark.parametrize("count", [1, 3])
def test_many_documents_are_read_at_once(
    reporting: Reporting, django_assert_num_queries: Queries, count: int
) -> None:
    for _ in range(count - 1):
        with_plan(UnitFactory(parent=reporting.unit.parent))
    reader = beside(reporting)
    rows = FollowUp.objects.select_related("round__period", "unit").order_by("pk")
    with django_assert_num_queries(16):
        drafts = shown_documents(rows.all(), reader=OPERATOR)
    assert shown_documents(list(rows), reader=reader) == {}
    reporting.close()
    with django_assert_num_queries(2):
        frozen = shown_documents(rows.all(), reader=OPERATOR)
    assert set(drafts) == set(frozen)
    assert frozen == {row.pk: shown_document(row, reader=reader) for row in rows.all()}
