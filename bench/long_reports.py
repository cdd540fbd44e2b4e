"""A compiled file of sixty long plans, as a kind of print of its own: what bench.compiled measures."""

from __future__ import annotations

import datetime
from dataclasses import replace

from django.utils.html import format_html, format_html_join

from vp.printing.builders import (
    Builder,
    Compilation,
    Compiler,
    Contents,
    Part,
    Printable,
    Subject,
    register,
    register_compiler,
)
from vp.printing.standards import AssociatedFile, Description

UNIT, WHOLE = "bench-unit", "bench-whole"
DESCRIPTION = Description(
    "Delårsrapport med enheternas rapporter",
    "Äldrenämnden",
    datetime.datetime(2027, 5, 20, tzinfo=datetime.UTC),
)
_HTML = """<!doctype html><html lang="sv-SE"><head><title>{}</title>
<link rel="stylesheet" href="/static/print/fonts.css">
<link rel="stylesheet" href="/static/print/document.css">
<style>.contents a::after {{ content: none }}
.contents .page {{ position: absolute; right: 0 }}</style></head>
<body data-running="{}" data-status="" data-registry="">
<section class="cover"><p class="unit">{}</p></section>
<section class="contents"><h1 title="Innehåll">Innehåll</h1><ol data-tag="TOC">{}</ol></section>
</body></html>"""
_LINE = '<li data-tag="TOCI"><a class="depth-{}" href="{}">{} <span class="page">{}</span></a></li>'


def unit(subject: Subject) -> Printable:
    """A plan of about sixteen pages."""
    from goals.printed_plan import printable_document
    from tests.printing.plans import long_plan

    words = f"Enhet {subject['number']}" + (" i ny form" if subject["changed"] else "")
    return printable_document(replace(long_plan(), unit=words))


def front(contents: Contents) -> Printable:
    """A line for each unit and for each of its chapters."""
    lines = [
        line
        for part in contents.parts
        for line in (
            (1, part.address, part.part.title, part.page),
            *((2, place.address, place.title, place.page) for place in part.places if place.depth == 1),
        )
    ]
    title = DESCRIPTION.title
    html = format_html(_HTML, title, title, title, format_html_join("\n", _LINE, lines))
    return Printable(html, DESCRIPTION)


def whole(subject: Subject) -> Compilation:
    """`units`: how many. `changed`: the number of one that has changed since it was printed, or -1."""
    parts = [
        Part(
            UNIT,
            {"number": i, "changed": i == subject["changed"]},
            f"Enhet {i}",
            f"{i} {i == subject['changed']}",
        )
        for i in range(subject["units"])
    ]
    source = AssociatedFile("rapport.json", "application/json", b"{}", "Rapporten som data")
    return Compilation(parts, "pdf", "enhet", DESCRIPTION, source, front)


def offer() -> None:
    register(UNIT, Builder(unit, lambda by, subject: True))
    register_compiler(WHOLE, Compiler(whole, lambda by, subject: True))
