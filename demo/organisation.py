"""The demo's units and people, as demo/organisation.toml has them on a day."""

from __future__ import annotations

import datetime
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from demo.words import Year
from goals.season import planning_year

MUNICIPALITY = "Älvhamra kommun"
_FILE = Path(__file__).parent / "organisation.toml"


@dataclass(frozen=True)
class UnitRow:
    """A unit by its present name; `within` are the names above it, the top one first."""

    name: str
    kind: str
    within: tuple[str, ...]
    written: dict[str, Any]

    @property
    def opened_on(self) -> datetime.date:
        return datetime.date.fromisoformat(self.written["opened"])

    @property
    def formerly(self) -> str:
        return str(self.written.get("formerly", ""))

    def renamed_on(self, today: datetime.date) -> datetime.date | None:
        return _day(self.written.get("renamed"), today)

    def closed_on(self, today: datetime.date) -> datetime.date | None:
        """Its last day."""
        return _day(self.written.get("closed"), today)

    @property
    def closing_reason(self) -> str:
        return str(self.written.get("reason", ""))


@dataclass(frozen=True)
class RoleRow:
    role: str
    unit: str
    starts_on: datetime.date
    ends_on: datetime.date | None
    deputy_for: str = ""


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    roles: tuple[RoleRow, ...]


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def units() -> tuple[UnitRow, ...]:
    """Every unit, a unit above before those below it."""
    found: dict[str, UnitRow] = {}
    for row in _written()["units"]:
        above = found[row["under"]] if "under" in row else None
        within = (*above.within, above.name) if above else ()
        found[row["name"]] = UnitRow(row["name"], row["kind"], within, row)
    return tuple(found.values())


def people(today: datetime.date) -> list[Person]:
    """Everybody, with the roles they have and have had."""
    return [
        Person(row["name"], row["email"], tuple(_role(role, today) for role in row["roles"]))
        for row in _written()["people"]
    ]


def logins() -> list[tuple[str, str, str]]:
    """One per role, from the least to the most trusted: role, e-mail address, password."""
    shown = [row for row in _written()["people"] if row.get("login")]
    order = ("reader", "staff", "editor", "manager", "controller", "administrator")
    found = [(row["roles"][0]["role"], row["email"], password()) for row in shown]
    return sorted(found, key=lambda login: order.index(login[0]))


def password() -> str:
    """The same for everybody: the demo holds nothing worth guarding."""
    return str(_written()["password"])


def _role(row: dict[str, Any], today: datetime.date) -> RoleRow:
    starts_on = _day(row["from"], today)
    assert starts_on is not None  # noqa: S101  every role in the file has a first day
    return RoleRow(
        row["role"], row["unit"], starts_on, _day(row.get("until"), today), row.get("deputy_for", "")
    )


def _day(written: str | int | None, today: datetime.date) -> datetime.date | None:
    """A date as it stands in the file, or so many days from today."""
    if written is None:
        return None
    if isinstance(written, int):
        return today + datetime.timedelta(days=written)
    return datetime.date.fromisoformat(Year(planning_year(today), last=False).words(written))
