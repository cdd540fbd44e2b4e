"""Spreadsheets made for tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook


def xlsx(
    *rows: Sequence[Any], prepare: Callable[[Workbook], None] | None = None, title: str = "Blad1"
) -> bytes:
    """An Excel file with a sheet of these rows; `prepare` does the rest."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if prepare is not None:
        prepare(book)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
