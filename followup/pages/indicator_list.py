"""The list of indicators that one may read: searched and narrowed down, in Swedish order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q

from followup.indicator_sight import indicators_visible_to
from goals.search import words_of_query
from indicators.models import Indicator
from vp.org.models import Unit, User

ON_A_PAGE = 50


@dataclass(frozen=True)
class IndicatorsPage:
    """`owners` own an indicator that one may read; `owner` is the chosen one."""

    asked: str
    owner: Unit | None
    owners: Sequence[Unit]
    rows: Page[Indicator]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.asked or self.owner)


def indicators_page(person: User, asked: str, owner: str, number: str) -> IndicatorsPage:
    """`asked`: words that the name or the description holds, all of them; `owner` a unit's address name."""
    visible = indicators_visible_to(person)
    owners = list(Unit.objects.filter(pk__in=visible.order_by().values("owner")).by_name())
    chosen = next((unit for unit in owners if unit.slug == owner), None)
    found = visible if chosen is None else visible.filter(owner=chosen)
    for word in words_of_query(asked):
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word))
    rows = Paginator(found.select_related("owner").by_name(), ON_A_PAGE).get_page(number)
    return IndicatorsPage(asked.strip(), chosen, owners, rows)
