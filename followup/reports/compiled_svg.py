"""Charts in print: pictures with a description, which a PDF's tags can carry."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import unescape

from followup.charts.chart import Chart

_FONT = re.compile(r'font-family="[^"]*"')
_DESCRIPTION = re.compile(r"<desc>(.*?)</desc>", re.DOTALL)


@dataclass(frozen=True)
class Picture:
    """A chart as a picture: its address while it is printed, and what it shows, in words."""

    sha256: str
    content: bytes
    alternative: str

    @property
    def address(self) -> str:
        return f"/bilder/{self.sha256}"


def picture_of(chart: Chart) -> Picture | None:
    """None where there is nothing to draw."""
    if not chart.svg:
        return None
    content = _FONT.sub('font-family="Print Sans"', str(chart.svg)).encode()
    told = _DESCRIPTION.search(str(chart.svg))
    words = f"{chart.caption}. {unescape(told[1])}" if told else chart.caption
    return Picture(hashlib.sha256(content).hexdigest(), content, words)
