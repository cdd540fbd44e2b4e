"""A plan as a Word file, for those who must edit on. What it says, our own reader reads back."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping

from PIL import Image as Pillow

from goals.document import ActivityDocument, PlanDocument
from goals.exports.word_file import About, WordFile
from goals.printed_plan import made_at_of
from goals.printing import LEVEL_LABELS, PrintedGoal, PrintedIndicator, PrintedText, plan_title, printed_plan

_IN_WORD = frozenset(("PNG", "JPEG", "GIF"))


def plan_word(document: PlanDocument, labels: Mapping[str, str] | None = None) -> bytes:
    """`labels`: what goals of each level are called (LEVEL_LABELS where there are none)."""
    plan = printed_plan(document, {**LEVEL_LABELS, **(labels or {})})
    about = About(plan_title(document), plan.unit, plan.running, made_at_of(document))
    file = WordFile(about, pictures_of(document))
    facts = [("Status", plan.status_words), ("Version", plan.version), ("Diarienummer", plan.registry_number)]
    facts.append(("Gäller", f"{plan.year}-01-01 – {plan.year}-12-31"))
    file.cover(
        within=plan.within,
        kind=f"Verksamhetsplan {plan.year}",
        name=plan.unit,
        facts=[(label, words) for label, words in facts if words],
    )
    _texts(file, plan.opening)
    for goal in plan.goals:
        _goal(file, goal)
    _texts(file, plan.closing)
    return file.save()


def pictures_of(document: PlanDocument) -> dict[str, bytes]:
    """The document's pictures by SHA-256, in a form that Word shows; what is no picture is left out."""
    found = {digest: _for_word(base64.b64decode(image.base64)) for digest, image in document.images.items()}
    return {digest: content for digest, content in found.items() if content is not None}


def _for_word(content: bytes) -> bytes | None:
    try:
        picture = Pillow.open(io.BytesIO(content))
        if picture.format in _IN_WORD:
            return content
        out = io.BytesIO()
        picture.save(out, "PNG")
    except OSError:
        return None
    return out.getvalue()


def _texts(file: WordFile, texts: tuple[PrintedText, ...]) -> None:
    for text in texts:
        if text.heading:
            file.heading(text.heading, text.level)
        file.body(text.body)
        _texts(file, text.texts)


def _goal(file: WordFile, goal: PrintedGoal) -> None:
    file.heading(goal.full_title, goal.level, before=goal.label)
    _texts(file, goal.texts)
    if goal.indicators:
        _indicators(file, goal.indicators)
    if goal.activities:
        _activities(file, goal.activities, has_responsible=goal.has_responsible)
    for child in goal.goals:
        _goal(file, child)


def _indicators(file: WordFile, rows: tuple[PrintedIndicator, ...]) -> None:
    titles, widths = ["Indikator", "Årsmål", "KF:s årsmål", "Periodicitet"], [6.4, 3.4, 3.4, 2.8]
    by_gender = any(row.by_gender for row in rows)
    if by_gender:
        titles, widths = [*titles, "Könsuppdelad"], [5.0, 2.8, 2.7, 2.5, 3.0]
    cells = [[row.name, row.target, row.council_target, row.periodicity] for row in rows]
    if by_gender:
        cells = [[*line, "Ja" if row.by_gender else ""] for line, row in zip(cells, rows, strict=True)]
    file.table("Indikatorer", titles, cells, widths)
    for row in rows:
        for change in row.changes:
            reason = f" – skäl: {change.reason}" if change.reason else ""
            words = (
                f"{row.name}, tidigare årsmål: {change.target} – ändrat {change.since.isoformat()}{reason}"
            )
            file.note(words)


def _activities(file: WordFile, rows: tuple[ActivityDocument, ...], *, has_responsible: bool) -> None:
    titles, widths = ["Aktivitet", "Startdatum", "Slutdatum"], [10.2, 2.9, 2.9]
    if has_responsible:
        titles, widths = [*titles, "Ansvarig"], [7.0, 2.8, 2.8, 3.4]
    file.table(
        "Aktiviteter",
        titles,
        [
            [row.title, *(day.isoformat() if day else "" for day in (row.start, row.end)), row.responsible][
                : len(titles)
            ]
            for row in rows
        ],
        widths,
    )
