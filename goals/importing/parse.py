"""Lines → a plan: pure, without database or Django.

The steps: page furniture is taken out (furniture), lines become pieces in order (outline), pieces become a
tree (tree, bodies, the row readers), the source tells its year and unit (facts), and the words are counted
(words). What isn't understood stays as text, with a warning; nothing is thrown away.
"""

from __future__ import annotations

import datetime
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from goals.document import PlanDocument, TextDocument
from goals.importing.bodies import Setting
from goals.importing.facts import read_facts
from goals.importing.furniture import without_furniture
from goals.importing.joining import Joiner
from goals.importing.lines import Line, Source, SourceError
from goals.importing.notes import Correction, Doubt, Notes
from goals.importing.outline import Outline
from goals.importing.shapes import Measure
from goals.importing.tree import Tree, tree_of
from goals.importing.vocabulary import Vocabulary, vocabulary
from goals.importing.words import MOST_DROPPED, LostWordsError, check_words, words_of

MOST_LINES, MOST_WORDS = 60_000, 400_000
"""More than this is no plan; the largest that we know of is a tenth of it."""

NO_GOALS = (
    "Inga mål hittades i filen. En plan känns igen på rader som ”KF:s inriktningsmål:”, "
    "”KF:s mål för verksamhetsområdet:”, ”Nämndmål:” och ”Enhetsmål:”, eller ”Nämndens mål” "
    "och ”Enhetens mål”. Kontrollera att det är rätt fil."
)

__all__ = ["Correction", "Doubt", "ParsedPlan", "parse_plan"]


@dataclass(frozen=True)
class ParsedPlan:
    """A plan as it was understood. `roles` says for each line's number what it became: "goal:unit",
    "heading", "subheading", "text", "indicator", "activity", "label" or "dropped"."""

    document: PlanDocument
    doubts: tuple[Doubt, ...]
    roles: Mapping[int, str]


def parse_plan(
    source: Source,
    *,
    unit: str = "",
    within: tuple[str, ...] = (),
    year: int | None = None,
    corrections: Sequence[Correction] = (),
) -> ParsedPlan:
    """Understand a source as a plan. Raises SourceError where it has no goal at all, or far too much text."""
    _refuse_endless(source)
    notes = Notes.answering(corrections)
    words = vocabulary()
    tree, lines = _read(source, notes, words)
    if not tree.goals:
        raise SourceError(NO_GOALS)
    facts = read_facts(lines, tree.goals, source.title, words)
    plan_year = year or facts.year
    if not plan_year:
        plan_year = datetime.datetime.now(tz=datetime.UTC).year
        notes.warn(1, f"Källan säger inte vilket år planen gäller; {plan_year} sattes. Ange året.")
    elif not year and not facts.sure:
        notes.warn(1, f"Källan säger inte tydligt vilket år planen gäller; {plan_year} är en gissning.")
    if not (unit or facts.unit):
        notes.warn(1, "Källan säger inte vad enheten heter; ange enhetens namn.")
    elif not unit and facts.unit_guessed:
        notes.warn(1, f"Enhetens namn, {facts.unit}, är taget från omslaget; kontrollera det.")
    document = PlanDocument(
        year=plan_year,
        unit=unit or facts.unit,
        within=within,
        registry_number=facts.registry_number,
        opening=tree.opening,
        goals=tree.goals,
        closing=tree.closing,
    )
    document = _with_dropped(document, source, notes)
    document = _checked(source, document, notes)
    warnings = tuple(sorted(notes.warnings, key=lambda each: each.line))
    return ParsedPlan(replace(document, warnings=warnings), tuple(notes.doubts), dict(notes.roles))


def _refuse_endless(source: Source) -> None:
    words = 0
    for count, line in enumerate(line for line in source.lines if line.text.strip()):
        words += line.text.count(" ") + 1
        if count > MOST_LINES or words > MOST_WORDS:
            raise SourceError(
                "Texten är för lång för att vara en verksamhetsplan. Kontrollera att det är rätt fil."
            )


def _read(source: Source, notes: Notes, words: Vocabulary) -> tuple[Tree, list[Line]]:
    cleaned = without_furniture(source.lines, words)
    notes.drop(source.furniture)
    notes.drop(cleaned.furniture)
    texts = [line.text for line in cleaned.lines if not line.cells]
    joiner = Joiner(texts)
    setting = Setting(Measure.of(_unwhole(cleaned.lines)), joiner, notes, words, cleaned.cuts)
    lines = [_mended(line, joiner) if line.cells and line.page else line for line in cleaned.lines]
    pieces = Outline(lines, setting).read()
    return tree_of(pieces, setting), lines


def _mended(line: Line, joiner: Joiner) -> Line:
    """A row from a page, with words that its columns cut put together."""
    return replace(line, cells=tuple(joiner.mend(cell) for cell in line.cells))


def _unwhole(lines: Sequence[Line]) -> list[str]:
    """Texts of lines that a page's width may have wrapped."""
    return [line.text for line in lines if not line.whole and not line.cells]


def _with_dropped(document: PlanDocument, source: Source, notes: Notes) -> PlanDocument:
    """Drop at most three words of a hundred; page headers beyond that are kept as a text at the end."""
    room = int(MOST_DROPPED * sum(len(words_of(line.text)) for line in (*source.lines, *source.furniture)))
    dropped: list[Line] = []
    for line in sorted(notes.dropped, key=lambda each: (len(words_of(each.text)), each.number)):
        count = len(words_of(line.text))
        if count <= room:
            dropped.append(line)
            room -= count
    gone = {line.number for line in dropped}
    kept = [line for line in notes.dropped if line.number not in gone]
    kept.sort(key=lambda line: line.number)
    dropped.sort(key=lambda line: line.number)
    document = replace(document, dropped=tuple(line.text.strip() for line in dropped))
    if not kept:
        return document
    notes.warn(kept[0].number, "Sidhuvuden och upprepade tabellhuvuden ur källan står sist i dokumentet.")
    notes.mark(kept, "text")
    return _with_closing(document, [line.text for line in kept])


def _checked(source: Source, document: PlanDocument, notes: Notes) -> PlanDocument:
    """The document, with words that were lost on the way as a text at its end.

    Words that were added or moved can't be mended; the person who imports is told which.
    """
    try:
        check_words(source, document)
    except LostWordsError as error:
        if error.lost:
            notes.warn(1, f"Ord som inte kunde placeras står sist i dokumentet: {' '.join(error.lost[:20])}.")
            document = _with_closing(document, [" ".join(error.lost)])
        if error.added:
            notes.warn(
                1, f"Jämför med källan; ord står dubbelt eller i annan ordning: {' '.join(error.added[:20])}."
            )
    return document


def _with_closing(document: PlanDocument, paragraphs: Sequence[str]) -> PlanDocument:
    body = "".join(f"<p>{html.escape(' '.join(text.split()), quote=False)}</p>" for text in paragraphs)
    return replace(document, closing=(*document.closing, TextDocument("", body)))
