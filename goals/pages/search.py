"""The page of a search: its hits, each with where it stands and the words around what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from goals.models import Plan, State
from goals.pages.anchors import goal_anchor, text_anchor
from goals.pages.numbers import counted
from goals.search import Found, Piece, highlight, hits, prefix_query, words_of_query
from vp.org.models import Unit, User
from vp.richtext import plain

PER_PAGE = 20
LONGEST_QUERY = 200
KINDS = {"goal": "Mål", "text": "Text", "indicator": "Indikator", "activity": "Aktivitet"}


@dataclass(frozen=True)
class Hit:
    """`where` names the goal that a row or text stands at; `excerpt` is of a text only."""

    kind: str
    label: str
    address: str
    title: Sequence[Piece]
    excerpt: Sequence[Piece]
    where: str
    plan: str
    state: str
    state_label: str


@dataclass(frozen=True)
class SearchPage:
    """`asked` is as it was written; `searched` is false where there was nothing to look for."""

    asked: str
    searched: bool
    year: int | None
    years: Sequence[int]
    units: Sequence[Unit]
    page: Page[tuple[Any, ...]] | None
    hits: Sequence[Hit]

    @property
    def count_words(self) -> str:
        return counted(self.page.paginator.count if self.page else 0, "träff", "träffar")


def search_page(user: User, asked: str, year: int | None, number: str) -> SearchPage:
    asked = asked.replace("\0", " ").strip()[:LONGEST_QUERY]
    words = words_of_query(asked)
    plans = Plan.objects.rows_visible_to(user)
    years = sorted(set(plans.values_list("year", flat=True).distinct()), reverse=True)
    if not words:
        return SearchPage(asked, False, year, years, [], None, [])
    if year:
        plans = plans.of_year(year)
    page = Paginator(hits(prefix_query(words), plans), PER_PAGE).get_page(number)
    named = Unit.objects.visible_to(user).filter(name__icontains=asked).by_name()
    return SearchPage(asked, True, year, years, list(named[:5]), page, _hits(words, page))


def _hits(words: Sequence[str], page: Page[tuple[Any, ...]]) -> list[Hit]:
    found = [Found(*row) for row in page.object_list]
    if not found:
        return []
    pieces = highlight(words, [hit.title for hit in found], [plain(hit.body) for hit in found])
    return [
        _hit(hit, title, excerpt)
        for hit, title, excerpt in zip(found, pieces, pieces[len(found) :], strict=False)
    ]


def _hit(found: Found, title: Sequence[Piece], excerpt: Sequence[Piece]) -> Hit:
    anchor = goal_anchor(found.goal_key) if found.goal_key else text_anchor(found.key)
    return Hit(
        kind=found.kind,
        label=KINDS[found.kind],
        address=reverse("goals:plan", args=[found.year, found.slug]) + f"#{anchor}",
        title=title or [Piece("Text utan rubrik", False)],
        excerpt=excerpt,
        where=found.goal if found.kind != "goal" else "",
        plan=f"{found.unit} {found.year}",
        state=found.state,
        state_label=State(found.state).label,
    )
