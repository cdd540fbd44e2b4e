"""The demo's light markup as the texts of a document; pure.

`# Heading` begins a text and `## Heading` one inside it. In a text a line is a paragraph; `- ` and `1. ` are
lists, `| a | b |` a table whose first row is its head, `== Words` a heading without a text of its own,
`**strong**` and `*em*` as usual.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from demo.words import Year

_HEADING = re.compile(r"(#+) (.+)")
_KINDS = (
    ("h4", re.compile(r"== (.+)")),
    ("ul", re.compile(r"- (.+)")),
    ("ol", re.compile(r"\d+\. (.+)")),
    ("table", re.compile(r"\|(.+)\|")),
)
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_EM = re.compile(r"\*(.+?)\*")


@dataclass
class Section:
    """A heading and what stands under it. `mark` is the heading as it was written, the same every year."""

    mark: str
    heading: str
    body: str = ""
    sections: list[Section] = field(default_factory=list)


def sections(text: str, year: Year) -> list[Section]:
    """The texts that the markup holds in that year; what stands before the first heading is an error."""
    top = Section("", "")
    open_at = [top]
    for depth, mark, lines in _by_heading(year.lines(text)):
        body = markup([year.words(line) for line in lines])
        if not mark:
            if body:
                raise ValueError(f"No heading above: {lines[0]}")
            continue
        if depth > len(open_at):
            raise ValueError(f"A level is missing above: {mark}")
        section = Section(mark, year.words(mark), body)
        open_at[depth - 1].sections.append(section)
        open_at[depth:] = [section]
    return top.sections


def markup(lines: list[str]) -> str:
    """The lines as HTML, in the form that vp.richtext keeps."""
    parts = []
    for kind, group in groupby((_kind(line) for line in lines if line), key=lambda pair: pair[0]):
        words = [text for _kind, text in group]
        parts.append(_table(words) if kind == "table" else _block(kind, words))
    return "".join(parts)


def _by_heading(lines: list[str]) -> Iterator[tuple[int, str, list[str]]]:
    depth, mark, under = 0, "", list[str]()
    for line in lines:
        heading = _HEADING.fullmatch(line)
        if heading is None:
            under.append(line)
            continue
        yield depth, mark, under
        depth, mark, under = len(heading[1]), heading[2], []
    yield depth, mark, under


def _kind(line: str) -> tuple[str, str]:
    for kind, pattern in _KINDS:
        if match := pattern.fullmatch(line):
            return kind, match[1]
    return "p", line


def _block(kind: str, words: list[str]) -> str:
    if kind in ("ul", "ol"):
        return f"<{kind}>" + "".join(f"<li>{_inline(each)}</li>" for each in words) + f"</{kind}>"
    return "".join(f"<{kind}>{_inline(each)}</{kind}>" for each in words)


def _table(rows: list[str]) -> str:
    head, *body = ([_inline(cell.strip()) for cell in row.split("|")] for row in rows)
    if any(len(row) != len(head) for row in body):
        raise ValueError(f"The rows of a table differ in length: {rows[0]}")
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    below = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{below}</tbody></table>"


def _inline(words: str) -> str:
    escaped = html.escape(words, quote=False)
    return _EM.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", escaped))
