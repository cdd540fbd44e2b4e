"""A round's values as a file: those that the reader may see, one row each."""

from __future__ import annotations

from decimal import Decimal

from followup.freezing import reads_rows
from followup.models import FollowUp, Round
from followup.sheets.export import Line, workbook_of
from followup.sheets.review import asked_in
from followup.values import ValueRow, read_values
from indicators.actions import FIELDS
from vp.org.models import User


def export_of(person: User, round_: Round) -> bytes | None:
    """An Excel file of every value that is asked for; None where there is nothing that she may see.

    What is being corrected in a reopened unit is shown to those who read its drafts, as on its pages. The
    round comes with its `period`.
    """
    rows = FollowUp.objects.visible_to(person).filter(round=round_).select_related("unit__parent").in_tree()
    follow_ups = []
    for row in rows:
        row.round = round_
        if row.reopened_until is None or reads_rows(person, row):
            follow_ups.append(row)
    if not follow_ups:
        return None
    values = read_values(follow_ups)
    asked = asked_in(follow_ups)
    lines = []
    for row in follow_ups:
        shown = {value.indicator.pk: value for value in reversed(values.rows[row.pk])}
        for value in reversed(shown.values()):
            if (row.unit_id, value.indicator.pk) in asked and value.due.is_due:
                lines.append(_line(row, value))
    return workbook_of(str(round_), lines) if lines else None


def _line(follow_up: FollowUp, value: ValueRow) -> Line:
    unit, measurement, stretch = follow_up.unit, value.measurement, value.due.stretch
    standing: dict[str, Decimal | str | None] = {}
    if measurement is not None:
        standing = {name: getattr(measurement, name) for name in FIELDS}
    return Line(
        unit=unit.name,
        within=unit.parent.name if unit.parent else "",
        indicator=value.indicator.name,
        period=f"{stretch.code} {stretch.year}" if stretch else "",
        measured_in=value.indicator.measure.unit,
        target=value.targets[0].words if value.targets else "",
        measure=value.indicator.measure,
        standing=standing,
    )
