"""Who makes what is printed: for each kind of order, a builder or a compiler from an app above this one.

Printing knows no plans. An app that wants something printed registers a builder for its kind when it
starts; the order's `subject` is JSON that only the builder understands. What is put together of many pieces
has a compiler instead: it says which pieces there are, and each piece is printed by the builder of its kind.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from vp.org.access import Actor
from vp.printing.press import press
from vp.printing.standards import AssociatedFile, Description

Subject = Mapping[str, Any]


class GoneError(Exception):
    """What was ordered isn't there any more; the message is Swedish and meant for who ordered it."""


@dataclass(frozen=True)
class Printable:
    """Everything that goes into a file.

    images: bytes by SHA-256.
    fingerprint: of a part, what decided its content when it was in fact built, where the builder can tell.
        What changed after the order was planned is then kept under its right name.
    """

    html: str
    description: Description
    source: AssociatedFile | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)
    fingerprint: str = ""

    def content_hash(self) -> str:
        """The same for what gives the same file, but for its date."""
        digest = hashlib.sha256(press().encode())
        for part in (self.html, self.description.title, self.description.creator):
            digest.update(hashlib.sha256(part.encode()).digest())
        if self.source is not None:
            digest.update(hashlib.sha256(self.source.content).digest())
        digest.update(json.dumps(sorted(self.images)).encode())
        return digest.hexdigest()


@dataclass(frozen=True)
class Builder:
    """build: raises GoneError where there is nothing to print. allowed: whether the actor may see it now."""

    build: Callable[[Subject], Printable]
    allowed: Callable[[Actor, Subject], bool]


@dataclass(frozen=True)
class Part:
    """One piece of a compiled file.

    kind: a registered builder's, which is given `subject`. Its HTML is laid out as it is, but without page
        numbers, and shouldn't print any of its own (`target-counter`).
    title: its bookmark, and its name in the list of what is broken.
    fingerprint: decides its content: the same kind and fingerprint is printed once and kept. Any words.
    file_name: in a ZIP; made from the title where it is empty.
    """

    kind: str
    subject: Subject
    title: str
    fingerprint: str
    file_name: str = ""


@dataclass(frozen=True)
class Place:
    """A bookmark within a part, as a line of the contents.

    depth: 1 for the outermost. page: as printed. address: what a link that leads there has as its `href`.
    """

    depth: int
    title: str
    page: int
    address: str


@dataclass(frozen=True)
class PrintedPart:
    """A part with its place in the whole: `page` is its first, as printed; `address` as in Place.

    error: why it is missing, in Swedish; empty where it isn't. A page that says so stands in its place.
    """

    part: Part
    page: int
    pages: int
    address: str
    places: Sequence[Place] = ()
    error: str = ""


@dataclass(frozen=True)
class Contents:
    """What a cover and a list of contents need to know of what follows. `pages`: in the whole file."""

    parts: Sequence[PrintedPart]
    pages: int

    @property
    def broken(self) -> Sequence[PrintedPart]:
        return [each for each in self.parts if each.error]


@dataclass(frozen=True)
class Compilation:
    """A file put together of parts that are printed one by one, by as many workers as there are.

    noun: what a part is called in the singular: 'enhet' gives 'enhet 31 av 60'.
    source: carried inside the whole; what the parts carry isn't.
    front: cover and contents, laid out last, when the others' pages are counted; called anew until its own
        number of pages has settled, so the same contents must give the same HTML. Its page numbers are text.
        A ZIP has none.
    """

    parts: Sequence[Part]
    joined: Literal["pdf", "zip"]
    noun: str
    description: Description
    source: AssociatedFile | None = None
    front: Callable[[Contents], Printable] | None = None


@dataclass(frozen=True)
class Compiler:
    """compile: raises GoneError as Builder.build does; called when an order is planned and when it is joined.

    allowed: whether the actor may see the whole now.
    """

    compile: Callable[[Subject], Compilation]
    allowed: Callable[[Actor, Subject], bool]


_BUILDERS: dict[str, Builder] = {}
_COMPILERS: dict[str, Compiler] = {}


def register(kind: str, builder: Builder) -> None:
    _BUILDERS[kind] = builder


def register_compiler(kind: str, compiler: Compiler) -> None:
    _COMPILERS[kind] = compiler


def builder_of(kind: str) -> Builder:
    """The builder of a kind; KeyError for a kind that no app has registered."""
    return _BUILDERS[kind]


def compiler_of(kind: str) -> Compiler | None:
    """The compiler of a kind; None where the kind has a builder, or nobody."""
    return _COMPILERS.get(kind)


def may_print(by: Actor, kind: str, subject: Subject) -> bool:
    """Whether `by` may see what an order of this kind shows."""
    return (compiler_of(kind) or builder_of(kind)).allowed(by, subject)
