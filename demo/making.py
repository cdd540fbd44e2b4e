"""The demo municipality is made in the database, by the same actions as everybody's work."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from demo.content import plan_documents
from demo.following import follow_up
from demo.organisation import MUNICIPALITY, Person, RoleRow, password, people, units
from goals.actions.moves import decide_plan, mark_ready
from goals.actions.targets import change_target
from goals.document import GoalDocument, IndicatorDocument, PlanDocument
from goals.headings import ensure_headings
from goals.importing.save import save_plan
from goals.models import Plan
from indicators.models import Aggregation, Direction, Indicator
from indicators.parsing import read
from vp.org.access import OPERATOR
from vp.org.actions.roles import appoint_deputy, give_role
from vp.org.actions.units import close_unit, create_unit, rename_unit
from vp.org.models import Kind, Membership, Role, Unit, User

Tell = Callable[[str], None]
_INDICATORS = Path(__file__).parent / "indicators.toml"


def is_made() -> bool:
    return Unit.objects.filter(parent=None, name=MUNICIPALITY).exists()


@transaction.atomic
def make_municipality(*, today: datetime.date, tell: Tell) -> None:
    """Make units, people, indicators and plans, all or nothing; `tell` is told how far it has come.

    Nothing may be there before: see `is_made`.
    """
    ensure_headings()
    made = _make_units(today)
    tell(f"{len(made)} enheter")
    everybody = people(today)
    _make_people(everybody, made)
    tell(f"{len(everybody)} personer")
    documents = plan_documents(today)
    for document in documents:
        _make_plan(document, made[document.unit])
        tell(f"{document.unit}, {document.year}")
    follow_up(today=today)
    tell("uppföljning")
    _close_units(made, today)


def _make_units(today: datetime.date) -> dict[str, Unit]:
    """The units by their present names."""
    made: dict[str, Unit] = {}
    for row in units():
        unit = create_unit(
            by=OPERATOR,
            parent=made[row.within[-1]] if row.within else None,
            name=row.formerly or row.name,
            kind=Kind(row.kind),
            opened_on=row.opened_on,
        )
        if row.formerly:
            unit = rename_unit(by=OPERATOR, unit=unit, name=row.name, on=row.renamed_on(today))
        made[row.name] = unit
    return made


def _close_units(made: dict[str, Unit], today: datetime.date) -> None:
    """Last of all: a closed unit gets no new people."""
    for row in units():
        last_day = row.closed_on(today)
        if last_day is not None:
            close_unit(by=OPERATOR, unit=made[row.name], last_day=last_day, reason=row.closing_reason)


def _make_people(everybody: list[Person], made: dict[str, Unit]) -> None:
    hashed = make_password(password())  # once: hashing is slow on purpose
    users = {row.email: User(email=row.email, name=row.name, password=hashed) for row in everybody}
    User.objects.bulk_create(users.values())
    deputies = []
    for person in everybody:
        for role in person.roles:
            if role.deputy_for:
                deputies.append((users[person.email], role))
            else:
                give_role(
                    by=OPERATOR,
                    user=users[person.email],
                    unit=made[role.unit],
                    role=Role(role.role),
                    starts_on=role.starts_on,
                    ends_on=role.ends_on,
                )
    for user, role in deputies:
        _appoint(user, role, made[role.unit])


def _appoint(user: User, role: RoleRow, unit: Unit) -> None:
    held = Membership.objects.get(user__email=role.deputy_for, unit=unit, role=role.role)
    appoint_deputy(
        by=OPERATOR,
        membership=held,
        user=user,
        starts_on=role.starts_on,
        ends_on=role.ends_on or role.starts_on,
    )


def _make_plan(document: PlanDocument, unit: Unit) -> None:
    """The plan as far as it has come; targets changed during the year are changed after the decision."""
    _add_indicators(document, unit)
    plan = save_plan(by=OPERATOR, document=_as_first_set(document), unit=unit).plan
    if document.status != "draft":
        mark_ready(by=OPERATOR, plan=plan)
    if document.decision is not None and document.decision.date is not None:
        decide_plan(
            by=OPERATOR, plan=plan, decided_on=document.decision.date, decided_by=document.decision.by
        )
    for row in _rows(document):
        _change_target(plan, row)


def _add_indicators(document: PlanDocument, unit: Unit) -> None:
    """The indicators that the plan uses and nobody above has, as the unit's own."""
    known = set(Indicator.objects.usable_in(unit).values_list("name", flat=True))
    missing = {row.name: row for row in _rows(document) if row.name not in known}
    Indicator.objects.bulk_create(
        Indicator(
            owner=unit,
            name=row.name,
            periodicity=row.periodicity,
            by_gender=row.by_gender,
            accumulates=row.name in _traits()["accumulates"],
            direction=Direction.LOWER if row.name in _traits()["lower_is_better"] else Direction.HIGHER,
            aggregation=_aggregation(row.name),
            is_share=_is_share(row.name),
            measured_in="" if _is_share(row.name) else read(row.target).unit,
        )
        for row in missing.values()
    )


def _is_share(name: str) -> bool:
    return name.startswith("Andel")


def _aggregation(name: str) -> Aggregation:
    if _is_share(name):
        return Aggregation.WEIGHTED
    return Aggregation.SUM if name in _traits()["adds_up"] else Aggregation.MEAN


@cache
def _traits() -> dict[str, frozenset[str]]:
    written = tomllib.loads(_INDICATORS.read_text(encoding="utf-8"))
    return {name: frozenset(names) for name, names in written.items()}


def _as_first_set(document: PlanDocument) -> PlanDocument:
    """The document with the targets that held when the year began."""

    def row(indicator: IndicatorDocument) -> IndicatorDocument:
        history = indicator.target_history
        return replace(indicator, target=history[0].target, target_history=()) if history else indicator

    def goal(printed: GoalDocument) -> GoalDocument:
        return replace(
            printed,
            indicators=tuple(row(each) for each in printed.indicators),
            goals=tuple(goal(child) for child in printed.goals),
        )

    return replace(document, goals=tuple(goal(each) for each in document.goals))


def _change_target(plan: Plan, row: IndicatorDocument) -> None:
    later = [*(change.target for change in row.target_history[1:]), row.target]
    for change, words in zip(row.target_history, later, strict=False):
        change_target(
            by=OPERATOR,
            plan=plan,
            row=plan.indicators.select_related("indicator").get(key=str(row.key)),
            words=words,
            since=change.since,
            reason=change.reason,
        )


def _rows(document: PlanDocument) -> Iterator[IndicatorDocument]:
    for goal in document.walk_goals():
        yield from goal.indicators
