"""What a program asks for: filters and pages. What can't be read is told, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from vp.org.bearer import AnswerError
from vp.org.models import Unit, User

AFTER = "efter"
YEAR, CODE, UNIT = "ar", "kod", "enhet"
_YEAR = re.compile(r"[0-9]{4}")
_AFTER = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")

UNKNOWN = "Frågan har en parameter som inte finns: {name}. Den kan ha {known}."
TWICE = "Parametern {name} får bara anges en gång."
WRONG_YEAR = "ar ska vara ett årtal med fyra siffror, som ar=2027."
WRONG_CODE = "kod ska vara en omgångs kod på högst tolv tecken, som kod=T1."
NO_UNIT = "Det finns ingen enhet {slug} som du får se. Namnet står sist i adressen till enhetens sida."
WRONG_AFTER = "efter går inte att läsa. Följ adressen i next oförändrad, eller börja om utan efter."


@dataclass(frozen=True)
class Asked:
    """`after` is where the page before ended: two ids, (0, 0) at the beginning."""

    year: int | None = None
    code: str = ""
    unit: Unit | None = None
    after: tuple[int, int] = (0, 0)


def asked_for(request: HttpRequest, person: User, known: Sequence[str]) -> Asked:
    """What the address asks for; AnswerError in words where it can't be understood."""
    known = (*known, AFTER)
    for name, values in request.GET.lists():
        if name not in known:
            raise AnswerError(400, UNKNOWN.format(name=name[:40], known=", ".join(known)))
        if len(values) > 1:
            raise AnswerError(400, TWICE.format(name=name))
    year, code = request.GET.get(YEAR), request.GET.get(CODE, "")
    if year is not None and not _YEAR.fullmatch(year):
        raise AnswerError(400, WRONG_YEAR)
    if len(code) > 12 or "\0" in code:
        raise AnswerError(400, WRONG_CODE)
    slug, after = request.GET.get(UNIT), request.GET.get(AFTER)
    return Asked(
        year=int(year) if year else None,
        code=code,
        unit=_unit(person, slug) if slug is not None else None,
        after=_after(after) if after is not None else (0, 0),
    )


def narrowed(
    rows: QuerySet[Any, Any], asked: Asked, unit: str, *, year: str = "year", code: str = "code"
) -> Any:
    """The rows of the year, the code and the unit with all below it; the names lead there from the rows."""
    if asked.year is not None:
        rows = rows.filter(**{year: asked.year})
    if asked.code:
        rows = rows.filter(**{code: asked.code})
    if asked.unit is not None:
        rows = rows.filter(**{f"{unit}__path__contains": [asked.unit.pk]})
    return rows


def further(group: str, after: tuple[int, int]) -> Q:
    """What comes after a page that ended there, in the order of `group` and then of ids."""
    return Q(**{f"{group}__gt": after[0]}) | Q(**{group: after[0], "pk__gt": after[1]})


def next_address(request: HttpRequest, after: tuple[int, int] | None) -> str | None:
    """The same question from where this page ends; None where there is no more."""
    if after is None:
        return None
    query = request.GET.copy()
    query[AFTER] = f"{after[0]}-{after[1]}"
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _unit(person: User, slug: str) -> Unit:
    found = Unit.objects.visible_to(person).filter(slug=slug.replace("\0", "")).first()
    if found is None:
        raise AnswerError(404, NO_UNIT.format(slug=slug[:80]))
    return found


def _after(written: str) -> tuple[int, int]:
    found = _AFTER.fullmatch(written)
    if found is None or not written.isascii():
        raise AnswerError(400, WRONG_AFTER)
    return int(found[1]), int(found[2])
