"""The page where a round is opened: which one is proposed, with its days, and what it will ask for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict

from followup.forms.rounds import OWN, ChooseForm, OpenForm, OpenOwnForm, proposed_days
from followup.models import Round
from followup.pages.rounds import Preview, follow_up_year, owners_for, preview
from indicators.periods import stretch_of
from vp.org.models import Unit, User

CODES = ("T1", "T2", "VB")


@dataclass(frozen=True)
class OpeningPage:
    choose: ChooseForm
    form: OpenForm
    preview: Preview


def opening_for(
    person: User, asked: Mapping[str, str], sent: QueryDict | None, today: datetime.date
) -> OpeningPage | None:
    """None for whoever may open no rounds. The form is bound where something is sent."""
    owners = owners_for(person)
    if not owners:
        return None
    choose = ChooseForm(_proposed(owners, asked, today), owners=owners)
    if not choose.is_valid():
        choose = ChooseForm(_proposed(owners, {}, today), owners=owners)
        choose.is_valid()
    chosen = choose.cleaned_data
    owner = next(unit for unit in owners if unit.slug == chosen["enhet"])
    year, code = chosen["ar"], chosen["omgang"]
    return OpeningPage(choose, _form(year, code, sent, today), _preview(owner, year, code))


def _proposed(owners: Sequence[Unit], asked: Mapping[str, str], today: datetime.date) -> dict[str, object]:
    """What is asked for; where it isn't said, the first round of the year that isn't there yet."""
    year = asked.get("ar") or follow_up_year(today)
    owner = next((unit for unit in owners if unit.slug == asked.get("enhet")), owners[0])
    code = asked.get("omgang")
    if not code:
        there = set()
        if str(year).isdigit():
            there = set(Round.objects.filter(owner=owner, year=int(year)).values_list("code", flat=True))
        code = next((each for each in CODES if each not in there), OWN)
    return {"enhet": asked.get("enhet") or owner.slug, "ar": year, "omgang": code}


def _form(year: int, code: str, sent: QueryDict | None, today: datetime.date) -> OpenForm:
    last_month = 12 if code == OWN else stretch_of(year, code).last_month
    opens, due = (
        (today, today + datetime.timedelta(days=30)) if code == OWN else proposed_days(year, last_month)
    )
    initial = {"opens_on": opens, "due_on": due, "comment_from": Decimal(2), "partly_from": 80}
    return (OpenOwnForm if code == OWN else OpenForm)(sent, code=code, initial=initial)


def _preview(owner: Unit, year: int, code: str) -> Preview:
    return preview(owner, year, code, None if code == OWN else stretch_of(year, code))
