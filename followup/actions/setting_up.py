"""What a round asks for: its headings, which indicators are due, and units whose plans come later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat

from followup.actions.rounds import begin_round
from followup.models import FollowUp, Round, RoundHeading, RoundIndicator
from goals.models import Plan
from indicators.models import Indicator
from vp.history.record import record
from vp.org.access import Actor
from vp.refusals import Refused


@dataclass(frozen=True)
class HeadingWords:
    """A heading of a round; `id` is None for a new one."""

    name: str
    guidance: str = ""
    required: bool = False
    id: int | None = None


@transaction.atomic
def write_headings(
    *, by: Actor, round_: Round, headings: Sequence[HeadingWords], version: int | None = None
) -> Round:
    """The round has these headings, in this order. One that somebody has written under isn't taken away."""
    round_ = begin_round(by=by, round_=round_, version=version)
    there = {row.pk: row for row in RoundHeading.objects.filter(round=round_)}
    before = [row.name for row in there.values()]
    names = [" ".join(each.name.split()) for each in headings]
    if not all(names) or any(len(name) > 200 for name in names):
        raise Refused("Ge varje rubrik ett namn på högst 200 tecken.")
    if len(set(names)) < len(names):
        raise Refused("Två rubriker har samma namn.")
    kept = {each.id for each in headings}
    _remove([row for pk, row in there.items() if pk not in kept])
    _free_names(round_)
    for position, (name, each) in enumerate(zip(names, headings, strict=True)):
        row = there.get(each.id) if each.id else RoundHeading(round=round_)
        if row is None:
            raise Refused("En av rubrikerna finns inte längre. Ladda om sidan.")
        row.name, row.guidance, row.required, row.position = name, each.guidance, each.required, position
        row.save()
    return _changed(by, round_, "headings", before, names)


@transaction.atomic
def set_due(
    *, by: Actor, round_: Round, indicator: Indicator, is_due: bool | None, version: int | None = None
) -> Round:
    """Whether an indicator is due in the round; None lets its periodicity say so again."""
    round_ = begin_round(by=by, round_=round_, version=version)
    if indicator.owner_id not in round_.owner.path and not _is_below(indicator, round_):
        raise Refused(f"Indikatorn {indicator} finns inte i {round_.owner}.")
    rows = RoundIndicator.objects.filter(round=round_, indicator=indicator)
    before = rows.values_list("is_due", flat=True).first()
    if before == is_due:
        return round_
    if is_due is None:
        rows.delete()
    else:
        RoundIndicator.objects.update_or_create(
            round=round_, indicator=indicator, defaults={"is_due": is_due}
        )
    words = {True: "följs upp", False: "följs inte upp", None: "som periodiciteten säger"}
    return _changed(by, round_, str(indicator), words[before], words[is_due])


@transaction.atomic
def bring_in(plan: Plan) -> FollowUp | None:
    """A plan that came after its rounds were opened joins the nearest open one of each code; asks no right.

    Returns the last follow-up that was made, None where there was nothing to join.
    """
    made = None
    joined = FollowUp.objects.filter(unit=plan.unit_id, round__year=plan.year)
    codes = set(joined.values_list("round__code", flat=True))
    rounds = Round.objects.still_open().of_year(plan.year).covering(plan.unit)
    for round_ in rounds.select_for_update(of=("self",)):
        if round_.code not in codes and not round_.is_closed:
            made = FollowUp.objects.create(round=round_, unit=plan.unit)
            codes.add(round_.code)
    return made


def _is_below(indicator: Indicator, round_: Round) -> bool:
    return round_.owner_id in indicator.owner.path


def _remove(rows: Sequence[RoundHeading]) -> None:
    for row in rows:
        if row.texts.exclude(body="").exists():
            raise Refused(f"Någon har redan skrivit under {row.name}. Rubriken kan inte tas bort.")
        row.texts.all().delete()
        row.delete()


def _free_names(round_: Round) -> None:
    """So that two headings can change names with each other."""
    RoundHeading.objects.filter(round=round_).update(name=Concat(Value("#"), Cast("pk", TextField())))


def _changed(by: Actor, round_: Round, what: str, before: object, after: object) -> Round:
    round_.version += 1
    round_.save()
    record(
        by=by,
        unit=round_.owner,
        subject="followup.round",
        key=round_.key,
        plan_key=round_.key,
        action="changed",
        before={what: before},
        after={what: after},
    )
    return round_
