"""Words of a table's row that an indicator or an activity has no place for: outcomes, comments, who answers.

They are kept beside the goal as a table of their own, a row for each row of the source's table, so that names
stay names and no word is lost.
"""

from __future__ import annotations

from collections.abc import Sequence

from goals.importing.columns import Header
from goals.importing.text_tables import table_html

Spare = tuple[tuple[str, str], ...]
"""A row's words without a place, each with the name of its column."""


def spare_table(header: Header, rows: Sequence[Spare]) -> str:
    """The columns without a place as an HTML table; "" where no row has any."""
    used = {phrase for row in rows for phrase, words in row if words}
    named = [column.phrase for column in header.columns if column.phrase in used]
    columns = [*named, *sorted(used.difference(named))]
    if not columns:
        return ""
    cells = [
        [" ".join(words for phrase, words in row if phrase == column) for column in columns] for row in rows
    ]
    return table_html([columns, *cells] if any(columns) else cells, header=any(columns))


def warning_of(spare: Spare) -> str:
    """What to tell the person who imports; Swedish."""
    words = "; ".join(words for _phrase, words in spare)
    return f"Kolumner som saknar motsvarighet här står i en tabell i målets text: {words}."
