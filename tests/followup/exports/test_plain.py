"""HTML bodies as plain text."""

from __future__ import annotations

import pytest

from followup.exports.plain import plain_text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("", ""),
        ("<p>Ett.</p><p>Två &amp; <strong>tre</strong>.</p>", "Ett.\nTvå & tre."),
        ("<p>En rad<br>till</p>", "En rad\ntill"),
        ("<h4>Rubrik</h4><p>Ord  med\n mellanrum</p>", "Rubrik\nOrd med mellanrum"),
        ("<ul><li>A<ul><li>B</li></ul></li><li><p>C</p></li></ul>", "– A\n– B\n–\nC"),
        ('<ol start="3"><li>A</li><li value="7">B</li><li>C</li></ol>', "3. A\n7. B\n8. C"),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td></td></tr></table>", "A | B\n1 |"),
        ('<figure><img src="/bilder/a" alt="Karta"></figure><img src="/bilder/b">', "[Bild: Karta]\n[Bild]"),
        ('Se <a href="https://exempel.se">sidan</a>, sedan', "Se sidan, sedan"),
    ],
)  # fmt: skip
def test_words_and_lines(markup: str, words: str) -> None:
    assert plain_text(markup) == words
