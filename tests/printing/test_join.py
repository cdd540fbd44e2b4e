"""Joined files: every mark of every page still has its element, and every link and bookmark its page."""

from __future__ import annotations

import functools
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Name, String

from goals.printed_plan import printable_document
from tests.printing import standards_rules
from tests.printing.compiled import DESCRIPTION, SOURCE, joined, long_part, printable, rendered
from tests.printing.walker import Walk
from tests.rich import rich_document
from vp.printing.builders import Contents, Part
from vp.printing.compiling import laid_out
from vp.printing.join.front import add_front
from vp.printing.join.joiner import Joiner, numbered

LINKS = (
    '<h1 id="början" title="Lapp">Lapp</h1><p>Se <a href="#slut">slutet</a>, '
    '<a href="/del/0#avslutning-1">planens avslutning</a>, <a href="/del/1">den andra</a>, '
    '<a href="/del/9">ingenting</a> och '
    '<a href="https://example.org/">webben</a>.</p><p id="slut">Här är det slut.</p>'
)


@functools.cache
def whole() -> bytes:
    rich = printable_document(rich_document())
    return joined(
        [("Åsbacken", long_part("Åsbacken")), ("Rik", rich), ("Lapp", printable(LINKS)), ("Rik igen", rich)]
    )


@functools.cache
def walk() -> Walk:
    return Walk(whole())


def text_of(content: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]


def page_of(destination: Any) -> int:
    """The page, from 0, that a link's or a bookmark's destination leads to."""
    if isinstance(destination, String):
        names = walk().pdf.Root.Names.Dests.Names
        at = next(i for i in range(0, len(names), 2) if bytes(names[i]) == bytes(destination))
        destination = names[at + 1]
    assert isinstance(destination, Array)
    return walk().page_of[destination[0].objgen]


def test_every_mark_of_every_page_has_its_element_and_back() -> None:
    assert walk().findings == []
    assert len(walk().pages) > 20
    assert [kid.role for kid in walk().root.kids] == ["Sect", "Part", "Part", "Part", "Part"]
    trees = [each for each in walk().pdf.objects if is_a(each, "/StructTreeRoot")]
    elements = [each for each in walk().pdf.objects if is_a(each, "/StructElem")]
    assert len(trees) == 1
    assert len(elements) == sum(1 for _ in walk().root.walk()), "elements that nothing leads to"


def is_a(found: Any, kind: str) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == Name(kind)


def test_the_structure_of_a_part_is_what_it_was_alone() -> None:
    alone = Walk(rendered(long_part("Åsbacken"), numbered=True))
    assert [node.role for node in walk().root.kids[1].walk()][1:] == alone.roles()[1:]


def test_the_file_passes_pikepdfs_rules_and_carries_only_its_own_source() -> None:
    assert standards_rules.findings(whole()) == []
    (specification,) = walk().pdf.Root.AF
    assert specification.EF.F.read_bytes() == SOURCE.content
    assert [str(name) for name in walk().pdf.attachments] == [SOURCE.name]
    assert b"verksamhetsplan.json" not in b"".join(bytes(each) for each in strings(walk().pdf))
    assert str(walk().pdf.docinfo.Title) == DESCRIPTION.title
    assert len(walk().pdf.Root.OutputIntents) == 1


def strings(opened: pikepdf.Pdf) -> list[Any]:
    found = [
        value for each in opened.objects if isinstance(each, pikepdf.Dictionary) for value in each.values()
    ]
    return [value for value in found if isinstance(value, String)]


def test_subsets_of_the_same_font_have_different_names() -> None:
    fonts = {font.objgen: font for page in walk().pages for font in page.Resources.Font.values()}
    assert len({str(font.BaseFont) for font in fonts.values()}) == len(fonts) > 8


def test_every_page_but_the_covers_says_its_number() -> None:
    texts = text_of(whole())
    said = [re.findall(r"Sid (\d+) \((\d+)\)", text) for text in texts]
    assert said[0] == []
    for number, found in enumerate(said, start=1):
        assert found in ([], [(str(number), str(len(texts)))])
    assert sum(found == [] for found in said) == 4  # our cover and the plans'


def test_a_stamped_number_is_the_printed_one_to_the_point() -> None:
    """An unnumbered file that is numbered afterwards looks like one that was numbered from the beginning."""
    printed, stamped = (rendered(long_part("Åsbacken"), numbered=each) for each in (True, False))
    stamped = numbered(stamped)
    assert Walk(stamped).findings == []
    assert standards_rules.findings(stamped) == []
    for one, other in zip(pypdfium2.PdfDocument(printed), pypdfium2.PdfDocument(stamped), strict=True):
        assert one.get_textpage().get_text_range() == other.get_textpage().get_text_range()
        assert footer(one) == pytest.approx(footer(other), abs=0.01)


def footer(page: Any) -> list[float]:
    """The boxes of the characters of the page number."""
    text = page.get_textpage()
    start = text.get_text_range().rfind("Sid ")
    return (
        [side for at in range(start, text.count_chars()) for side in text.get_charbox(at)]
        if start >= 0
        else []
    )


def test_contents_and_links_lead_to_the_right_pages() -> None:
    texts = text_of(whole())
    led = []
    for node in walk().root.kids[0].walk():
        for annotation in node.annotations:
            words = str(annotation.Contents)
            title, printed_number = words.rsplit(" ", 1)
            assert page_of(annotation.Dest) == int(printed_number) - 1
            led.append(title)
    assert {"Åsbacken", "Rik", "Lapp", "Bakgrund"} <= set(led)
    assert "print.invalid" not in "".join(texts)
    links = [each for node in walk().root.kids[3].walk() for each in node.annotations]
    pages = [page_of(each.Dest) for each in links if "/Dest" in each]
    assert "Här är det slut" in texts[pages[0]]
    assert "Åtgärdsplan" in "".join(texts[pages[1] : pages[1] + 2])
    assert [pages[2] + 1, pages[3]] == [number_of("Rik"), 0]
    assert [str(each.A.URI) for each in links if "/A" in each] == ["https://example.org/"]
    assert [str(each.Contents) for each in links][-1] == "webben (https://example.org/)"


def number_of(title: str) -> int:
    for node in walk().root.kids[0].walk():
        for annotation in node.annotations:
            if str(annotation.Contents).rsplit(" ", 1)[0] == title:
                return int(str(annotation.Contents).rsplit(" ", 1)[1])
    raise AssertionError(title)


def test_each_part_has_a_bookmark_with_its_own_under_it() -> None:
    bookmarks = walk().bookmarks()
    assert [title for depth, title in bookmarks if depth == 1] == [
        "Innehåll",
        "Åsbacken",
        "Rik",
        "Lapp",
        "Rik igen",
    ]
    assert (2, "Bakgrund") in bookmarks
    item = walk().pdf.Root.Outlines.First
    count = 0
    while item is not None:
        count += 1
        assert page_of(item.Dest) >= 0
        assert item.Parent.objgen == walk().pdf.Root.Outlines.objgen
        item = item.get("/Next")
    assert int(walk().pdf.Root.Outlines.Count) == count
    names = walk().pdf.Root.Names.Dests.Names
    keys = [bytes(names[i]) for i in range(0, len(names), 2)]
    assert keys == sorted(set(keys))


def test_the_same_parts_give_the_same_bytes() -> None:
    parts = [("Lapp", printable(LINKS)), ("Rik", printable_document(rich_document()))]
    assert joined(parts) == joined(parts)


def test_a_missing_part_is_named_first() -> None:
    content = joined(
        [("Lapp", printable(LINKS)), ("Trasig", printable("<p>Saknas</p>"))], missing={"Trasig": "Nej."}
    )
    assert "Trasig: Nej." in text_of(content)[1].replace("\r\n", " ")
    assert Walk(content).findings == []


def test_long_contents_settle_and_move_what_follows() -> None:
    body = "".join(f'<h1 title="Kapitel {i}">Kapitel {i}</h1><p>Text</p>' for i in range(120))
    content = joined([("Lång", printable(body))])
    texts = text_of(content)
    lines = re.findall(r"Kapitel (\d+) (\d+)", " ".join(" ".join(text.split()) for text in texts[:6]))
    assert len(lines) == 120
    for chapter, page in lines:
        assert f"Kapitel {chapter}\r\n" in texts[int(page) - 1]


def test_contents_that_never_settle_are_an_error() -> None:
    joiner = Joiner()
    joiner.add(rendered(printable("<p>Lapp</p>")), "Lapp")
    lengths = iter(range(3, 30))

    def growing(_: Contents) -> Any:
        return printable("<p style='break-after: page'>x</p>" * next(lengths))

    with pytest.raises(ValueError, match="settle"):
        add_front(joiner, growing, [(Part("note", {}, "Lapp", "1"), "")], laid_out)
