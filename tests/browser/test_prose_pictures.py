"""A picture in a text: described or refused, sent to the real server, shown, and described anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from goals.models import Plan
from tests.browser.conftest import WIDTHS
from tests.browser.test_pages import check
from tests.browser.writing import Writing
from tests.factories import member
from tests.images.pictures import a_picture, encoded
from vp.org.models import Role
from vp.richtext import tidy

pytestmark = pytest.mark.browser
DESCRIBE = "Beskriv bilden för den som inte ser den"


@pytest.fixture
def writing(granen, logged_in) -> Writing:
    """An empty text of Granen's plan, and somebody who may write there."""
    page = logged_in(member(granen, Role.EDITOR))
    page.goto("/")  # gives the token
    opened = Writing(page)
    opened.text.focus()
    return opened


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "gran.png"
    path.write_bytes(encoded("PNG", a_picture(size=(400, 300))))
    return path


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_needs_its_words(width: int, writing: Writing, picture: Path, granen) -> None:
    page = writing.page
    page.set_viewport_size({"width": width, "height": 900})
    writing.keys("Före")
    writing.use("Bild")
    dialog = page.get_by_role("dialog", name="Bild")
    send = dialog.get_by_role("button", name="Infoga")
    send.press("Enter")
    expect(dialog.get_by_role("alert").first).to_have_text("Välj en bildfil.")
    dialog.get_by_label("Bildfil").set_input_files(picture)
    send.press("Enter")
    expect(dialog.get_by_label(DESCRIBE)).to_be_focused()
    expect(dialog.get_by_label(DESCRIBE)).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_role("alert").last).to_contain_text("Skriv vad bilden visar.")
    check(page)
    writing.keys("En gran i snö")
    send.press("Enter")
    expect(dialog).to_be_hidden()
    expect(writing.text).to_be_focused()
    image = Plan.objects.get(unit=granen, year=2027).images.get()
    figure = f'<figure><img src="/bilder/{image.pk}" alt="En gran i snö"></figure>'
    assert writing.value == f"<p>Före</p>{figure}"
    writing.keys("Efter")
    assert writing.value == f"<p>Före</p>{figure}<p>Efter</p>"
    shown = page.get_by_role("img", name="En gran i snö")
    expect(shown).to_be_visible()
    assert shown.evaluate("img => img.decode().then(() => img.naturalWidth)") == 400
    check(page)

    shown.click()
    writing.use("Bild")
    described = page.get_by_role("dialog", name="Bildens beskrivning").get_by_label(DESCRIBE)
    expect(described).to_have_value("En gran i snö")
    check(page)
    described.fill("En snötäckt gran")
    page.get_by_role("button", name="Ändra").press("Enter")
    expect(page.get_by_role("img", name="En snötäckt gran")).to_be_visible()
    assert 'alt="En snötäckt gran"' in writing.value
    assert tidy(writing.value) == writing.value


def test_what_the_server_refuses_is_told_in_the_dialog(writing: Writing, tmp_path: Path) -> None:
    page = writing.page.context.new_page()  # whose console tells of what is refused
    writing = Writing(page)
    writing.text.focus()
    no_picture = tmp_path / "bild.png"
    no_picture.write_bytes(b"hej")
    writing.use("Bild")
    dialog = page.get_by_role("dialog", name="Bild")
    dialog.get_by_label("Bildfil").set_input_files(no_picture)
    dialog.get_by_label(DESCRIBE).fill("En gran")
    dialog.get_by_role("button", name="Infoga").press("Enter")
    expect(dialog.get_by_role("alert").first).to_have_text(
        "Filen är ingen bild som går att använda. Välj PNG, JPEG, GIF eller WebP."
    )
    page.context.clear_cookies()
    dialog.get_by_role("button", name="Infoga").press("Enter")
    expect(dialog.get_by_role("alert").first).not_to_contain_text("Filen är ingen bild")
    expect(dialog.get_by_role("alert").first).not_to_be_empty()
    writing.keys("Escape")
    expect(writing.text).to_be_focused()
    assert writing.value == ""


def test_a_picture_that_is_pasted_opens_its_dialog(writing: Writing) -> None:
    page = writing.page
    writing.text.evaluate(
        """(text, bytes) => {
            const data = new DataTransfer();
            data.items.add(new File([Uint8Array.from(bytes)], "bild.png", { type: "image/png" }));
            const made = { clipboardData: data, bubbles: true, cancelable: true };
            text.dispatchEvent(new ClipboardEvent("paste", made));
        }""",
        list(encoded("PNG")),
    )
    dialog = page.get_by_role("dialog", name="Bild")
    expect(dialog.get_by_label(DESCRIBE)).to_be_focused()
    writing.keys("En prick")
    dialog.get_by_role("button", name="Infoga").press("Enter")
    expect(page.get_by_role("img", name="En prick")).to_be_attached()


def test_a_program_that_sends_a_picture_of_its_words_gets_its_words(writing: Writing) -> None:
    writing.text.evaluate(
        """(text, [html, bytes]) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.items.add(new File([Uint8Array.from(bytes)], "bild.png", { type: "image/png" }));
            const made = { clipboardData: data, bubbles: true, cancelable: true };
            text.dispatchEvent(new ClipboardEvent("paste", made));
        }""",
        ["<p class=MsoNormal>Ord<o:p></o:p></p>", list(encoded("PNG"))],
    )
    assert writing.value == "<p>Ord</p>"
    expect(writing.page.get_by_role("dialog")).to_have_count(0)


def test_without_an_address_there_is_no_tool_for_pictures(page: Page, transactional_db: None) -> None:
    writing = Writing(page, pictures="")
    expect(writing.tool("Tabell")).to_be_visible()
    expect(writing.tool("Bild")).to_have_count(0)
