"""JSON values with their place in the file: typed reading whose errors say where.

Used by the reader of plan documents only. Hostile files are met here: nesting is measured on the raw
text before it is parsed, numbers have a largest size, and a field that stands twice is refused.
"""

from __future__ import annotations

import datetime
import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from goals.document import DocumentError

LARGEST = 2**31 - 1
"""Whole numbers beyond this fit no column of the database."""

_BRACKET_OR_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MISSING = object()


def load_json(text: str | bytes, *, deepest: int) -> Any:
    """The value of a JSON text; DocumentError where it is broken or has more than `deepest` brackets open."""
    if isinstance(text, bytes):
        text = _decode(text)
    _check_nesting(text, deepest)
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_object_without_doubles,
            parse_constant=_refuse_number,
            parse_int=_bounded_int,
        )
    except json.JSONDecodeError as error:
        raise DocumentError(
            f"Filen är JSON men går inte att läsa: felet står på rad {error.lineno}, tecken {error.colno}. "
            "Den kan vara avklippt; exportera eller hämta den på nytt."
        ) from error


def _decode(data: bytes) -> str:
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        raise DocumentError("Filen är JSON men inte i UTF-8. Exportera den på nytt.") from error


def _check_nesting(text: str, deepest: int) -> None:
    depth = 0
    for match in _BRACKET_OR_STRING.finditer(text):
        mark = match.group()[0]
        if mark in "[{":
            depth += 1
            if depth > deepest:
                raise DocumentError("Filen är nästlad djupare än någon plan är, och läses därför inte.")
        elif mark in "]}":
            depth -= 1


def _object_without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise DocumentError(f"Fältet ”{double[:60]}” står två gånger i samma objekt.")
    return found


def _refuse_number(name: str) -> NoReturn:
    raise DocumentError(f"Filen innehåller {name}, som inte är något tal.")


def _bounded_int(digits: str) -> int:
    if len(digits) > 11:
        raise DocumentError(f"Filen innehåller ett tal som är för stort ({digits[:20]}…).")
    return int(digits)


@dataclass(frozen=True)
class JsonObject:
    """A JSON object and its path in the file (`goals[2]`; empty for the outermost)."""

    value: dict[str, Any]
    path: str = ""

    def __contains__(self, name: str) -> bool:
        return name in self.value

    def names(self) -> Iterator[str]:
        return iter(self.value)

    def place(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, what: str) -> DocumentError:
        """The error to raise where field `name` is wrong; `what` ends the sentence that the path begins."""
        return DocumentError(f"{self.place(name)[:200]} {what}.")

    def only(self, *allowed: str) -> None:
        """Refuses fields that the form doesn't have."""
        for name in self.value:
            if name not in allowed:
                raise self.wrong(name[:60], "finns inte i formen")

    def _get(self, name: str, default: object = _MISSING) -> Any:
        if name in self.value:
            return self.value[name]
        if default is _MISSING:
            raise self.wrong(name, "saknas")
        return default

    def text(self, name: str, default: object = _MISSING) -> str:
        return _as_text(self._get(name, default), self.place(name))

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty where the field is absent."""
        return tuple(
            _as_text(item, f"{self.place(name)}[{n}]") for n, item in enumerate(self._list(name, []))
        )

    def choice(self, name: str, allowed: Sequence[str]) -> str:
        value = self.text(name)
        if value not in allowed:
            raise self.wrong(name, f"är ”{value[:60]}”, men ska vara något av {', '.join(allowed)}")
        return value

    def flag(self, name: str) -> bool:
        value = self._get(name, False)
        if not isinstance(value, bool):
            raise self.wrong(name, "ska vara true eller false")
        return value

    def whole_number(self, name: str, smallest: int = -LARGEST, largest: int = LARGEST) -> int:
        value = self._get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(name, "ska vara ett heltal")
        if not smallest <= value <= largest:
            raise self.wrong(name, f"är {value}, men ska ligga mellan {smallest} och {largest}")
        return value

    def date(self, name: str) -> datetime.date:
        value = self.text(name)
        try:
            if _DATE.fullmatch(value):
                return datetime.date.fromisoformat(value)
        except ValueError:
            pass
        raise self.wrong(name, f"är ”{value[:30]}”, men ska vara ett datum som 2025-03-31")

    def uuid(self, name: str) -> uuid.UUID:
        value = self.text(name)
        if not _UUID.fullmatch(value):
            raise self.wrong(name, f"är ”{value[:40]}”, men ska vara en UUID")
        return uuid.UUID(value)

    def child(self, name: str) -> JsonObject:
        return _as_object(self._get(name), self.place(name))

    def children(self, name: str, *, required: bool = False) -> list[JsonObject]:
        """A list of objects; empty where the field is absent and not `required`."""
        items = self._list(name, _MISSING if required else [])
        return [_as_object(item, f"{self.place(name)}[{n}]") for n, item in enumerate(items)]

    def _list(self, name: str, default: object) -> list[Any]:
        value = self._get(name, default)
        if not isinstance(value, list):
            raise self.wrong(name, "ska vara en lista")
        return value


def _as_text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise DocumentError(f"{path[:200]} ska vara text.")
    if unprintable := _NOT_TEXT.search(value):
        code = f"U+{ord(unprintable.group()):04X}"
        raise DocumentError(f"{path[:200]} innehåller ett tecken som inte är text ({code}).")
    return value


def _as_object(value: Any, path: str) -> JsonObject:
    if not isinstance(value, dict):
        raise DocumentError(f"{path[:200]} ska vara ett objekt.")
    return JsonObject(value, path)
