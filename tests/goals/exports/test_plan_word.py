"""A plan as Word: real headings, lists and tables, and the same words when our own reader reads it."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import given, settings

from goals.document import EmbeddedImage, GoalDocument, PlanDocument, TextDocument
from goals.exports.plan_word import plan_word
from goals.importing.parse import parse_plan
from goals.importing.reading import read_source
from tests.documents import plan_documents
from tests.factories import GoalFactory, PlanFactory, TextFactory, member
from tests.images.pictures import a_picture, encoded
from tests.printing.plans import long_plan
from tests.rich import rich_document
from vp.org.models import Role

RICH = (
    "<p>Ord med <strong>fetstil</strong>, <em>kursiv</em> och "
    '<a href="https://exempel.se/a">en länk</a>.<br>Ny rad</p>'
    "<h4>Norra gruppen</h4><ul><li>Ett<ul><li>Två</li></ul></li></ul>"
    '<ol start="3"><li>Tre</li><li value="7">Sju</li></ol><ol><li>Ny lista</li></ol>'
    "<table><thead><tr><th>Kostnad</th><th>Åtgärd</th></tr></thead><tbody>"
    '<tr><td rowspan="2">Lön</td><td>Schema</td></tr><tr><td>Vikarier</td></tr></tbody></table>'
)  # fmt: skip


def opened(document: PlanDocument) -> Document:
    return docx.Document(io.BytesIO(plan_word(document)))


def of_body(body: str, **values: Any) -> Document:
    return opened(PlanDocument(2027, "Granen", opening=(TextDocument("Inledning", body),), **values))


def styled(document: Document) -> list[tuple[str, str]]:
    return [(each.style.name, each.text) for each in document.paragraphs]


def bare(document: PlanDocument) -> PlanDocument:
    """What Word can tell: no keys."""

    def goal(each: GoalDocument) -> GoalDocument:
        return dataclasses.replace(
            each,
            key=None,
            texts=tuple(map(text, each.texts)),
            indicators=tuple(
                dataclasses.replace(row, key=None, target_history=()) for row in each.indicators
            ),
            activities=tuple(dataclasses.replace(row, key=None) for row in each.activities),
            goals=tuple(map(goal, each.goals)),
        )

    def text(each: TextDocument) -> TextDocument:
        return dataclasses.replace(each, key=None, texts=tuple(map(text, each.texts)))

    return dataclasses.replace(
        document,
        goals=tuple(map(goal, document.goals)),
        opening=tuple(map(text, document.opening)),
        closing=tuple(map(text, document.closing)),
    )


def without_changes(document: PlanDocument) -> PlanDocument:
    """Before its targets were changed: what was said of that stands under the table in Word."""

    def goal(each: GoalDocument) -> GoalDocument:
        rows = tuple(dataclasses.replace(row, target_history=()) for row in each.indicators)
        return dataclasses.replace(each, indicators=rows, goals=tuple(map(goal, each.goals)))

    return dataclasses.replace(document, goals=tuple(map(goal, document.goals)))


def test_what_goes_out_as_word_comes_in_again() -> None:
    document = without_changes(rich_document())
    parsed = parse_plan(read_source(plan_word(document), name="plan.docx"))
    back, expected = parsed.document, bare(document)
    assert parsed.doubts == ()
    assert (back.year, back.unit, back.registry_number) == (2027, "Förskolan Granen", "BN 2026/17")
    assert back.goals == expected.goals
    assert back.opening[-len(expected.opening) :] == expected.opening  # the cover's words come first
    assert back.closing[: len(expected.closing)] == expected.closing


def test_a_long_plan_keeps_its_goals_rows_and_headings() -> None:
    document = without_changes(long_plan())
    back = parse_plan(read_source(plan_word(document), name="plan.docx")).document
    pairs = list(zip(back.walk_goals(), bare(document).walk_goals(), strict=True))
    for read, written in pairs:
        assert (read.level, read.number, read.title) == (written.level, written.number, written.title)
        assert (read.indicators, read.activities) == (written.indicators, written.activities)
        assert [text.heading for text in read.texts] == [text.heading for text in written.texts]


def test_words_own_styles() -> None:
    document = of_body(RICH)
    found = styled(document)
    assert found[:2] == [("Title", "Verksamhetsplan 2027"), ("Subtitle", "Granen")]
    after = found[found.index(("Heading 1", "Inledning")) + 1 :]
    assert after == [
        ("Normal", "Ord med fetstil, kursiv och en länk.\nNy rad"),
        ("Heading 2", "Norra gruppen"),
        ("List Bullet", "Ett"),
        ("List Bullet 2", "Två"),
        ("List Number", "Tre"),
        ("List Number", "Sju"),
        ("List Number", "Ny lista"),
    ]
    words = next(each for each in document.paragraphs if "fetstil" in each.text)
    assert [run.text for run in words.runs if run.bold] == ["fetstil"]
    assert [run.text for run in words.runs if run.italic] == ["kursiv"]
    assert [link.address for link in words.hyperlinks] == ["https://exempel.se/a"]
    lists = {each._p.pPr.numPr.numId.val for each in document.paragraphs if each.style.name == "List Number"}
    assert len(lists) == 3  # one begins at 3, one goes on at 7, one is new


def test_tables_have_heads_that_are_repeated_and_cells_that_reach_over_rows() -> None:
    document = opened(rich_document())
    assert document.tables
    for table in document.tables[:-1]:
        assert table.rows[0]._tr.trPr.findall(qn("w:tblHeader"))
        assert table._tbl.tblPr.find(qn("w:tblCaption")) is not None
    (table,) = of_body(RICH).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Kostnad", "Åtgärd"],
        ["Lön", "Schema"],
        ["Lön", "Vikarier"],
    ]


def test_the_file_says_what_it_is_in_swedish() -> None:
    document = opened(rich_document())
    properties = document.core_properties
    assert (properties.title, properties.author) == (
        "Verksamhetsplan 2027 Förskolan Granen",
        "Förskolan Granen",
    )
    assert properties.language == "sv-SE"
    languages = {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"sv-SE"}
    assert "Sid" in document.sections[0].footer.paragraphs[0].text


def test_pictures_are_in_the_file_with_their_words() -> None:
    content = encoded("PNG", a_picture(size=(2400, 40)))
    digest = hashlib.sha256(content).hexdigest()
    image = EmbeddedImage("image/png", base64.b64encode(content).decode())
    body = f'<figure><img src="/bilder/{digest}" alt="En karta"></figure>'
    body += f'<p><img src="/bilder/{"0" * 64}" alt="Borta"></p>'
    document = of_body(body, images={digest: image})
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "En karta"
    assert shape.width.cm <= 16
    assert any("[Bild: Borta]" in words for _, words in styled(document))


@settings(max_examples=25, deadline=None)
@given(plan_documents())
def test_every_plan_gives_a_file_that_opens(document: PlanDocument) -> None:
    found = opened(document)
    assert len(found.tables) >= sum(bool(goal.indicators) for goal in document.walk_goals())


@pytest.mark.django_db
@pytest.mark.parametrize("goals", [1, 3])
def test_the_words_of_the_page(client: Client, django_assert_num_queries: Any, goals: int) -> None:
    plan = PlanFactory()
    for n in range(goals):
        TextFactory(plan=plan, goal=GoalFactory(plan=plan, level=4), body=f"<p>Bara här {n}</p>")
    client.force_login(member(plan.unit, Role.STAFF))
    where = [plan.year, plan.unit.slug]
    address = reverse("goals:plan_docx", args=where)
    with django_assert_num_queries(10):
        answer = client.get(address)
    assert ".docx" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    found = [words for _, words in styled(docx.Document(io.BytesIO(answer.content)))]
    assert [words for words in found if "Bara här" in words] == [f"Bara här {n}" for n in range(goals)]
    assert address in client.get(reverse("goals:plan", args=where)).content.decode()
    assert client.post(address).status_code == 405
    assert client.get(reverse("goals:plan_docx", args=[plan.year, "finns-inte"])).status_code == 404
