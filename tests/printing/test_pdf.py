"""The finished file: both standards, the structure, the words, and what printing may reach."""

from __future__ import annotations

import base64
import datetime
import functools
import io
import logging
import re
from urllib.parse import urljoin
from xml.etree import ElementTree

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from pikepdf import Array, Name

from goals.document import EmbeddedImage, PlanDocument, TextDocument
from goals.printed_plan import printable_document
from tests.printing import standards_rules
from tests.printing.plans import long_plan
from tests.printing.walker import Walk
from tests.rich import rich_document
from vp.printing import pdf
from vp.printing.builders import Printable
from vp.printing.signs import STAND_IN
from vp.printing.sources import BASE, RefusedError, Sources
from vp.printing.standards import Description
from vp.richtext import plain

NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "schema": "http://www.aiim.org/pdfa/ns/schema#",
    "property": "http://www.aiim.org/pdfa/ns/property#",
}


def printed(printable: Printable) -> bytes:
    return pdf.render(
        printable.html,
        description=printable.description,
        source=printable.source,
        images=printable.images,
    )


@functools.cache
def long_file() -> bytes:
    return printed(printable_document(long_plan()))


@functools.cache
def long_walk() -> Walk:
    return Walk(long_file())


def note(body: str, **images: bytes) -> bytes:
    html = f"<html lang='sv-SE'><head><title>Lapp</title></head><body>{body}</body></html>"
    moment = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)
    return pdf.render(html, description=Description("Lapp", "Enheten", moment), images=images)


# Structure


def test_nothing_is_wrong_in_a_long_plan() -> None:
    walk = long_walk()
    assert len(walk.pages) > 10
    assert walk.findings == []


@pytest.mark.parametrize("document", [rich_document(), long_plan("draft"), PlanDocument(2027, "")])
def test_nothing_is_wrong_in_other_plans(document: PlanDocument) -> None:
    assert Walk(printed(printable_document(document))).findings == []


def test_what_breaks_over_pages_stays_one_element() -> None:
    walk = long_walk()
    activities = 6 * 3 + 22
    tables = [node for node in walk.root.walk() if node.role == "Table"]
    assert len(tables) == 7 + 6 + 1  # indicators of six goals and one above, activities, the text's own
    rows = [len([n for n in table.walk() if n.role == "TR"]) for table in tables]
    assert sum(rows) == 7 * 1 + 6 * 3 + 1 + 6 + activities + 20
    longest = max(tables, key=lambda table: len({page for node in table.walk() for page, _ in node.marks}))
    assert len({page for node in longest.walk() for page, _ in node.marks}) > 1
    paragraphs = [node for node in walk.root.walk() if node.role == "P"]
    assert any(len({page for page, _ in node.marks}) == 2 for node in paragraphs)


def test_repeated_table_heads_are_furniture() -> None:
    heads = [node for node in long_walk().root.walk() if node.role == "THead"]
    for head in heads:
        assert len({page for node in head.walk() for page, _ in node.marks}) == 1


def test_row_and_column_headers_say_what_they_head() -> None:
    scopes = [node.attribute("/Scope") for node in long_walk().root.walk() if node.role == "TH"]
    assert {Name.Row, Name.Column} == set(scopes)


def test_bookmarks_follow_the_goals() -> None:
    bookmarks = long_walk().bookmarks()
    assert (1, "Inledning") in bookmarks
    assert (2, "Målgrupp") in bookmarks
    assert (1, "1. En kommun där alla åldras väl") in bookmarks
    assert (2, "1.3 Äldre får vård och omsorg av hög kvalitet") in bookmarks
    assert sum(depth == 4 for depth, _ in bookmarks) == 6


def test_every_line_of_the_contents_leads_somewhere() -> None:
    walk = long_walk()
    links = [node for node in walk.root.walk() if node.role == "Link"]
    names = walk.pdf.Root.Names.Dests.Names
    targets = {str(names[i]) for i in range(0, len(names), 2)}
    assert len(links) == 16
    for link in links:
        (annotation,) = link.annotations
        assert str(annotation.Dest) in targets


def test_a_hyphen_at_a_line_end_is_a_soft_one() -> None:
    walk = long_walk()
    soft = [node for node in walk.root.walk() if node.role == "Span"]
    assert len(soft) > 10
    assert {str(node.raw.ActualText) for node in soft} == {"\u00ad"}
    words = note("<p style='width: 3cm'>barn-\nungdomsgruppen</p>")
    assert not [node for node in Walk(words).root.walk() if node.role == "Span"]


def test_no_word_is_split_by_the_foot_of_a_page() -> None:
    for page in pypdfium2.PdfDocument(long_file()):
        lines = page.get_textpage().get_text_range().splitlines()
        assert not any("-" in line[-1:] or "\ufffe" in line[-1:] for line in lines[-4:])


# Both standards


def test_the_file_passes_pikepdfs_rules_for_pdf_a_3b() -> None:
    assert standards_rules.findings(long_file()) == []


def test_one_packet_declares_both_standards() -> None:
    content = long_walk().pdf.Root.Metadata.read_bytes()
    assert long_file().count(b"<?xpacket begin=") == 1
    assert content.count(b"<?xpacket begin=") == content.count(b"<rdf:RDF") == 1
    root = ElementTree.fromstring(content)  # noqa: S314 (our own)
    values = {(part, name): root.findtext(f".//{part}:{name}", namespaces=NS) for part, name in (
        ("pdfaid", "part"), ("pdfaid", "conformance"), ("pdfuaid", "part"))}  # fmt: skip
    assert list(values.values()) == ["3", "A", "1"]
    assert root.findtext(".//schema:namespaceURI", namespaces=NS) == NS["pdfuaid"]
    assert root.findtext(".//schema:prefix", namespaces=NS) == "pdfuaid"
    assert root.findtext(".//property:name", namespaces=NS) == "part"
    assert root.findtext(".//property:valueType", namespaces=NS) == "Integer"


def test_xmp_and_info_say_the_same() -> None:
    opened = long_walk().pdf
    root = ElementTree.fromstring(opened.Root.Metadata.read_bytes())  # noqa: S314 (our own)
    assert root.findtext(".//dc:title//rdf:li", namespaces=NS) == str(opened.docinfo.Title)
    assert root.findtext(".//dc:creator//rdf:li", namespaces=NS) == str(opened.docinfo.Author)
    assert root.findtext(".//xmp:CreatorTool", namespaces=NS) == str(opened.docinfo.Creator)
    assert root.findtext(".//pdf:Producer", namespaces=NS) == str(opened.docinfo.Producer)
    assert root.findtext(".//xmp:CreateDate", namespaces=NS) == "2026-12-15T12:00:00Z"
    assert str(opened.docinfo.CreationDate) == "D:20261215120000+00'00'"
    assert str(opened.docinfo.Title) == "Verksamhetsplan 2027 Hemtjänsten Åsbacken"


def test_the_plan_is_carried_as_the_one_associated_file() -> None:
    root = long_walk().pdf.Root
    (specification,) = root.AF
    names = root.Names.EmbeddedFiles.Names
    assert [str(names[0]), names[1].objgen] == ["verksamhetsplan.json", specification.objgen]
    assert specification.AFRelationship == Name.Source
    assert str(specification.F) == str(specification.UF) == "verksamhetsplan.json"
    embedded = specification.EF.F
    assert embedded.Subtype == Name("/application/json")
    assert int(embedded.Params.Size) == len(embedded.read_bytes())
    assert str(embedded.Params.ModDate).startswith("D:2026")
    assert PlanDocument.from_json(embedded.read_bytes()) == long_plan()


def test_colours_have_a_profile() -> None:
    (intent,) = long_walk().pdf.Root.OutputIntents
    assert intent.S == Name.GTS_PDFA1
    assert int(intent.DestOutputProfile.N) == 3


def test_fonts_are_ours_embedded_and_can_be_read_back() -> None:
    opened = pikepdf.open(io.BytesIO(long_file()))
    found = {font.objgen: font for page in opened.pages for font in page.Resources.Font.values()}
    for font in found.values():
        (descendant,) = font.DescendantFonts
        assert "Print-S" in str(font.BaseFont)
        program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        widths = read_widths(descendant.W)
        mapped = b"".join(re.findall(rb"(?s)beginbfchar(.*?)endbfchar", font.ToUnicode.read_bytes()))
        codes = re.findall(rb"<([0-9a-f]{4})> <([0-9a-fA-F]+)>", mapped)
        assert {int(code, 16) for code, _ in codes} == set(widths)
        scale = 1000 / program["head"].unitsPerEm
        names = program.getGlyphOrder()
        for glyph, width in widths.items():
            assert glyph != 0
            assert abs(program["hmtx"][names[glyph]][0] * scale - width) <= 1
        for _, text in codes:
            assert bytes.fromhex(text.decode()).decode("utf-16-be").strip("\x00\ufffe\ufeff")


def read_widths(written: Array) -> dict[int, float]:
    widths: dict[int, float] = {}
    for i in range(0, len(written), 2):
        for offset, width in enumerate(written[i + 1]):
            widths[int(written[i]) + offset] = float(width)
    return widths


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert printed(printable_document(long_plan())) == long_file()


# Words


def squeezed(words: str) -> str:
    return "".join(words.split())


def words_of(document: PlanDocument) -> list[str]:
    """Every piece of text of the plan, in the order of print."""

    def texts(rows: tuple[TextDocument, ...]) -> list[str]:
        return [piece for row in rows for piece in (row.heading, plain(row.body), *texts(row.texts))]

    found = texts(document.opening)
    for goal in document.walk_goals():
        found += [goal.number, goal.title, *texts(goal.texts)]
        for row in goal.indicators:
            found += [row.name, row.target, row.council_target, row.periodicity]
            found += [piece for change in row.target_history for piece in (change.target, change.reason)]
        for activity in goal.activities:
            dates = [day.isoformat() if day else "" for day in (activity.start, activity.end)]
            found += [activity.title, *dates, activity.responsible]
    return [word for piece in found + texts(document.closing) for word in piece.split()]


@pytest.mark.parametrize("document", [long_plan(), rich_document()], ids=["long", "rich"])
def test_the_text_holds_every_word_in_order(document: PlanDocument) -> None:
    opened = pypdfium2.PdfDocument(printed(printable_document(document)))
    read = "".join(page.get_textpage().get_text_range() + "\n" for page in opened)
    # pdfium marks a word that continues on the next line with U+FFFE.
    text = re.sub(r"-\r?\n|\ufffe", "", read)
    left = iter(text.split())
    for word in words_of(document):
        assert any(word == found for found in left), f"{word} is missing or out of order"


# What printing reaches


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg=="
)

REFUSED = [
    "file:///etc/passwd", "http://127.0.0.1:9/x.png", "https://example.org/x.png", "//example.org/x.png",
    "data:image/png;base64,iVBORw0KGgo=", "ftp://example.org/x", "/etc/passwd", "/media/images/x.png",
    "/static/../vp/settings.py", "/static/%2e%2e/vp/settings.py", "/static/nothing.css", "/static/",
    "/static/print/document.css?x", "/bilder/" + "0" * 64,
    "https://print.invalid@example.org/static/print/document.css",
    "https://print.invalid:443/static/print/document.css",
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_what_isnt_ours_is_refused(address: str) -> None:
    with pytest.raises(RefusedError):
        Sources({"1" * 64: PIXEL}).read(urljoin(BASE, address))


def test_what_is_refused_is_logged_and_the_page_printed(caplog: pytest.LogCaptureFixture) -> None:
    pictures = "".join(f"<img src='{address}' alt='x'>" for address in REFUSED)
    sheets = "".join(f"<link rel='stylesheet' href='{address}'>" for address in REFUSED)
    faces = "".join(f"@font-face {{ font-family: X; src: url('{address}') }}" for address in REFUSED)
    grounds = "".join(f"@import '{address}'; p {{ background: url('{address}') }}" for address in REFUSED)
    attached = "".join(f"<link rel='attachment' href='{address}'>" for address in REFUSED)
    with caplog.at_level(logging.WARNING, "vp.printing.pdf"):
        content = note(f"{sheets}{attached}<style>{grounds}{faces}</style><p>Kvar</p>{pictures}")
    assert caplog.text.count("Printing fetched nothing") >= 3 * len(REFUSED)
    assert "Kvar" in pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(content)) as opened:
        assert "/AF" not in opened.Root
        assert not opened.attachments


def test_a_picture_of_the_plan_is_shown_with_its_words() -> None:
    digest = "a" * 64
    picture = f'<img src="/bilder/{digest}"'
    body = f'<p>Före</p><figure>{picture} alt="Gården"></figure><p>{picture}></p>'
    document = PlanDocument(
        2027, "Granen", opening=(TextDocument("Inledning", body),),
        images={digest: EmbeddedImage("image/png", base64.b64encode(PIXEL).decode())},
    )  # fmt: skip
    walk = Walk(printed(printable_document(document)))
    figures = [node for node in walk.root.walk() if node.role == "Figure"]
    assert [str(figure.raw.Alt) for figure in figures] == ["Gården", "Bild utan beskrivning"]
    assert walk.findings == []


def test_a_sign_that_no_font_has_keeps_its_meaning(caplog: pytest.LogCaptureFixture) -> None:
    document = PlanDocument(
        2027, "Žofias förskola", opening=(TextDocument("Tecken", "<p>CO₂ → 漢 och 🎈!</p>"),),
    )  # fmt: skip
    content = printed(printable_document(document))
    assert ".notdef" not in caplog.text
    walk = Walk(content)
    assert walk.findings == []
    spans = [str(node.raw.ActualText) for node in walk.root.walk() if node.role == "Span"]
    assert spans == ["漢", "🎈"]
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))
    assert f"CO₂ → {STAND_IN} och {STAND_IN}!" in text
    assert "Žofias" in text
