"""The frame of a table of values as HTML: its head, its goals, and for each indicator two lines.

The roles repeat what the elements are: on a narrow screen rows become cards, and some screen readers then
forget that it is a table. Cells come escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from followup.pages import logging_words as words

BESIDE = {
    "before": "Förra perioden",
    "last_year": "Samma period i fjol",
    "trend": "Trend",
    "target": "Årsmål",
}
_LABELS = escape(json.dumps(words.LABELS, ensure_ascii=False))

_EMPTY = ("", words.NOTHING)


class Line(NamedTuple):
    """An indicator's line. `at` tells it from others in the page; `cells` are HTML by column.

    `note` says which period it is for and how it is counted; `under` is HTML.
    """

    goal: str
    anchor: str
    at: str
    name: str
    note: str
    cells: Mapping[str, str]
    under: str
    is_reported: bool


def framed(columns: Sequence[str], lines: Iterator[Line] | Sequence[Line]) -> SafeString:
    """The table. `columns` are those of the values; what they are compared with stands beside."""
    labels = {name: words.LABELS[name] for name in columns} | BESIDE
    head = "".join(_head(name, label) for name, label in ({"name": "Indikator"} | labels).items())
    return SafeString(  # every cell is escaped where it is made
        f'<table class="log-table" role="table" data-log data-labels="{_LABELS}">'
        '<caption class="visually-hidden">Indikatorer och deras värden</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>{"".join(_bodies(labels, lines))}</table>'
    )


def _head(name: str, label: str) -> str:
    return f'<th role="columnheader" scope="col" id="kol-{name}" class="log-{name}">{label}</th>'


def _bodies(labels: Mapping[str, str], lines: Iterator[Line] | Sequence[Line]) -> Iterator[str]:
    goal, width = None, len(labels) + 1
    starts = {name: _starts(name, label) for name, label in labels.items()}
    for line in lines:
        if line.goal != goal:
            goal = line.goal
            yield (
                '<tbody class="log-goal" role="rowgroup" data-log-goal><tr role="row">'
                f'<th role="rowheader" scope="rowgroup" colspan="{width}">{escape(goal)}</th></tr></tbody>'
            )
        yield _body(starts, line, width)


def _body(starts: Mapping[str, tuple[str, str]], line: Line, width: int) -> str:
    html = line.cells
    cells = "".join(f"{start[html[name] in _EMPTY]}{html[name]}</td>" for name, start in starts.items())
    note = f'<span class="note">{escape(line.note)}</span>' if line.note else ""
    return (
        f'<tbody class="log-row" role="rowgroup" id="{line.anchor}" data-log-row '
        f'data-reported="{"ja" if line.is_reported else "nej"}"><tr role="row">'
        '<th role="rowheader" scope="row" class="log-name">'
        f'<span id="namn-{line.at}">{escape(line.name)}</span>{note}</th>{cells}</tr>'
        '<tr role="row" class="log-under">'
        f'<td role="cell" colspan="{width}">{line.under}</td></tr></tbody>'
    )


def _starts(name: str, label: str) -> tuple[str, str]:
    """How a cell begins that shows something, and one that doesn't."""
    some, none = (
        f'<td role="cell" class="log-{name}{nothing}" data-label="{label}">'
        for nothing in ("", " log-nothing")
    )
    return some, none
