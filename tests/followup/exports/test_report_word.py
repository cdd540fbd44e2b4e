"""A unit's report as Word."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings

from followup.document import FollowUpDocument
from followup.exports.report_word import report_word
from followup.exports.word_report_tables import widths_of
from tests.factories import YEAR
from tests.followup.documents import documents
from tests.followup.exports.test_workbook import a_document
from tests.followup.rounds import a_reporting_unit


def opened(document: FollowUpDocument) -> Document:
    return docx.Document(io.BytesIO(report_word(document, {})))


def test_headings_facts_and_tables() -> None:
    document = opened(a_document("Ord"))
    found = [(each.style.name, each.text) for each in document.paragraphs]
    assert found[1:3] == [("Title", "Uppföljning T1 2027"), ("Subtitle", "Ord")]
    assert ("Uppgift", "Status: Utkast") in found
    assert ("Uppgift", "Period: 2027-01-01 – 2027-04-30") in found
    headings = [each for each in found if each[0].startswith("Heading")]
    assert headings[0] == ("Heading 1", "Målen i korthet")
    assert headings[1][1].endswith("Ord Ord")
    assert ("Uppgift", "Måluppfyllelse: Uppfylls helt") in found
    captions = [table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in document.tables]
    assert captions == ["Målen i korthet", "Indikatorer", "Aktiviteter", "Ekonomi"]
    indicators = document.tables[1]
    assert [cell.text for cell in indicators.rows[0].cells][:2] == ["Indikator", "Periodens utfall"]
    assert "Uppfylls delvis: Ord" in indicators.rows[1].cells[0].text
    assert indicators.rows[0]._tr.trPr.findall(qn("w:tblHeader"))


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        (["Enhet", "Varför"], ["Granen", "En lång förklaring som behöver mycket plats. " * 9]),
        (["Rad"], [""]),
        (["Kontaktpersonsuppdrag"] * 8, ["Verksamhetsutvecklingsledare"] * 8),
    ],
)
def test_columns_fill_the_page_by_what_they_hold(titles: list[str], row: list[str]) -> None:
    widths = widths_of(titles, [row])
    assert sum(widths) == pytest.approx(16)
    assert widths == sorted(widths)


@settings(max_examples=20, deadline=None)
@given(documents)
def test_every_document_gives_a_file_that_opens(document: FollowUpDocument) -> None:
    assert opened(document).core_properties.language == "sv-SE"


@pytest.mark.django_db
def test_the_newest_and_older_versions(client: Client, django_assert_num_queries: Any) -> None:
    told = a_reporting_unit()
    told.close()
    client.force_login(told.manager)
    where = [YEAR, "T1", told.unit.slug]
    address = reverse("followup:report_docx", args=where)
    assert address in client.get(reverse("followup:report", args=where)).content.decode()
    with django_assert_num_queries(6):
        answer = client.get(address)
    assert ".docx" in answer["Content-Disposition"]
    assert client.get(address, {"version": "1"}).status_code == 200
    for version in ("2", "x", "99999999999999"):
        assert client.get(address, {"version": version}).status_code == 404
    assert client.post(address).status_code == 405
