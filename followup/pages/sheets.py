"""The preview of a sheet: what would be new, what would change, what can't be saved, what was left out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from followup.models import IncomingSheet, Round
from followup.pages.logging_words import NOTHING, outcome_words
from followup.sheets.hearing import Remark
from followup.sheets.meanings import LABELS
from followup.sheets.review import Change, Review
from indicators.models import Measurement
from indicators.numbers import written
from indicators.outcomes import NO_OUTCOME, Figure

MOST_SHOWN = 500
"""Values of a sort that a page shows; the others are counted."""
UNKNOWN_UNIT = "”{name}” är ingen enhet som du lämnar värden för i omgången. {how}"
UNKNOWN_INDICATOR = "”{name}” är ingen indikator i enheternas planer. {how}"

HOW = "Rätta namnet i filen, eller svara på vad det är."


@dataclass(frozen=True)
class Part:
    """One field of a value: what stands there, and what it comes to."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeLine:
    """`others` are the fields beside the outcome that change. `by` and `at`: who has changed it meanwhile.

    `is_left`: somebody has ticked that it isn't to be saved.
    """

    place: str
    row: int
    unit: str
    indicator: str
    before: str
    after: str
    others: Sequence[Part]
    questions: Sequence[str]
    by: str = ""
    at: str = ""
    is_left: bool = False


@dataclass(frozen=True)
class RemarkLine:
    """The same words for several rows stand once; `about` where they are of one thing."""

    rows: str
    words: str
    about: str


@dataclass(frozen=True)
class PreviewPage:
    """`seen` is what the form sends back of versions, `asked` the places of `clashes`."""

    round: Round
    file_name: str
    key: str
    version: int
    sheet: str
    clashes: Sequence[ChangeLine]
    asking: Sequence[ChangeLine]
    new: Sequence[ChangeLine]
    changed: Sequence[ChangeLine]
    more: int
    errors: Sequence[RemarkLine]
    notes: Sequence[RemarkLine]
    error_count: int
    unchanged: int
    count: int
    asks: bool
    seen: str
    asked: str


def preview_page(
    incoming: IncomingSheet,
    found: Review,
    clashes: Iterable[Measurement] = (),
    left: Collection[str] = (),
) -> PreviewPage:
    """`clashes` are values that somebody else has logged since the preview was looked at; `left` the places
    of those that aren't to be saved."""
    since = {f"{row.unit_id}-{row.indicator_id}": row for row in clashes}
    lines = {change.place: _line(change, since.get(change.place), left) for change in found.changes}
    rest = [change for change in found.changes if change.place not in since]
    asking = [lines[change.place] for change in rest if change.questions]
    new = [lines[change.place] for change in rest if change.is_new and not change.questions]
    changed = [lines[change.place] for change in rest if not change.is_new and not change.questions]
    remarks = [*found.remarks, *_unknown(found)]
    errors = [remark for remark in remarks if remark.is_error]
    sheet = found.book.sheets[found.sheet].name if found.sheet is not None else ""
    return PreviewPage(
        round=incoming.round,
        file_name=incoming.file_name,
        key=str(incoming.key),
        version=incoming.version,
        sheet=sheet if len(found.book.sheets) > 1 else "",
        clashes=[line for place, line in lines.items() if place in since],
        asking=asking[:MOST_SHOWN],
        new=new[:MOST_SHOWN],
        changed=changed[:MOST_SHOWN],
        more=sum(max(0, len(each) - MOST_SHOWN) for each in (asking, new, changed)),
        errors=_grouped(errors),
        notes=_grouped(remark for remark in remarks if not remark.is_error),
        error_count=len(errors),
        unchanged=found.unchanged,
        count=len(found.changes),
        asks=found.asks,
        seen=json.dumps({change.place: change.version for change in found.changes}, separators=(",", ":")),
        asked=" ".join(place for place in lines if place in since),
    )


def _line(change: Change, clash: Measurement | None, left: Collection[str]) -> ChangeLine:
    measurement, measure = change.value.measurement, change.value.indicator.measure
    outcome = measurement.outcome if measurement else NO_OUTCOME
    after = change.entry.outcome(measure)
    reason = after.not_measured_because
    return ChangeLine(
        place=change.place,
        row=change.row,
        unit=change.unit.name,
        indicator=change.value.name,
        before=outcome_words(measure, outcome) or NOTHING,
        after=f"ej mätt: {reason}" if reason else outcome_words(measure, after) or NOTHING,
        others=_others(change),
        questions=list(dict.fromkeys(question.words for question in change.questions)),
        by=(clash.changed_by.name if clash.changed_by else "Någon annan") if clash else "",
        at=f"{timezone.localtime(clash.changed_at):%H:%M}" if clash else "",
        is_left=change.place in left,
    )


def _others(change: Change) -> list[Part]:
    """The fields beside the outcome that change; numerators and denominators are told by what they make."""
    measurement, measure = change.value.measurement, change.value.indicator.measure
    before = measurement.outcome if measurement else NO_OUTCOME
    after = change.entry.outcome(measure)
    found = [
        Part(LABELS[name], _figure(change, one), _figure(change, other))
        for name, one, other in (
            ("women", before.women, after.women),
            ("men", before.men, after.men),
            ("forecast", before.forecast, after.forecast),
        )
        if one != other
    ]
    comment = measurement.comment if measurement else ""
    if comment != change.entry.comment:
        found.append(Part(LABELS["comment"], comment or NOTHING, change.entry.comment or NOTHING))
    if before.total != after.total and after.total.is_computed:
        parts = (after.total.numerator, after.total.denominator)
        found.append(Part("Av", "", " av ".join(written(part) for part in parts if part is not None)))
    return found


def _figure(change: Change, figure: Figure) -> str:
    return change.value.indicator.measure.words(figure) or NOTHING


def _unknown(found: Review) -> Iterable[Remark]:
    for words, names in ((UNKNOWN_UNIT, found.hearing.units), (UNKNOWN_INDICATOR, found.hearing.indicators)):
        for unknown in names.values():
            for row in unknown.rows:
                yield Remark(row, words.format(name=unknown.words, how=HOW), is_error=True)


def _grouped(remarks: Iterable[Remark]) -> list[RemarkLine]:
    """The rows that the same is said of, together, in the order of the first."""
    by_words: dict[str, list[Remark]] = defaultdict(list)
    for remark in remarks:
        by_words[remark.words].append(remark)
    return [
        RemarkLine(rows_in_words(sorted({each.row for each in group})), words, _about(group))
        for words, group in by_words.items()
    ]


def _about(group: Sequence[Remark]) -> str:
    named = list(dict.fromkeys(each.about for each in group if each.about))
    shown = "; ".join(named[:5])
    return f"{shown} och {len(named) - 5} till" if len(named) > 5 else shown


def rows_in_words(rows: Sequence[int]) -> str:
    """`Rad 5`, `Rad 5–7, 9`."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    told = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:12]]
    more = " …" if len(spans) > 12 else ""
    return f"Rad {', '.join(told)}{more}"


def seen_of(posted: str) -> Mapping[str, int]:
    """The versions that a preview's form sends back; nothing where they can't be read."""
    try:
        found = json.loads(posted)
        return {str(place): int(version) for place, version in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}
