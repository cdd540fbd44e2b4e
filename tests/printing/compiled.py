"""A compiled file of our own for tests and measurements: a front with contents, and parts that link."""

from __future__ import annotations

import datetime
import io

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from tests.printing.plans import long_plan
from vp.printing import pdf
from vp.printing.builders import Contents, Part, Printable
from vp.printing.compiling import laid_out
from vp.printing.join.front import add_front
from vp.printing.join.joiner import Joiner
from vp.printing.standards import AssociatedFile, Description

MOMENT = datetime.datetime(2027, 5, 20, 12, tzinfo=datetime.UTC)
DESCRIPTION = Description("Delårsrapport T1 2027", "Äldrenämnden", MOMENT)
SOURCE = AssociatedFile("rapport.json", "application/json", b'{"rapport": "T1"}', "Rapporten som data")
STYLE = """.contents a::after { content: none }
.contents .page { position: absolute; right: 0; bottom: 0.9mm; font-variant-numeric: tabular-nums }"""
_HTML = """<!doctype html><html lang="sv-SE"><head><title>{}</title>
<link rel="stylesheet" href="/static/print/fonts.css">
<link rel="stylesheet" href="/static/print/document.css"><style>{}</style></head>
<body data-running="Delårsrapport T1 2027 · Äldrenämnden" data-status="" data-registry="ÄN 2027/31">
{}</body></html>"""


def printable(body: str, title: str = DESCRIPTION.title) -> Printable:
    html = format_html(_HTML, title, STYLE, mark_safe(body))  # noqa: S308 (our own)
    return Printable(html, Description(title, "Äldrenämnden", MOMENT))


def front(contents: Contents) -> Printable:
    """A cover and the contents: parts, their outermost bookmarks, and what is missing."""
    lines = [
        (depth, address, title, page)
        for part in contents.parts
        for depth, address, title, page in [
            (1, part.address, part.part.title, part.page),
            *((2, place.address, place.title, place.page) for place in part.places if place.depth <= 2),
        ]
    ]
    rows = format_html_join(
        "",
        '<li data-tag="TOCI"><a class="depth-{}" href="{}">{} <span class="page">{}</span></a></li>',
        lines,
    )
    broken = format_html_join(
        "", "<li>{}: {}</li>", [(each.part.title, each.error) for each in contents.broken]
    )
    return printable(
        format_html(
            '<section class="cover"><p class="kind" data-tag="Title">Delårsrapport</p>'
            '<p class="unit" data-tag="Title">Äldrenämnden</p></section><section class="contents">'
            '<h1 title="Innehåll">Innehåll</h1><ol data-tag="TOC">{}</ol>{}</section>',
            rows,
            format_html("<h2>Saknas</h2><ul>{}</ul>", broken) if broken else "",
        )
    )


def rendered(wanted: Printable, *, numbered: bool = False) -> bytes:
    return pdf.render(
        wanted.html,
        description=wanted.description,
        source=wanted.source,
        images=wanted.images,
        numbered=numbered,
    )


def long_part(name: str) -> Printable:
    """A plan of about sixteen pages that belongs to `name`."""
    from dataclasses import replace

    from goals.printed_plan import printable_document

    return printable_document(replace(long_plan(), unit=name))


def joined(parts: list[tuple[str, Printable]], *, missing: dict[str, str] | None = None) -> bytes:
    """The parts joined after our front; `missing`: why a part, by its title, is."""
    joiner, output = Joiner(), io.BytesIO()
    told: list[tuple[Part, str]] = []
    for title, each in parts:
        joiner.add(rendered(each), title)
        told.append((Part("note", {}, title, title), (missing or {}).get(title, "")))
    add_front(joiner, front, told, laid_out)
    joiner.write(output, DESCRIPTION, SOURCE)
    return output.getvalue()
