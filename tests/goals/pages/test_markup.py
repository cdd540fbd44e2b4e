"""Texts in a page: nothing unsafe, headings in order, tables and pictures that everybody can use."""

from __future__ import annotations

import re

import pytest

from goals.pages.markup import missing_html, text_html


def test_a_text_stands_under_its_heading() -> None:
    assert text_html("Arbetssätt", 3, "text-1", "<p>Vi övar.</p>") == (
        '<h3 id="text-1">Arbetssätt</h3><div class="prose"><p>Vi övar.</p></div>'
    )


def test_a_heading_is_escaped_and_a_body_sanitised() -> None:
    html = text_html("<script>x</script>", 2, "", '<p onclick="x()">a</p><script>b</script>')
    assert html == '<h2>&lt;script&gt;x&lt;/script&gt;</h2><div class="prose"><p>a</p></div>'


@pytest.mark.parametrize(
    ("level", "body", "levels"),
    [
        (2, "<h4>a</h4><h5>b</h5><h4>c</h4>", [2, 3, 4, 3]),
        (2, "<h6>a</h6><h4>b</h4><h6>c</h6>", [2, 3, 3, 4]),
        (3, "<h5>a</h5><p>x</p><h6>b</h6><h5>c</h5>", [3, 4, 5, 4]),
        (6, "<h4>a</h4><h5>b</h5>", [6, 7, 8]),
    ],
)
def test_headings_inside_a_text_continue_below_its_own(level: int, body: str, levels: list[int]) -> None:
    html = text_html("Rubrik", level, "", body)
    found = re.findall(r'<h([1-6])|aria-level="(\d+)"', html)
    assert [int(tag or aria) for tag, aria in found] == levels


def test_a_text_without_a_heading_of_its_own_leaves_no_gap() -> None:
    assert "<h3>a</h3>" in text_html("", 3, "", "<h5>a</h5>")


def test_a_heading_beyond_six_is_one_for_a_screen_reader() -> None:
    assert '<div role="heading" aria-level="7" id="text-1">Djup</div>' in text_html("Djup", 7, "text-1", "")


def test_a_table_can_scroll_by_itself() -> None:
    html = text_html("", 2, "", "<table><tbody><tr><td>1</td></tr></tbody></table>")
    assert '<div class="scroll"><table><tbody><tr><td>1</td></tr></tbody></table></div>' in html


def test_a_picture_without_a_description_says_so_and_another_keeps_its_own() -> None:
    picture = "/bilder/" + "a" * 64
    html = text_html("", 2, "", f'<img src="{picture}"><img src="{picture}" alt="Årshjul">')
    assert re.findall('alt="([^"]*)"', html) == ["Bild utan beskrivning", "Årshjul"]


def test_what_is_missing_says_so() -> None:
    assert missing_html("Uppföljning", 3, "", "Inget skrivet ännu") == (
        '<h3>Uppföljning</h3><p class="missing">Inget skrivet ännu</p>'
    )
