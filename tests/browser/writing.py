"""A page with nothing but a text to write, served at the live server's own address under its own policy."""

from __future__ import annotations

import html
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

PICTURES = "/planer/2027/granen/bilder/"
_PAGE = """<!DOCTYPE html>
<html lang="sv">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Prov</title>
    <link rel="stylesheet" href="/static/vendor/bootstrap/css/bootstrap.min.css">
    <link rel="stylesheet" href="/static/app/fonts.css">
    <link rel="stylesheet" href="/static/app/site.css">
    <link rel="stylesheet" href="/static/app/parts.css">
    <link rel="stylesheet" href="/static/app/document.css">
    <link rel="stylesheet" href="/static/app/texts.css">
    <link rel="stylesheet" href="/static/app/prose.css">
    <script type="module" src="/prov/start.js"></script>
  </head>
  <body>
    <main class="plan">
      <div class="plan-columns"><div></div><div class="document">
      <h1>Plan</h1>
      <h2 id="rubrik">Arbetssätt</h2>
      <p id="anvisning">Skriv hur ni gör.</p>
      <a id="innan" href="#rubrik">Innan</a>
      <form><textarea class="form-control" id="text" aria-label="Arbetssätt">%s</textarea></form>
      <button id="sedan" type="button">Sedan</button>
      </div></div>
    </main>
  </body>
</html>
"""
_START = """
import { openProse } from "/static/app/writing/prose.js";
window.inputs = 0;
document.addEventListener("input", (event) => { window.inputs += event.target.id === "text"; });
const settings = { name: "Arbetssätt", describedBy: "anvisning", pictures: "%s" };
openProse(document.querySelector("#text"), settings).then((prose) => { window.prose = prose; });
"""


class Writing:
    """The open editor: its text, its tools, and the HTML that its textarea holds."""

    def __init__(self, page: Page, body: str = "", *, pictures: str = PICTURES) -> None:
        self.page = page
        policy = page.request.get("/logga-in/").headers["content-security-policy"]

        def answer(body: str, media: str) -> Any:
            headers = {"Content-Security-Policy": policy, "Content-Type": f"{media}; charset=utf-8"}
            return lambda route: _fulfilled(route, body, headers)

        page.route("**/prov/", answer(_PAGE % html.escape(body), "text/html"))
        page.route("**/prov/start.js", answer(_START % pictures, "text/javascript"))
        page.goto("/prov/")
        self.text: Locator = page.locator("[contenteditable=true]")
        expect(self.text).to_be_visible()

    @property
    def value(self) -> str:
        value: str = self.page.locator("#text").input_value()
        return value

    def tool(self, name: str) -> Locator:
        return self.page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)

    def to_end(self) -> None:
        """The cursor after the last word; the editor takes focus in the browser's next frame."""
        self.page.evaluate("prose.editor.commands.focus('end')")
        expect(self.text).to_be_focused()

    def keys(self, *keys: str) -> None:
        """Each a key by its name, or words to type."""
        for key in keys:
            named = "+" in key or (key[0].isupper() and key in _NAMED)
            if named:
                self.page.keyboard.press(key)
            else:
                self.page.keyboard.type(key)

    def use(self, name: str) -> None:
        """A tool by the keyboard alone: to the toolbar, along it, and Enter."""
        self.page.keyboard.press("Alt+F10")
        self.page.keyboard.press("Home")
        for _ in range(40):
            if self.page.evaluate("document.activeElement.getAttribute('aria-label')") == name:
                break
            self.page.keyboard.press("ArrowRight")
        expect(self.tool(name)).to_be_focused()
        self.page.keyboard.press("Enter")

    def paste(self, *, html: str = "", plain: str = "") -> None:
        """As the browser does it, with what a program has put on the clipboard."""
        self.text.evaluate(
            """(text, [html, plain]) => {
                const data = new DataTransfer();
                if (html) data.setData("text/html", html);
                if (plain) data.setData("text/plain", plain);
                const made = { clipboardData: data, bubbles: true, cancelable: true };
                text.dispatchEvent(new ClipboardEvent("paste", made));
            }""",
            [html, plain],
        )


_NAMED = {
    "Enter", "Tab", "Escape", "Home", "End", "Backspace", "Delete",
    "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Space",
}  # fmt: skip


def _fulfilled(route: Route, body: str, headers: dict[str, str]) -> None:
    route.fulfill(body=body, headers=headers)
