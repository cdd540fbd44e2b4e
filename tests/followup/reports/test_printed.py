"""A printed report: tagged like a plan, to both standards, with every word and the JSON inside."""

from __future__ import annotations

import functools
import io
import re

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from pikepdf import Name

from followup.document import FollowUpDocument
from followup.reports.body import PRINT, report_body
from followup.reports.printed import printable_follow_up
from tests.followup.reports.documents import VB, follow_up_document
from tests.printing.walker import Walk
from vp.printing import pdf
from vp.printing.builders import Printable


def printed(printable: Printable) -> bytes:
    return pdf.render(printable.html, description=printable.description, source=printable.source)


@functools.cache
def report() -> bytes:
    return printed(printable_follow_up(follow_up_document(), {}))


@functools.cache
def walk() -> Walk:
    return Walk(report())


@pytest.mark.parametrize(
    "document",
    [follow_up_document(), follow_up_document(0, closed=False, period=VB)],
    ids=["long", "draft"],
)
def test_nothing_is_wrong_with_the_tags(document: FollowUpDocument) -> None:
    assert Walk(printed(printable_follow_up(document, {}))).findings == []


def test_a_table_that_breaks_over_pages_is_one_and_its_heads_are_said_once() -> None:
    tables = [node for node in walk().root.walk() if node.role == "Table"]
    assert len(tables) == 4  # the goals in short, indicators, activities, economy
    longest = max(tables, key=lambda table: len({page for node in table.walk() for page, _ in node.marks}))
    assert len({page for node in longest.walk() for page, _ in node.marks}) >= 3
    for head in (node for node in walk().root.walk() if node.role == "THead"):
        assert len({page for node in head.walk() for page, _ in node.marks}) == 1
    heads = [node.attribute("/Scope") for node in walk().root.walk() if node.role == "TH"]
    assert set(heads) == {Name.Row, Name.Column}


def test_bookmarks_and_contents_lead_to_chapters_and_goals() -> None:
    bookmarks = [title for _, title in walk().bookmarks()]
    assert bookmarks == [
        "Innehåll",
        "Sammanfattande analys",
        "1. En kommun där alla åldras väl",
        "1.3 Äldre får vård av hög kvalitet",
        "1.3.2 Insatserna har hög kontinuitet",
        "1.3.2.1 Hyresgästerna möter få och kända personer",
        "1.3.2.2 Maten smakar",
        "Uppföljning av ekonomi",
        "Övrigt",
    ]
    assert len([node for node in walk().root.walk() if node.role == "Link"]) == 8


def test_it_follows_both_standards_and_carries_its_document() -> None:
    with pikepdf.open(io.BytesIO(report())) as opened:
        xmp = opened.Root.Metadata.read_bytes()
        assert b"<pdfaid:conformance>A<" in xmp
        assert b"<pdfuaid:part>1<" in xmp
        (specification,) = opened.Root.AF
        assert str(specification.UF) == "uppfoljning.json"
        assert FollowUpDocument.from_json(specification.EF.F.read_bytes()) == follow_up_document()
        assert str(opened.docinfo.Title) == "Uppföljning T2 2027 Hemtjänsten Åsbacken"
        assert str(opened.docinfo.CreationDate).startswith("D:20270924")


def test_the_same_closed_report_gives_the_same_bytes() -> None:
    assert printed(printable_follow_up(follow_up_document(), {})) == report()


def test_every_cell_and_remark_is_there_in_order() -> None:
    opened = pypdfium2.PdfDocument(report())
    read = "".join(page.get_textpage().get_text_range() + "\n" for page in opened)
    text = "".join(re.sub(r"-\r?\n|\ufffe", "", read).split())
    at = text.index("Sammanfattandeanalys", text.index("Innehåll") + 100)
    body = report_body(follow_up_document(), {}, PRINT)
    tables = [table for goal in body.walk_goals() for table in (goal.indicators, goal.activities) if table]
    assert body.economy is not None
    assert body.economy.table is not None
    for line in (line for table in (*tables, body.economy.table) for line in table.lines):
        said = [piece for cell in line.cells for piece in (cell.text, cell.note)]
        for piece in (*said, *(remark.text for remark in line.remarks)):
            words = "".join(piece.split())
            at = text.index(words, at)


def test_a_wide_table_keeps_its_words_whole_and_within_the_page() -> None:
    """Nine columns on upright A4: no head is broken within a word, and nothing stands past the margin."""
    opened = pypdfium2.PdfDocument(report())
    page = next(page for page in opened if "Prognos" in page.get_textpage().get_text_range())
    words = page.get_textpage().get_text_range().split()
    assert {"Periodens", "kvinnor", "årsmål", "Prognos", "Trend"} <= set(words)
    text = page.get_textpage()
    rights = [text.get_charbox(n)[2] for n in range(text.count_chars())]
    assert max(rights) <= page.get_width() - 24 / 25.4 * 72 + 0.5
