"""Units and people in sets: what vp.org.actions would make one by one, with the same history.

A set keeps what the actions keep: addresses are taken in turn and lead to nobody else, roles begin on a
day and don't overlap, nobody has a role in a closed unit (none is). Names, kinds, paths and addresses are
held by the database besides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

import followup.headings
import goals.headings
from demo.generated.scope import Scope
from demo.generated.vocabulary import Theme, vocabulary
from demo.organisation import password
from vp.history.models import Change
from vp.org import events
from vp.org.access import OPERATOR
from vp.org.actions.turns import take_turn
from vp.org.models import FormerUnit, Kind, Membership, Role, Unit, User

STAFF = 3
UNITS_PER_DEPARTMENT = 10
FIRST_DAY = 1
_ROLES_OF_UNIT = (Role.MANAGER, Role.EDITOR, *[Role.STAFF] * STAFF)


class Organisation:
    """The municipality's units as they come to be, and its people."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.domain = f"{slugify(scope.name) or 'kommun'}.example"
        self.hashed = make_password(password())  # once: hashing is slow on purpose
        self.numbers = count(1)

    def make_council(self) -> Unit:
        """The municipality itself, with the headings that every installation has from its first one on."""
        goals.headings.ensure_headings()
        followup.headings.ensure_headings()
        [council] = self._make_units([(None, self.scope.name, Kind.COUNCIL)])
        return council

    def make_branch(self, council: Unit, number: int, name: str, theme: Theme) -> tuple[Unit, list[Unit]]:
        """A committee with its departments and units: the committee, and the units."""
        [committee] = self._make_units([(council, name, Kind.COMMITTEE)])
        size = self.scope.units_of(number)
        names = [
            theme.departments[at] if at < len(theme.departments) else f"Område {at + 1}"
            for at in range(max(1, round(size / UNITS_PER_DEPARTMENT)))
        ]
        departments = self._make_units([(committee, each, Kind.DEPARTMENT) for each in names])
        rows = [
            (departments[at % len(departments)], _unit_name(theme, number, at), Kind.UNIT)
            for at in range(size)
        ]
        return committee, self._make_units(rows)

    def make_people(self, roles: Sequence[tuple[Unit, Role]]) -> list[User]:
        """A new person for each role, all with the demo's password."""
        people = [self._person() for _ in roles]
        User.objects.bulk_create(people)
        starts_on = self.scope.today.replace(year=self.scope.plan_years[0] - 2, month=1, day=FIRST_DAY)
        held = [
            Membership(user=user, unit=unit, role=role, starts_on=starts_on)
            for user, (unit, role) in zip(people, roles, strict=True)
        ]
        Membership.objects.bulk_create(held)
        Change.objects.bulk_create(map(_given, held), batch_size=1000)
        return people

    def people_of_units(self, units: Sequence[Unit]) -> None:
        self.make_people([(unit, role) for unit in units for role in _ROLES_OF_UNIT])

    def _person(self) -> User:
        number = next(self.numbers)
        chance = self.scope.chance("person", number)
        first, last = (chance.choice(vocabulary()[each]) for each in ("first_names", "last_names"))
        email = f"{slugify(first)}.{slugify(last)}.{number}@{self.domain}"
        return User(
            key=self.scope.key("person", number), name=f"{first} {last}", email=email, password=self.hashed
        )

    def _make_units(self, rows: Sequence[tuple[Unit | None, str, Kind]]) -> list[Unit]:
        """Units by the one above, name and kind; those above are there already."""
        address = _free_addresses()
        made = [
            Unit(
                key=self.scope.key("unit", *_names_down_to(parent), name),
                name=name,
                slug=address(name),
                kind=kind,
                parent=parent,
                opened_on=self.scope.today.replace(year=1995, month=1, day=FIRST_DAY),
            )
            for parent, name, kind in rows
        ]
        Unit.objects.bulk_create(made)
        paths = dict(Unit.objects.filter(pk__in=[unit.pk for unit in made]).values_list("pk", "path"))
        for unit in made:
            unit.path = paths[unit.pk]  # the database sets it
        Change.objects.bulk_create(map(_created, made), batch_size=1000)
        return made


def _names_down_to(unit: Unit | None) -> list[str]:
    return [*_names_down_to(unit.parent), unit.name] if unit else []


def _unit_name(theme: Theme, committee: int, number: int) -> str:
    """Each once in a committee, and seldom the same as in another."""
    places = vocabulary()["places"]
    kinds = theme.units
    place = places[(number // len(kinds) + 7 * committee) % len(places)]
    again = number // (len(kinds) * len(places))
    return kinds[number % len(kinds)].format(place) + (f" {again + 1}" if again else "")


def _free_addresses() -> Callable[[str], str]:
    """Gives addresses that no unit has or has had; taken until the transaction ends."""
    take_turn("addresses")
    taken = {
        *Unit.objects.values_list("slug", flat=True),
        *FormerUnit.objects.values_list("slug", flat=True),
    }

    def free(name: str) -> str:
        base = slugify(name)[:70].strip("-") or "enhet"
        address = next(each for n in count(1) if (each := f"{base}-{n}" if n > 1 else base) not in taken)
        taken.add(address)
        return address

    return free


def _created(unit: Unit) -> Change:
    return Change(
        by_name=OPERATOR.name,
        unit=unit,
        subject=events.UNIT,
        key=unit.key,
        action="created",
        after={"name": unit.name, "slug": unit.slug, "kind": unit.kind, "opened_on": str(unit.opened_on)},
    )


def _given(membership: Membership) -> Change:
    return Change(
        by_name=OPERATOR.name,
        unit=membership.unit,
        subject=events.ROLE,
        key=membership.user.key,
        action="given",
        after={
            "name": membership.user.name,
            "role": membership.role,
            "starts_on": str(membership.starts_on),
            "ends_on": None,
            "deputy_for": None,
        },
    )
