"""A page's drawing, renumbered: what belongs to the structure gets its MCID, the rest becomes an artifact.

WeasyPrint numbers every text and picture of a page in the order of drawing and writes
`/Span <</MCID n>> BDC … EMC` around it. Some of these are page furniture, and a hyphen that only ends a
line needs a number of its own, so that the structure can say that it is a soft one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vp.printing.structure import Mark

_LAST_GLYPH = re.compile(rb"\[(?P<words>.*?)(?P<glyph>[0-9a-f]{4})>(?P<after>(?:[-\d.]|<>)*)\] TJ", re.DOTALL)


def renumber(stream: list[Any], marks: Mapping[int, Mark], artifacts: Mapping[int, str]) -> None:
    """Rewrite the operators of one page in place and give each mark its MCID, from 0 in drawing order.

    stream: the page's operators as WeasyPrint collected them; the operands of BDC stand before it as a
        name and a dictionary of their own.
    artifacts: for each number that belongs to no element, what kind of furniture it is.
    """
    rewritten: list[Any] = []
    count = 0
    open_mark: Mark | None = None
    for operator in stream:
        if isinstance(operator, dict) and "MCID" in operator:
            drawn = operator["MCID"]
            open_mark = marks.get(drawn)
            if open_mark is None:
                rewritten[-1] = "/Artifact"
                rewritten.append(_properties(artifacts[drawn]))
            else:
                open_mark.mcid = operator["MCID"] = count
                count += 1
                rewritten.append(operator)
            continue
        if operator == b"EMC" and open_mark is not None:
            hyphen, open_mark = open_mark.hyphen, None
            if hyphen is not None and _split_hyphen(rewritten, count):
                hyphen.mcid = count
                count += 1
                continue
        rewritten.append(operator)
    stream[:] = rewritten


def _properties(kind: str) -> bytes:
    if kind in {"Header", "Footer"}:
        return b"<</Type /Pagination /Subtype /%s>>" % kind.encode()
    return b"<</Type /%s>>" % kind.encode()


def _split_hyphen(operators: list[Any], mcid: int) -> bool:
    """Draw the last glyph of the open mark's text in a mark of its own; False where that can't be done.

    `/Span <<…>> BDC … BT … TJ ET` becomes `… BT /Span <<…>> BDC … TJ EMC /Span <<…>> BDC … TJ EMC ET`: marks
    and text objects must nest (ISO 32000-1, 14.6.1), and a second text object would lose the place.
    """
    if len(operators) < 2 or operators[-1] != b"ET" or not isinstance(operators[-2], bytes):
        return False
    found = _LAST_GLYPH.fullmatch(operators[-2])
    begin = _rindex(operators, b"BT")
    opened = _rindex(operators, b"BDC")
    if found is None or not opened < begin or not all(map(_sets_state, operators[opened + 1 : begin])):
        return False
    bdc = operators[opened - 2 : opened + 1]
    words = found["words"][:-1] if found["words"].endswith(b"<") else found["words"] + b">"
    operators[opened - 2 :] = [
        *operators[opened + 1 : begin + 1], *bdc, *operators[begin + 1 : -2],
        b"[" + words + b"] TJ", b"EMC",
        b"/Span", b"<</MCID %d>>" % mcid, b"BDC", b"[<" + found["glyph"] + b">] TJ", b"EMC", b"ET",
    ]  # fmt: skip
    return True


def _rindex(operators: list[Any], operator: bytes) -> int:
    return next((i for i in range(len(operators) - 1, -1, -1) if operators[i] == operator), -1)


def _sets_state(operator: Any) -> bool:
    """Colour or graphics state: may stand outside the mark, since it paints nothing."""
    return isinstance(operator, bytes) and operator.endswith((b" gs", b" rg"))
