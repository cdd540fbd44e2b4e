"""The matrix as HTML, put together from strings: six hundred units take too long in a template."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from followup.matrix import Cell, Column, Line, Matrix
from followup.pages.status import Status, late_days_words
from goals.models import Plan, State
from vp.org.access import Area


def table(matrix: Matrix, lines: Sequence[Line], reminds: Area, today: datetime.date) -> SafeString:
    """`reminds` is where the reader may remind. The roles keep it a table where it is shown as cards."""
    names = {line.unit.pk: line.unit.name for line in matrix.lines}
    rows = _Rows(matrix, reminds, today)
    body = "".join(rows.row(line, names.get(line.unit.parent_id or 0, "")) for line in lines)
    return mark_safe(  # noqa: S308  every word of it is escaped
        '<table class="matrix" role="table" aria-labelledby="matrisen">'
        f'<thead role="rowgroup"><tr role="row">{_heads(matrix.columns)}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table>'
    )


def _heads(columns: Sequence[Column]) -> str:
    codes = [f'<abbr title="{escape(each.name)}">{escape(each.code)}</abbr>' for each in columns]
    cells = ["Enhet", "Plan", *codes]
    return "".join(f'<th role="columnheader" scope="col">{words}</th>' for words in cells)


class _Rows:
    """Addresses are made once per column; a unit's part of them is put in."""

    def __init__(self, matrix: Matrix, reminds: Area, today: datetime.date) -> None:
        self.columns = matrix.columns
        self.reminds = reminds
        self.today = today
        self.plan = _pattern("goals:plan", matrix.year)
        self.unit = _pattern("goals:unit")
        self.cells = {
            each.code: _pattern("followup:followup", matrix.year, each.code) for each in matrix.columns
        }

    def row(self, line: Line, parent: str) -> str:
        name, slug = escape(line.unit.name), line.unit.slug
        above = f'<span class="line-note">{escape(parent)}</span>' if parent else ""
        late = ' class="is-late"' if line.is_late else ""
        may_remind = self.reminds.covers(line.unit)
        cells = "".join(
            self._cell(column, line.cells.get(column.code), name, slug, may_remind) for column in self.columns
        )
        return (
            f'<tr role="row"{late}><th role="rowheader" scope="row">'
            f'<a href="{self.unit % slug}">{name}</a>{above}</th>'
            f"{self._plan(line.plan, name, slug)}{cells}</tr>"
        )

    def _plan(self, plan: Plan | None, name: str, slug: str) -> str:
        if plan is None:
            address, state, words = self.unit % slug, "none", "Ingen plan"
        else:
            address, state, words = self.plan % slug, State(plan.shown_state).value, escape(plan.shown_label)
        return (
            f'<td role="cell" data-label="Plan"><a class="cell-link" href="{address}">'
            f'<span class="visually-hidden">Plan för {name}: </span>'
            f'<span class="state state-{state}">{words}</span></a></td>'
        )

    def _cell(self, column: Column, cell: Cell | None, name: str, slug: str, may_remind: bool) -> str:
        label = escape(column.code)
        if cell is None:
            return f'<td role="cell" data-label="{label}" class="cell-none">–</td>'
        status = Status(cell.stage)
        count = f'<span class="cell-count">{cell.reported} av {cell.due} värden</span>' if cell.due else ""
        return (
            f'<td role="cell" data-label="{label}">'
            f'<a class="cell-link" href="{self.cells[column.code] % slug}">'
            f'<span class="visually-hidden">{label} för {name}: </span>'
            f'<span class="state {status.look}">{status.words}</span> {count}</a>'
            f"{self._late(cell, label, name, may_remind=may_remind)}</td>"
        )

    def _late(self, cell: Cell, label: str, name: str, *, may_remind: bool) -> str:
        if not cell.is_late:
            return ""
        days = late_days_words((self.today - cell.follow_up.round.due_on).days)
        said = f'<span class="cell-late">{days}</span>'
        if not may_remind:
            return f'<div class="cell-more">{said}</div>'
        told = ""
        if cell.reminded_at:
            told = f'<span class="line-note">Påmind {timezone.localtime(cell.reminded_at):%Y-%m-%d}</span>'
        button = (
            f'<button class="cell-remind" type="submit" name="en" value="{cell.follow_up.key}">Påminn'
            f'<span class="visually-hidden"> {name} om {label}</span></button>'
        )
        return f'<div class="cell-more">{said}{told}{button}</div>'


def _pattern(name: str, *first: object) -> str:
    """An address with a place for the unit's part of it."""
    address = reverse(name, args=[*first, "enhet-0"])
    return address.replace("%", "%%").replace("enhet-0", "%s")
