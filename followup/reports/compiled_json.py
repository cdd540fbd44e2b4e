"""`CompiledDocument` ⇄ its JSON form: the dataclasses say what is there, and of which sort."""

from __future__ import annotations

import datetime
import functools
import types
import uuid
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Union, get_args, get_origin, get_type_hints

from followup.document_writer import decimal
from followup.reports.compiled_document import FORMAT, CompiledDocument
from goals.document import DocumentError

_PLAIN = {str: "text", int: "ett heltal", bool: "true eller false"}


def plain_of(value: Any) -> dict[str, Any]:
    """A dataclass as plain values; a field that says what it says by default is left out."""
    found = {}
    for field in fields(value):
        held = getattr(value, field.name)
        if field.default is MISSING or held != field.default:
            found[field.name] = _plain(held)
    return found


def read_compiled(value: Any) -> CompiledDocument:
    """The document that plain values of the JSON form hold; DocumentError where they aren't of that form."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise DocumentError(f"Det här är ingen sammanställning av formen ”{FORMAT}”.")
    rest = {name: each for name, each in value.items() if name != "format"}
    read: CompiledDocument = _read(CompiledDocument, rest, "")
    return read


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return plain_of(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return decimal(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


@functools.cache
def hints_of(kind: type) -> dict[str, Any]:
    """The sort of each field. A field that may be None is written as what it is otherwise."""
    return {name: _filled(hint) for name, hint in get_type_hints(kind).items()}


def _filled(hint: Any) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        [hint] = [each for each in get_args(hint) if each is not type(None)]
    return hint


def _read(kind: Any, value: Any, path: str) -> Any:
    if is_dataclass(kind):
        return _read_object(kind, value, path)
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise _wrong(path, "en lista")
        return tuple(_read(get_args(kind)[0], each, f"{path}[{n}]") for n, each in enumerate(value))
    if kind in _PLAIN:
        if type(value) is not kind:
            raise _wrong(path, _PLAIN[kind])
        return value
    return _read_words(kind, value, path)


def _read_object(kind: Any, value: Any, path: str) -> Any:
    hints = hints_of(kind)
    if not isinstance(value, dict) or value.keys() - hints.keys():
        raise _wrong(path, f"ett objekt med fälten {', '.join(hints)}")
    required = {each.name for each in fields(kind) if each.default is MISSING}
    if required - value.keys():
        raise _wrong(path, f"ett objekt som har {', '.join(sorted(required - value.keys()))}")
    return kind(**{name: _read(hints[name], each, f"{path}.{name}") for name, each in value.items()})


def _read_words(kind: Any, value: Any, path: str) -> Any:
    """A number, day or key, which is a string there."""
    readers: dict[Any, Any] = {
        Decimal: Decimal,
        datetime.date: datetime.date.fromisoformat,
        uuid.UUID: uuid.UUID,
    }
    try:
        if isinstance(value, str):
            return readers[kind](value)
    except (ValueError, InvalidOperation):
        pass
    raise _wrong(path, "ett tal, en dag eller en nyckel inom citationstecken")


def _wrong(path: str, what: str) -> DocumentError:
    return DocumentError(f"{path.lstrip('.') or 'Dokumentet'} ska vara {what}.")
