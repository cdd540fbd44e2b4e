"""The fields of a logging row as HTML, and its form.

The form stands in the row's second line; the fields of the first belong to it by their `form` attribute.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from followup.pages import logging_words as words
from indicators.log_rows import LogRow

PARTS: Mapping[str, tuple[str, str]] = {
    "total": ("numerator", "denominator"),
    "women": ("women_numerator", "women_denominator"),
    "men": ("men_numerator", "men_denominator"),
}
_NAMES = [name for both in PARTS.values() for name in both]
LABELS_OF_PARTS = "".join(f'<span id="kol-{name}">{words.LABELS[name]}</span>' for name in _NAMES)
"""What fields are called that have no column of their own; other fields by their column's head."""


def by_gender(row: LogRow) -> bool:
    """Whether women and men are asked for, or have been given though they aren't."""
    return row.indicator.by_gender or bool(row.outcome.women or row.outcome.men)


def fields(row: LogRow, names: Sequence[str]) -> Iterator[str]:
    """The fields of each column."""
    at, values, measure = row.indicator.pk, words.typed(row.measurement), row.measure
    in_parts, has_gender = measure.in_parts, by_gender(row)
    for name in names:
        if name == "comment":
            yield _comment(at, values)
        elif name in ("women", "men") and not has_gender:
            yield ""
        elif name in PARTS and (in_parts or getattr(row.outcome, name).is_computed):
            yield _share(at, name, values, words.comes_to(measure, getattr(row.outcome, name)))
        elif name == "total" and row.aim.is_in_words:
            yield _words(at, name, values[name])
        else:
            yield _field(at, name, values[name])


def form(row: LogRow, *, address: str, name: str, said: str) -> str:
    """Why it isn't measured, what is wrong, what is said of the values, and whether they are saved."""
    at, key, reason = row.indicator.pk, str(row.indicator.key), escape(row.outcome.not_measured_because)
    version = row.measurement.version if row.measurement else 0
    return (
        f'<form id="f{at}" method="post" action="{address}{key}/" data-autosave="value" '
        f'data-version="{version}" data-key="{key}" data-name="{escape(name)}" '
        f'aria-labelledby="namn-{at}" autocomplete="off">'
        f'<div class="log-reason" id="ejmatt-{at}"{"" if reason else " hidden"}>'
        f'<label for="varfor-{at}">Varför är det inte mätt?</label>'
        f'<input class="log-field" id="varfor-{at}" name="not_measured_because" value="{reason}">'
        "</div>"
        f'<div class="log-errors" id="fel-{at}" role="alert" data-errors></div>'
        '<div class="told" role="alert" data-told hidden></div>'
        f'<div class="log-said"><div data-said>{said}</div><p class="log-saved" data-saved></p></div></form>'
    )


def _field(at: int, name: str, value: str, more: str = "") -> str:
    return (
        f'<input class="log-field" name="{name}" form="f{at}" value="{escape(value)}" '
        f'aria-labelledby="kol-{name} namn-{at}"{more}>'
    )


def _words(at: int, name: str, value: str) -> str:
    """A field that grows with what is written in it."""
    return (
        f'<textarea class="log-field" name="{name}" form="f{at}" rows="1" lang="sv" '
        f'aria-labelledby="kol-{name} namn-{at}">{escape(value)}</textarea>'
    )


def _share(at: int, name: str, values: Mapping[str, str], read: str) -> str:
    """A numerator of a denominator, and what they come to; or that alone, where they aren't known."""
    above, below = PARTS[name]
    number = ' inputmode="decimal" placeholder='
    return (
        f'<span class="log-parts">{_field(at, above, values[above], f"{number}antal")}<span>av</span>'
        f"{_field(at, below, values[below], f'{number}alla')}</span>"
        f'<span class="log-or"><span data-reads="{name}">{escape(read)}</span>'
        f"{_field(at, name, values[name], ' placeholder=andel')}</span>"
    )


def _comment(at: int, values: Mapping[str, str]) -> str:
    is_open = "true" if values["not_measured_because"] else "false"
    return (
        f"{_words(at, 'comment', values['comment'])}"
        f'<button class="log-not" type="button" data-not-measured aria-expanded="{is_open}" '
        f'aria-controls="ejmatt-{at}" aria-describedby="namn-{at}">Ej mätt</button>'
    )
