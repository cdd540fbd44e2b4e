"""What HTML we accept in texts: the only importer of the sanitiser.

The tags are those of docs/plan.schema.json. Links lead out by https, http or mail, or within the site;
pictures are ours alone (/bilder/<sha256>). What isn't accepted loses its tag and keeps its words, except
scripts and styles, which are no words.
"""

from __future__ import annotations

import html
import re

import nh3

from vp.nesting import shallow
from vp.tidying import tidied

TAGS = frozenset("p h4 h5 h6 ul ol li strong em a table thead tbody tr th td br figure img".split())
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href"},
    "ol": {"start"},
    "li": {"value"},
    "img": {"src", "alt"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
IMAGE_ADDRESS = re.compile(r"/bilder/([0-9a-f]{64})")
_NUMBER = re.compile(r"-?[0-9]{1,6}")
_BREAKS = re.compile(r"<(?:br|/?(?:p|h[4-6]|li|tr|td|th|figure|[uo]l|table)\b)[^>]*>", re.I)
_TAG = re.compile(r"<[^>]*>")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if IMAGE_ADDRESS.fullmatch(value) else None
    if name == "scope":
        return value if value in {"col", "row"} else None
    if name in {"start", "value", "colspan", "rowspan"}:
        return value if _NUMBER.fullmatch(value) else None
    if tag == "a" and name == "href" and value.startswith("//"):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=_ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"https", "http", "mailto"},
    link_rel=None,
)


def clean(markup: str) -> str:
    """The markup with only what we accept; cleaning twice changes nothing more."""
    return _CLEANER.clean(shallow(markup)).strip()


def tidy(markup: str) -> str:
    """What a save keeps: the markup, cleaned and in one form, so that equal texts are equal; "" for none.

    A block in a place that HTML has no room for moves out when it is read again: it is read until it stays.
    """
    while (cleaned := clean(markup)) != markup:
        markup = cleaned
    return tidied(cleaned)


def plain(markup: str) -> str:
    """The words of sanitised markup, on one line, for search hits, comparison and counting."""
    return " ".join(html.unescape(_TAG.sub("", _BREAKS.sub(" ", markup))).split())


def images_in(markup: str) -> set[str]:
    """The SHA-256 of each picture that the markup shows."""
    return set(IMAGE_ADDRESS.findall(markup))
