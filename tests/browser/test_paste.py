"""What is pasted is cleaned: structure stays, junk goes, and no word is lost. The module runs in Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import clipboards
from vp.richtext import clean

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pasted(page: Page):
    """HTML as it is after cleaning, and how many pictures were left out; plain text by `plain=`."""
    page.goto("/logga-in/")
    module = 'import("/static/app/writing/prose/paste.js")'

    def paste(html: str = "", *, plain: str = "", origin: str = "https://plan.exempel.se") -> tuple[str, int]:
        if plain:
            return page.evaluate(f"async (text) => (await {module}).htmlOfPlain(text)", plain), 0
        words = f"async ([html, origin]) => (await {module}).cleanPasted(html, origin)"
        answer = page.evaluate(words, [html, origin])
        return answer["html"], answer["leftOut"]

    return paste


LEFT_OUT = {"outlook": 1, "word_changes": 1}


def test_programs(pasted) -> None:
    for program in clipboards.PROGRAMS:
        wanted = clipboards.cleaned(program)
        assert pasted(clipboards.brought(program)) == (wanted, LEFT_OUT.get(program, 0)), program
        assert clean(wanted) == wanted, program
        assert pasted(wanted) == (wanted, 0), program  # what is clean stays as it is


PIECES = [
    ("<p>a</p><p>&nbsp;</p><p></p><p>b</p>", "<p>a</p><p>b</p>"),
    ("bara ord", "<p>bara ord</p>"),
    ("<p>a<br><br>b<br></p>", "<p>a</p><p>b</p>"),
    ("<p>a <b>b </b>c</p>", "<p>a <strong>b</strong> c</p>"),
    ("<p><b>a</b><b>b</b> <i><b>c</b></i></p>", "<p><strong>ab</strong> <strong><em>c</em></strong></p>"),
    ("<p>10&nbsp;000&nbsp;kr &nbsp; i&nbsp;år</p>", "<p>10&nbsp;000&nbsp;kr i år</p>"),
    ("<h3>Ett</h3><h2>Två</h2><h6>Tre</h6>", "<h5>Ett</h5><h4>Två</h4><h6>Tre</h6>"),
    (
        "<ul><li>a<ul><li>b</li></ul>c</li></ul>",
        "<ul><li><p>a</p><ul><li><p>b</p><p>c</p></li></ul></li></ul>",
    ),
    (
        "<ol start=3><li>a</li><li value=7>b</li></ol>",
        '<ol start="3"><li><p>a</p></li><li value="7"><p>b</p></li></ol>',
    ),
    ("<blockquote><p>a</p></blockquote><pre>b\nc</pre>", "<p>a</p><p>b<br>c</p>"),
    ("<table><tr><td><p>a</p></td></tr></table>", "<p>a</p>"),
    ("<p><a href='javascript:alert(1)'>a</a> <a href='#b'>b</a> <a href='//c.se'>c</a></p>", "<p>a b c</p>"),
    ("<p><a href='https://plan.exempel.se/sok/'>a</a></p>", '<p><a href="/sok/">a</a></p>'),
    ("<p>a</p><script>b</script><style>c</style><svg><text>d</text></svg>", "<p>a</p>"),
    ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
    ("<dl><dt>a</dt><dd>b</dd></dl>", "<p>a</p><p>b</p>"),
    ("<p>5 &lt; 6 &amp;amp; <img alt='x'></p>", "<p>5 &lt; 6 &amp;amp;</p>"),
]


def test_pieces(pasted) -> None:
    for brought, wanted in PIECES:
        assert pasted(brought)[0] == wanted, brought


def test_pictures_of_ours_stay_and_others_are_counted(pasted) -> None:
    ours = "/bilder/" + "a" * 64
    html, left_out = pasted(
        f'<p>a<img src="https://plan.exempel.se{ours}" alt="Ett &quot;träd&quot;">b</p>'
        '<img src="data:image/png;base64,AAAA"><img src="file:///c:/x.png"><img src="https://x.se/bilder/1">'
        '<img width="1" height="1" src="https://x.se/spion.gif">'
    )
    assert html == f'<p>a</p><figure><img src="{ours}" alt="Ett &quot;träd&quot;"></figure><p>b</p>'
    assert left_out == 3


LETTER = (
    "Så här gör vi.\r\nVarje dag.\r\n\r\n"
    "Vi behöver:\r\n- tid\r\n- ro\r\n  - kaffe\r\n\r\n1. Börja\r\n2. Sluta\r\n"
)
TEXTS = {
    LETTER: (
        "<p>Så här gör vi.<br>Varje dag.</p><p>Vi behöver:</p>"
        "<ul><li><p>tid</p></li><li><p>ro</p><ul><li><p>kaffe</p></li></ul></li></ul>"
        "<ol><li><p>Börja</p></li><li><p>Sluta</p></li></ol>"
    ),
    "En rad\nEn till": "<p>En rad</p><p>En till</p>",
    "• a\n• b": "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
    "3) a\n4) b\n1) c": '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol><ol><li><p>c</p></li></ol>',
    "2027 är ett år\n-3 grader": "<p>2027 är ett år</p><p>-3 grader</p>",
    "<b>&</b>": "<p>&lt;b&gt;&amp;&lt;/b&gt;</p>",
}


def test_plain_text(pasted) -> None:
    for text, wanted in TEXTS.items():
        assert pasted(plain=text)[0] == wanted, text
