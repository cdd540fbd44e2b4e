"""Who makes what is printed: for each kind of order, a builder from an app above this one.

Printing knows no plans. An app that wants something printed registers a builder for its kind when it
starts; the order's `subject` is JSON that only the builder understands.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from vp.org.access import Actor
from vp.printing.sources import BASE, Sources
from vp.printing.standards import AssociatedFile, Description

Subject = Mapping[str, Any]


class GoneError(Exception):
    """What was ordered isn't there any more; the message is Swedish and meant for who ordered it."""


@dataclass(frozen=True)
class Printable:
    """Everything that goes into a file. `images`: bytes by SHA-256."""

    html: str
    description: Description
    source: AssociatedFile | None = None
    images: Mapping[str, bytes] = field(default_factory=dict)

    def content_hash(self) -> str:
        """The same for what gives the same file, but for its date."""
        digest = hashlib.sha256(_press().encode())
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


_BUILDERS: dict[str, Builder] = {}


def register(kind: str, builder: Builder) -> None:
    _BUILDERS[kind] = builder


def builder_of(kind: str) -> Builder:
    """The builder of a kind; KeyError for a kind that no app has registered."""
    return _BUILDERS[kind]


@functools.cache
def _press() -> str:
    """What beside the content decides how a file looks: the renderer and our stylesheets."""
    sheets = ("document.css", "fonts.css", "fonts-more.css")
    words = [Sources().read(f"{BASE}static/print/{name}")[0] for name in sheets]
    return version("weasyprint") + hashlib.sha256(b"".join(words)).hexdigest()
