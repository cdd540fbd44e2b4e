"""A file's cells over what stands in a row already: what the row would come to. Pure.

A file says some of a row. What it doesn't say stands; what it says again, the way it is exported, isn't
touched, so that a file that goes out and comes in unchanged changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from followup.sheets.book import plain
from followup.sheets.cells import number_words
from followup.sheets.hearing import is_dash
from indicators.entries import Given
from indicators.outcomes import NUMBERS, Measure, Outcome
from indicators.parsing import Kind, read

FIELDS = (*NUMBERS, "forecast", "not_measured_because", "comment")
Standing = Mapping[str, Decimal | str | None]
"""The fields of a `Measurement` by name; empty or without names where nothing has been logged."""


def exported(standing: Standing) -> dict[str, Decimal | str]:
    """What of it goes out in a sheet, by column: numbers, and texts without what a sheet can't hold."""
    found: dict[str, Decimal | str] = {}
    for name in FIELDS:
        value = standing.get(name)
        if name == "total" and (words := standing.get("written") or standing.get("words")):
            value = words
        if isinstance(value, Decimal):
            found[name] = value
        elif value and plain(str(value)):
            found[name] = plain(str(value))
    return found


def as_read(value: Decimal | str) -> str:
    """What comes back of it when the sheet is read again."""
    return number_words(value) if isinstance(value, Decimal) else value


def merged(
    said: Mapping[str, str], standing: Standing, measure: Measure, outcome: Outcome, dash: str = ""
) -> Given:
    """What would be typed. `said` is by field; `outcome` is what stands there, `dash` why a lone dash wasn't
    measured."""
    out = {name: as_read(value) for name, value in exported(standing).items()}
    new = {
        name: text
        for name, text in said.items()
        if text != out.get(name) and not _is_shown(name, text, measure, outcome)
    }
    fields = {name: _typed(standing, name) for name in FIELDS}
    if is_dash(new.get("total", "")) and (dash or standing.get("not_measured_because")):
        new["not_measured_because"] = dash or str(standing["not_measured_because"])
        del new["total"]
    if "not_measured_because" in new or read(new.get("total", "")).kind is Kind.NOT_MEASURED:
        fields |= dict.fromkeys(NUMBERS, "")
        if "not_measured_because" not in new and read(new["total"]).reason:
            fields["not_measured_because"] = ""
    elif any(name in NUMBERS for name in new):
        fields["not_measured_because"] = ""
    for name, prefix in (("total", ""), ("women", "women_"), ("men", "men_")):
        parts = (f"{prefix}numerator", f"{prefix}denominator")
        if name in new:
            fields |= dict.fromkeys(parts, "")
        elif any(part in new for part in parts):
            fields[name] = ""
    return Given(**fields | new)  # type: ignore[arg-type]


def _typed(standing: Standing, name: str) -> str:
    """A field as somebody would type it, every letter kept."""
    value = standing.get(name)
    if name == "total" and (words := standing.get("written") or standing.get("words")):
        return str(words)
    return number_words(value) if isinstance(value, Decimal) else value or ""


def _is_shown(name: str, text: str, measure: Measure, outcome: Outcome) -> bool:
    """Whether a value says what stands there computed from its parts, as it is shown."""
    figure = {"total": outcome.total, "women": outcome.women, "men": outcome.men}.get(name)
    return figure is not None and figure.is_computed and read(text).number == measure.shown(figure)
