"""The editor keeps what it is given: what the sanitiser keeps survives, and nothing changes by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser import clipboards
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.browser.writing import Writing
from tests.images.pictures import encoded
from vp.richtext import clean, plain, tidy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURE = "/bilder/" + "a" * 64


@pytest.fixture
def page(page: Page) -> Page:
    """A picture that is shown needn't be there: what it says is what is tested."""
    page.route(f"**{PICTURE}", lambda route: route.fulfill(body=encoded("PNG"), content_type="image/png"))
    return page


TABLE = (
    '<table><thead><tr><th scope="col">a</th><th>b</th></tr></thead>'
    '<tbody><tr><th scope="row">c</th><td>d</td></tr></tbody></table>'
)
SPANS = (
    '<table><tbody><tr><td colspan="2">a</td><td rowspan="2">b</td></tr>'
    "<tr><td>c</td><td>d</td></tr></tbody></table>"
)
LINKS = (
    '<p><a href="https://www.exempel.se/?a=1&amp;b=2">a</a> <a href="mailto:a@exempel.se">b</a>'
    ' <a href="/sok/?q=c">c</a> <a href="../d">d</a> <a href="#e"><strong>e</strong></a></p>'
)
AS_WRITTEN = [
    "<p>Vi läser <strong>varje</strong> <em>dag</em>, <strong><em>året</em></strong> om.<br>Alla.</p>",
    "<h4>Ett</h4><h5>Två</h5><h6>Tre</h6><p>a</p>",
    '<ul><li>a</li><li>b<ol start="3"><li>c</li><li value="7">d</li></ol></li></ul>',
    "<ul><li>a<ul><li>b</li></ul><p>c</p></li></ul>",
    "<ul><li><p>a</p><p>b</p></li></ul>",
    LINKS,
    TABLE,
    SPANS,
    "<table><tbody><tr><td><p>a</p><p>b</p></td><td><ul><li>c</li></ul></td></tr></tbody></table>",
    f'<p>a</p><figure><img src="{PICTURE}" alt="Ett &quot;träd&quot; &amp; en bänk"></figure><p>b</p>',
    "<p>10&nbsp;000 &lt;kr&gt; &amp; mer</p>",
]


def changed(writing: Writing) -> str:
    """The text after a word has been written at its end."""
    writing.text.focus()
    writing.to_end()
    writing.keys("Slut")
    expect(writing.text).to_contain_text("Slut")
    return writing.value


def test_what_is_written_survives_a_change_elsewhere(page: Page) -> None:
    for body in AS_WRITTEN:
        assert tidy(body) == body
        whole = f"{body}<p>Sist.</p>"
        writing = Writing(page, whole)
        assert changed(writing) == whole.replace("Sist.", "Sist.Slut")
        page.unroute_all()


FIGURE = f'<img src="{PICTURE}" alt="b">'
UNEVEN = "<table><tbody><tr><th>a</th><th>b</th></tr><tr><td>c</td></tr></tbody></table>"
REWRITTEN = {
    "<ul><li><p>a</p></li></ul>": "<ul><li>a</li></ul>",
    "<p>a</p><p></p><p>b</p>": "<p>a</p><p></p><p>b</p>",
    "<p>a<br></p>": "<p>a</p>",
    f"<p>a {FIGURE} c</p>": f"<p>a</p><figure>{FIGURE}</figure><p>c</p>",
    f"<figure>{FIGURE}Bildtext</figure>": f"<figure>{FIGURE}</figure><p>Bildtext</p>",
    "löst <em>ord</em>": "<p>löst <em>ord</em></p>",
    UNEVEN: (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>c</td><td></td></tr></tbody></table>"
    ),
    '<table><tbody><tr><td colspan="1">a</td></tr></tbody></table>': (
        "<table><tbody><tr><td>a</td></tr></tbody></table>"
    ),
}


def test_other_forms_of_the_same_are_written_in_one_way_and_keep_their_words(page: Page) -> None:
    for body, wanted in REWRITTEN.items():
        assert clean(body) == body
        assert plain(wanted) == plain(body)
        writing = Writing(page, f"{body}<p>Sist.</p>")
        value = changed(writing)
        assert value == f"{wanted}<p>Sist.Slut</p>"
        assert tidy(value) == value
        page.unroute_all()


def test_nothing_changes_without_a_change(page: Page) -> None:
    given = f"<ul>\n <li><p>a</p></li></ul>\n{UNEVEN}<p> </p>"
    writing = Writing(page, given)
    writing.text.click()
    writing.keys("ArrowDown", "Control+Home", "ArrowRight")
    assert (writing.value, page.evaluate("inputs")) == (given, 0)
    writing.keys("x")
    assert writing.value.startswith("<ul><li>")
    assert page.evaluate("inputs") == 1
    writing.keys("Control+z")
    assert writing.value == given
    page.evaluate("prose.destroy()")
    expect(page.locator("#text")).to_be_visible()
    assert writing.value == given
    expect(page.locator(".prose-editor")).to_have_count(0)


def test_what_openProse_promises(page: Page) -> None:  # noqa: N802 - its name
    writing = Writing(page)
    assert page.evaluate("[prose.isEmpty(), prose.html()]") == [True, ""]
    expect(writing.text).to_have_accessible_name("Arbetssätt")
    expect(writing.text).to_have_accessible_description(
        "Skriv hur ni gör. Alt och F10 går till verktygen, piltangenterna mellan dem, och Escape tillbaka "
        "till texten. Tryck Escape och sedan Tab för att lämna texten."
    )
    attributes = {"role": "textbox", "aria-multiline": "true", "lang": "sv", "spellcheck": "true"}
    for name, value in attributes.items():
        expect(writing.text).to_have_attribute(name, value)
    page.evaluate("prose.focus()")
    expect(writing.text).to_be_focused()
    page.evaluate("prose.replace('<p>Nytt</p>')")
    assert page.evaluate("[prose.isEmpty(), prose.html(), inputs]") == [False, "<p>Nytt</p>", 1]
    writing.keys("Control+a", "Delete")
    assert page.evaluate("[prose.isEmpty(), prose.html(), inputs]") == [True, "", 2]


def test_the_library_is_fetched_only_for_the_first_editor(page: Page) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/logga-in/")
    assert not [url for url in fetched if "prose_editor" in url]
    Writing(page)
    assert len([url for url in fetched if url.endswith("/editor.js")]) == 1


def test_sub_headings_come_below_the_heading_above(page: Page) -> None:
    writing = Writing(page, "<h5>Ett</h5><h6>Två</h6><h4>Tre</h4>")
    levels = writing.text.get_by_role("heading").evaluate_all("all => all.map((one) => one.ariaLevel)")
    assert levels == ["3", "4", "3"]


def test_what_is_pasted_is_kept_as_the_sanitiser_keeps_it(page: Page) -> None:
    for program in clipboards.PROGRAMS:
        writing = Writing(page)
        writing.text.focus()
        writing.paste(html=clipboards.brought(program), plain="annat")
        assert writing.value == tidy(writing.value), program
        assert writing.value == tidy(clipboards.cleaned(program)), program
        page.unroute_all()


def test_pasting_into_a_sentence_and_a_list(page: Page) -> None:
    writing = Writing(page, "<ul><li>Ett </li></ul>")
    writing.to_end()
    writing.keys(" ")
    writing.paste(plain="och två")
    assert writing.value == "<ul><li>Ett och två</li></ul>"
    writing.paste(html="<ul><li>Tre</li><li>Fyra</li></ul>")
    assert plain(writing.value) == "Ett och tvåTre Fyra"
    writing.keys("Control+a")
    writing.paste(plain="En rad\n\nEn till")
    assert writing.value == "<p>En rad</p><p>En till</p>"


def test_an_address_pasted_over_words_is_their_link(page: Page) -> None:
    writing = Writing(page, "<p>Läs</p>")
    writing.text.focus()
    writing.keys("Control+a")
    writing.paste(plain="https://www.exempel.se/")
    assert writing.value == '<p><a href="https://www.exempel.se/">Läs</a></p>'


def test_pictures_that_are_left_out_are_told(page: Page) -> None:
    writing = Writing(page)
    writing.text.focus()
    writing.paste(html=clipboards.brought("word_changes"))
    expect(page.get_by_role("status")).to_have_text("Bilderna följde inte med. Lägg in dem med knappen Bild.")
    check(page)
    writing.keys("x")
    expect(page.get_by_role("status")).to_have_text("")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_editor_is_for_everybody(width: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    writing = Writing(page, "".join(AS_WRITTEN))
    check(page)
    writing.text.get_by_role("cell").first.click()
    expect(page.get_by_role("group", name="Tabellen")).to_be_visible()
    check(page)
