"""What the addresses of rounds and follow-ups begin with; whoever makes such addresses imports this."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import StringConverter


class CodeConverter(StringConverter):
    """A round's code: a few characters of any sort that the database keeps."""

    regex = r"[^/\x00]{1,12}"


register_converter(CodeConverter, "code")
UNIT = "uppfoljning/<int:year>/<code:code>/<slug:unit>/"
ROUND = "uppfoljning/<int:year>/<code:code>/<slug:owner>/omgang/"
