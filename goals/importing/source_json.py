"""A `Source` as plain JSON values, which is how it leaves the process that read a foreign file."""

from __future__ import annotations

from typing import Any

from goals.importing.lines import Line, Source


def source_to_json(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "lines": [_line_to_json(line) for line in source.lines],
        "furniture": [_line_to_json(line) for line in source.furniture],
    }


def source_from_json(value: dict[str, Any]) -> Source:
    """The source again; raises KeyError, TypeError or ValueError where the value isn't one."""
    return Source(
        title=str(value["title"]),
        lines=tuple(_line_from_json(row) for row in value["lines"]),
        furniture=tuple(_line_from_json(row) for row in value["furniture"]),
    )


def _line_to_json(line: Line) -> list[Any]:
    return [
        line.number, line.text, line.page, line.heading, line.item, line.depth, line.cells, line.header,
        line.whole,
    ]  # fmt: skip


def _line_from_json(row: list[Any]) -> Line:
    number, text, page, heading, item, depth, cells, header, whole = row
    return Line(
        number=int(number),
        text=str(text),
        page=int(page),
        heading=int(heading),
        item=str(item),
        depth=int(depth),
        cells=tuple(str(cell) for cell in cells),
        header=bool(header),
        whole=bool(whole),
    )
