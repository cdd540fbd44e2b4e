"""Writing with each tool by the keyboard alone, and the toolbar's own keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.browser.writing import Writing
from vp.richtext import tidy

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def writing(page: Page) -> Writing:
    """An empty text with the cursor in it."""
    opened = Writing(page)
    opened.text.focus()
    return opened


def test_words_paragraphs_and_lists(writing: Writing) -> None:
    writing.use("Underrubrik")
    writing.keys("Så gör vi", "Enter", "Vi läser ")
    writing.use("Fet")
    expect(writing.tool("Fet")).to_have_attribute("aria-pressed", "true")
    writing.keys("varje")
    writing.use("Fet")
    writing.use("Kursiv")
    writing.keys(" dag")
    writing.use("Kursiv")
    writing.keys(".", "Enter")
    writing.use("Lägre underrubrik")
    writing.keys("Hur", "Enter")
    writing.use("Punktlista")
    writing.keys("Böcker", "Enter", "Tab", "höga", "Enter", "Shift+Tab", "Bilder", "Enter", "Enter")
    writing.use("Numrerad lista")
    writing.keys("Börja", "Enter", "Sluta", "Shift+Enter", "lugnt")
    assert writing.value == (
        "<h4>Så gör vi</h4><p>Vi läser <strong>varje</strong><em> dag</em>.</p><h5>Hur</h5>"
        "<ul><li>Böcker<ul><li>höga</li></ul></li><li>Bilder</li></ul>"
        "<ol><li>Börja</li><li>Sluta<br>lugnt</li></ol>"
    )
    assert tidy(writing.value) == writing.value


def test_usual_keys_and_what_office_programs_do(writing: Writing) -> None:
    writing.keys("Control+b", "a", "Control+b", "Control+i", "b", "Control+i", "c * d* _e_ **f**", "Enter")
    writing.keys("- ", "g", "Enter", "Enter", "3. ", "h")
    assert writing.value == (
        '<p><strong>a</strong><em>b</em>c * d* _e_ **f**</p><ul><li>g</li></ul><ol start="3"><li>h</li></ol>'
    )


def test_undo_and_redo(writing: Writing) -> None:
    expect(writing.tool("Ångra")).to_have_attribute("aria-disabled", "true")
    writing.keys("ord")
    writing.use("Ångra")
    assert writing.value == ""
    expect(writing.tool("Ångra")).to_have_attribute("aria-disabled", "true")
    writing.use("Gör om")
    assert writing.value == "<p>ord</p>"
    writing.keys("Control+z")
    assert writing.value == ""
    writing.keys("Control+y")
    assert writing.value == "<p>ord</p>"


def test_a_table(writing: Writing) -> None:
    group = writing.page.get_by_role("group", name="Tabellen")
    expect(group).to_be_hidden()
    writing.use("Tabell")
    expect(group).to_be_visible()
    expect(writing.tool("Tabell")).to_have_attribute("aria-disabled", "true")
    writing.keys("År", "Tab", "Kr", "Tab", "Vem", "Tab", "2027", "Tab", "10", "Tab", "Ada")
    writing.use("Ta bort kolumn")
    writing.use("Lägg till rad under")
    writing.use("Lägg till kolumn till vänster")
    writing.use("Rubrikkolumn")
    writing.use("Ta bort rad")
    writing.use("Ta bort rad")
    assert tidy(writing.value) == writing.value
    assert "<thead><tr><th></th><th>År</th><th>Kr</th></tr></thead>" in writing.value
    assert "<tr><th></th><td>2027</td><td>10</td></tr>" in writing.value
    writing.keys("Shift+ArrowRight")
    writing.use("Ta bort tabell")
    assert writing.value == ""
    expect(group).to_be_hidden()
    expect(writing.text).to_be_focused()


def test_cells_are_joined_and_parted(writing: Writing) -> None:
    writing.use("Tabell")
    writing.keys("a", "Tab", "b", "Tab", "Shift+Tab", "Shift+Tab")
    expect(writing.tool("Slå ihop celler")).to_have_attribute("aria-disabled", "true")
    writing.keys("End", "Shift+ArrowRight")
    writing.use("Slå ihop celler")
    assert '<th colspan="2"><p>a</p><p>b</p></th>' in writing.value
    writing.use("Dela cell")
    assert "<th><p>a</p><p>b</p></th><th></th><th></th>" in writing.value
    writing.use("Rubrikrad")
    assert "<th>" not in writing.value


def test_tab_adds_a_row_at_a_tables_end_and_escape_leads_out(writing: Writing) -> None:
    writing.use("Tabell")
    for _ in range(9):
        writing.keys("Tab")
    assert writing.value.count("<tr>") == 4
    writing.keys("Escape", "Tab")
    expect(writing.page.get_by_role("button", name="Sedan")).to_be_focused()


def test_tab_leaves_the_text_and_escape_leaves_a_list(writing: Writing) -> None:
    page = writing.page
    writing.keys("a", "Tab")
    expect(page.get_by_role("button", name="Sedan")).to_be_focused()
    writing.keys("Shift+Tab")
    expect(writing.text).to_be_focused()
    writing.use("Punktlista")
    writing.keys("Tab")
    expect(writing.text).to_be_focused()
    writing.keys("Escape", "Shift+Tab")
    expect(page.get_by_role("toolbar").locator(":focus")).to_have_count(1)
    writing.keys("Shift+Tab")
    expect(page.get_by_role("link", name="Innan")).to_be_focused()


def test_the_toolbars_keys(writing: Writing) -> None:
    toolbar = writing.page.get_by_role("toolbar", name="Verktyg för Arbetssätt")
    expect(toolbar).to_have_accessible_description(
        "Alt och F10 går till verktygen, piltangenterna mellan dem, och Escape tillbaka till texten. "
        "Tryck Escape och sedan Tab för att lämna texten."
    )
    writing.keys("Alt+F10")
    expect(writing.tool("Fet")).to_be_focused()
    writing.keys("ArrowLeft")
    expect(writing.tool("Gör om")).to_be_focused()  # though it can't be used now
    writing.keys("Enter")
    expect(writing.tool("Gör om")).to_be_focused()
    writing.keys("ArrowRight", "ArrowRight")
    expect(writing.tool("Kursiv")).to_be_focused()
    writing.keys("End", "Home", "ArrowRight", "Escape")
    expect(writing.text).to_be_focused()
    writing.keys("Alt+F10")
    expect(writing.tool("Kursiv")).to_be_focused()
    assert toolbar.locator("[tabindex='0']").count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_link(width: int, writing: Writing) -> None:
    page = writing.page
    page.set_viewport_size({"width": width, "height": 900})
    writing.keys("Läs mer", "Control+Shift+ArrowLeft")
    page.wait_for_function("!prose.editor.state.selection.empty")
    writing.keys("Control+k")
    dialog = page.get_by_role("dialog", name="Länk")
    address = dialog.get_by_label("Adress")
    expect(address).to_be_focused()
    writing.keys("inte en adress", "Enter")
    expect(dialog.get_by_role("alert")).to_have_text(
        "Skriv en webbadress, som https://www.exempel.se, eller en e-postadress."
    )
    expect(address).to_be_focused()
    check(page)
    writing.keys("Control+a", "www.exempel.se/råd", "Enter")
    expect(dialog).to_be_hidden()
    expect(writing.text).to_be_focused()
    assert writing.value == '<p>Läs <a href="https://www.exempel.se/råd">mer</a></p>'
    writing.use("Länk")
    dialog = page.get_by_role("dialog", name="Ändra länk")
    expect(dialog.get_by_label("Adress")).to_have_value("https://www.exempel.se/råd")
    writing.keys("Escape")
    expect(writing.text).to_be_focused()
    writing.keys("Control+k", "Control+a", "namn@exempel.se", "Enter")
    assert writing.value == '<p>Läs <a href="mailto:namn@exempel.se">mer</a></p>'
    writing.keys("Control+k")
    dialog.get_by_role("button", name="Ta bort länken").press("Enter")
    assert writing.value == "<p>Läs mer</p>"


def test_a_link_where_nothing_is_selected_has_words_of_its_own(writing: Writing) -> None:
    writing.keys("Se ")
    writing.use("Länk")
    writing.keys("/sok/", "Tab", "sidan", "Enter", " nu")
    assert writing.value == '<p>Se <a href="/sok/">sidan</a> nu</p>'


ADDRESSES = {
    "https://a.se": "https://a.se",
    " http://a.se/b c": None,
    "HTTPS://A.SE/": "HTTPS://A.SE/",
    "exempel.se": "https://exempel.se",
    "exempel.se:8000/a?b#c": "https://exempel.se:8000/a?b#c",
    "åre.se/x": "https://åre.se/x",
    "a@exempel.se": "mailto:a@exempel.se",
    "mailto:a@exempel.se?subject=Hej": "mailto:a@exempel.se?subject=Hej",
    "mailto:hej": None,
    "/planer/2027/granen/": "/planer/2027/granen/",
    "//exempel.se": None,
    "javascript:alert(1)": None,
    "data:text/html,x": None,
    "file:///c:/x": None,
    "https://": None,
    "ord": None,
    "": None,
}


def test_addresses(page: Page) -> None:
    page.goto("/logga-in/")
    for written, kept in ADDRESSES.items():
        module = 'import("/static/app/writing/prose/link.js")'
        found = page.evaluate(f"async (written) => (await {module}).linkAddress(written)", written)
        assert found == kept, written


def test_the_toolbar_stays_in_sight_in_a_long_text(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    writing = Writing(page, "<p>En rad.</p>" * 80)
    writing.text.focus()
    writing.to_end()
    expect(writing.tool("Fet")).to_be_in_viewport()
