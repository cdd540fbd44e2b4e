"""The editor of one text, and the text as it is read again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse

from goals.actions.texts import LONGEST_TITLE, Spot
from goals.document import TextDocument
from goals.models import Heading, Plan
from goals.pages.anchors import text_anchor
from goals.pages.markup import missing_html, text_html
from goals.pages.pen import Pen, backup_name, written_text
from goals.pages.words import Words
from vp.org.models import User
from vp.refusals import Gone


@dataclass(frozen=True)
class TextEditor:
    """`version` is 0 for a text that its first save makes. `asked` is what that save's address says more.

    `own_title` where the heading is the writers' to choose; `heading_level` as on the page.
    """

    key: uuid.UUID
    version: int
    name: str
    body: str
    guidance: str
    required: bool
    own_title: bool
    heading_level: int
    anchor: str
    address: str
    read: str
    pictures: str
    history: str
    backup: str
    longest_title: int = LONGEST_TITLE


def editor_of(person: User, plan: Plan, key: uuid.UUID, spot: Spot | None, level: int) -> TextEditor:
    """The text as it stands now, or a new one at the spot. Gone where there is neither."""
    text = plan.texts.select_related("heading").filter(key=key).first()
    if text is None and spot is None:
        raise Gone("Texten finns inte längre. Ladda om sidan för att se planen som den är nu.")
    heading = text.heading if text else _heading(plan, spot)
    where = [plan.year, plan.unit.slug]
    address = reverse("goals:text", args=[*where, key])
    asked = _asked(spot) if text is None and spot else {}
    return TextEditor(
        key=key,
        version=text.version if text else 0,
        name=text.title if text else heading.name if heading else "",
        body=text.body if text else "",
        guidance=heading.guidance if heading else "",
        required=bool(heading and heading.required),
        own_title=heading is None,
        heading_level=level,
        anchor=text_anchor(key),
        address=address + _query({**asked, "niva": str(level)}),
        read=reverse("goals:text_read", args=[*where, key]) + f"?niva={level}",
        pictures=f"{reverse('goals:plan', args=where)}bilder/",
        history=f"{reverse('goals:plan', args=where)}historik/?rad={key}",
        backup=str(key) if text else backup_name(asked),
    )


def read_again(plan: Plan, key: uuid.UUID, level: int) -> str:
    """What stands in the page's place for the text: itself, that nothing is written, or that it is gone."""
    text = plan.texts.filter(key=key).first()
    if text is None:
        return ""
    document = TextDocument(text.title, text.body, text.key)
    if text.body or text.children.exists():
        html = text_html(text.title, level, text_anchor(key), text.body)
    else:
        html = missing_html(text.title, level, text_anchor(key), "Inget skrivet ännu")
    pen = Pen(reverse("goals:plan", args=[plan.year, plan.unit.slug]), plan.own_levels, Words(), frozenset())
    return written_text(pen, html, document, level)


def _heading(plan: Plan, spot: Spot | None) -> Heading | None:
    if spot is None or spot.heading is None:
        return None
    return Heading.objects.of_year(plan.year).filter(pk=spot.heading).first()


def _asked(spot: Spot) -> dict[str, str]:
    asked = {"plats": spot.place.value}
    asked |= {"mal": str(spot.goal)} if spot.goal else {}
    return asked | ({"rubrik": str(spot.heading)} if spot.heading else {})


def _query(asked: dict[str, str]) -> str:
    return "?" + "&".join(f"{name}={value}" for name, value in asked.items())
