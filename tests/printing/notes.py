"""A compiled file of small notes: what the machinery of parts is tested with, here and in real workers."""

from __future__ import annotations

import datetime
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.html import format_html

from vp.printing import builders
from vp.printing.builders import (
    Builder,
    Compilation,
    Compiler,
    Contents,
    GoneError,
    Part,
    Printable,
    Subject,
    register,
    register_compiler,
)
from vp.printing.standards import AssociatedFile, Description

MOMENT = datetime.datetime(2027, 5, 20, 12, tzinfo=datetime.UTC)
NOTE, BOOK = "test-note", "test-book"
BUILT = "VP_TEST_BUILT"
"""Names a file to which each building of a note is told, one line each."""


def note(subject: Subject) -> Printable:
    words = str(subject["words"])
    if built := os.environ.get(BUILT):
        with Path(built).open("a") as told:
            told.write(f"{words}\n")
    if words.startswith("Borta"):
        raise GoneError("Den är borttagen.")
    if words.startswith("Trasig"):
        raise ZeroDivisionError
    html = format_html(
        '<html lang="sv"><head><title>{}</title><link rel="stylesheet" href="/static/print/fonts.css">'
        '<link rel="stylesheet" href="/static/print/document.css"></head>'
        '<body><h1 title="{}">{}</h1><p>{}</p></body></html>',
        words, words, words, "Så gick det. " * 40 * int(subject.get("length", 1)),
    )  # fmt: skip
    source = AssociatedFile("lapp.json", "application/json", words.encode(), "Lappen")
    return Printable(html, Description(words, "Enheten", MOMENT), source, fingerprint=subject.get("now", ""))


def contents(of: Contents) -> Printable:
    lines = [f"{each.part.title} {each.error or each.page}" for each in of.parts]
    body = f'<h1 title="Innehåll">Innehåll</h1><p>{"; ".join(lines)}</p>'
    html = f'<html lang="sv"><title>Bok</title>{body}</html>'
    return Printable(html, Description("Bok", "Nämnden", MOMENT))


def parts_of(words: Sequence[str], length: int = 1) -> list[Part]:
    return [Part(NOTE, {"words": word, "length": length}, word.split("=")[0], word) for word in words]


def book(subject: Subject) -> Compilation:
    """`words`: the notes. `joined`: pdf or zip."""
    if subject.get("gone"):
        raise GoneError("Rundan finns inte längre.")
    return Compilation(
        parts=parts_of(subject["words"], subject.get("length", 1)),
        joined=subject.get("joined", "pdf"),
        noun="enhet",
        description=Description("Bok", "Nämnden", MOMENT),
        source=AssociatedFile("bok.json", "application/json", b"{}", "Boken"),
        front=contents,
    )


def offer() -> None:
    register(NOTE, Builder(note, lambda by, subject: True))
    register_compiler(BOOK, Compiler(book, lambda by, subject: not subject.get("secret")))


def withdraw() -> None:
    builders._BUILDERS.pop(NOTE, None)
    builders._COMPILERS.pop(BOOK, None)


def a_book(*words: str, **more: Any) -> dict[str, Any]:
    return {"words": list(words), **more}
