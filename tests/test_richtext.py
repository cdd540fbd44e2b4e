"""A saved text has one form: tidying keeps every word, what is clean stays clean, and once is enough."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vp.nesting import DEEPEST
from vp.richtext import clean, plain, tidy

PICTURE = '<img src="/bilder/' + "a" * 64 + '" alt="b">'
FORMS = [
    ("", ""),
    ("<p></p>", ""),
    (" <p> &nbsp;<br></p>\n<p></p> ", ""),
    ("<p>a</p><p></p>", "<p>a</p>"),
    ("<p><br></p><p>a</p>\n<p> </p><p>b</p><p>&nbsp;</p>", "<p>a</p><p></p><p>b</p>"),
    ("<p>a<br><br></p>", "<p>a</p>"),
    ("<p>a <strong></strong><em><strong></strong></em>b</p>", "<p>a b</p>"),
    ("<p> a \n b </p>", "<p>a b</p>"),
    ("<p>a<strong> b</strong> </p>", "<p>a<strong> b</strong></p>"),
    ("<p><a href='javascript:x'>a</a> <a href='/b'>b</a></p>", '<p>a <a href="/b">b</a></p>'),
    ("<h4> </h4><p>a</p><h5><br></h5>", "<p>a</p>"),
    ("<ul>\n<li><p>a</p></li> <li><p></p><p>b</p></li></ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("<ul><li><p>a</p><ol><li>b<br></li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li><p>a</p><p>b</p></li></ul>"),
    ("<ul><li></li><li><p></p></li></ul>", ""),
    (
        '<table><tr><th colspan="1" rowspan="2"><p>a</p></th><td><p>b</p><p></p></td></tr></table>',
        '<table><tbody><tr><th rowspan="2">a</th><td>b</td></tr></tbody></table>',
    ),
    ("<table><tbody><tr><td></td></tr></tbody></table>", "<table><tbody><tr><td></td></tr></tbody></table>"),
    (f"<figure>\n{PICTURE}\n</figure>", f"<figure>{PICTURE}</figure>"),
    ('<p>colspan="1" &lt;p&gt; 1 &amp;nbsp; 2</p>', '<p>colspan="1" &lt;p&gt; 1 &amp;nbsp; 2</p>'),
    ("a <ul><li>b</li></ul> c", "a<ul><li>b</li></ul>c"),
]


@pytest.mark.parametrize(("written", "kept"), FORMS)
def test_one_form(written: str, kept: str) -> None:
    assert tidy(written) == kept
    assert tidy(kept) == kept


def test_an_attribute_with_signs_of_markup_is_kept_whole() -> None:
    src = "/bilder/" + "a" * 64
    markup = f'<figure><img src="{src}" alt="a > b &quot;<p></p>&quot; &amp;  c"></figure>'
    assert tidy(markup) == clean(markup)


TAGS = "p h4 h6 ul ol li strong em a table thead tbody tr th td figure".split()
WORDS = st.sampled_from(
    ["ord", " ", "\n", "å & ä", "&nbsp;", "&lt;b&gt;", "<br>", "1 &lt; 2", "\u00a0", "&#x1F600;", PICTURE]
)
ATTRIBUTES = st.sampled_from(
    ["", ' colspan="1"', ' colspan="2"', ' value="3"', ' start="4"', ' href="/x"', ' scope="row"']
)
MARKUP = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, attributes, inside: f"<{tag}{attributes}>{''.join(inside)}</{tag}>",
        st.sampled_from(TAGS),
        ATTRIBUTES,
        st.lists(inner, max_size=4),
    ),
    max_leaves=14,
)


@given(st.lists(MARKUP, max_size=5).map("".join))
def test_tidying_keeps_the_words_and_is_done_at_once(markup: str) -> None:
    stable = clean(markup)
    while (again := clean(stable)) != stable:  # a heading in a table in a heading, and the like
        stable = again
    once = tidy(markup)
    assert plain(once) == plain(stable)
    assert "".join(plain(once).split()) == "".join(plain(clean(markup)).split())
    assert once.count("<img") == clean(markup).count("<img")
    assert clean(once) == once
    assert tidy(once) == once


@given(st.text(max_size=60))
def test_any_text_at_all(text: str) -> None:
    assert plain(tidy(text)) == plain(clean(text))
    assert tidy(tidy(text)) == tidy(text)


def test_a_very_long_text_is_tidied_too() -> None:
    for piece in ("<p></p>", "<br>", " ", "<ul><li>", "<strong>", "<p>a</p>"):
        once = tidy(piece * 20_000)
        assert tidy(once) == once


@pytest.mark.parametrize("piece", ["<div>", "<div><table></div></table>", "<ul><li>", "<a><div></a>"])
def test_depth_has_a_bound_and_words_stay(piece: str) -> None:
    written = f"<p>före</p>{piece * 2_000}<b>djupt</b> nere"
    cleaned = clean(written)
    deepest, depth = 0, 0
    for end in re.findall(r"<(/?)(?!br|img)[a-z]", cleaned):
        depth += -1 if end else 1
        deepest = max(deepest, depth)
    assert deepest <= 3 * DEEPEST  # a table's own parts come with it
    assert plain(cleaned) == "före djupt nere"
    assert clean(cleaned) == cleaned


def test_what_people_nest_stays() -> None:
    written = "<ul><li>a" * 30 + "</li></ul>" * 30 + "<p>b" * 300
    assert clean(written).count("<ul>") == 30
