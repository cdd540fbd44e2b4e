"""A row under an activity table's header → `ActivityDocument`."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from goals.document import ActivityDocument
from goals.importing.columns import Header
from goals.importing.joining import Joiner
from goals.importing.notes import Notes
from goals.importing.rows import Row
from goals.importing.spare import Spare, warning_of
from goals.importing.values import looks_like_date, loose_dates_at_end, post_at_end, read_day
from goals.importing.vocabulary import Column, Vocabulary

_DASHES = frozenset({"-", "–", "—"})


def read_activity(
    row: Row, header: Header, notes: Notes, vocabulary: Vocabulary, joiner: Joiner
) -> tuple[ActivityDocument, Spare]:
    """The activity that a row says; words that are no title, date or person stay with the title, or in
    the column that the header says stands after the dates."""
    if row.cells:
        return _from_cells(row, header, notes)
    words = [word for line in joiner.join_words([piece.words for piece in row.pieces]) for word in line]
    rest = [word for line in row.rest for word in line.text.split()]
    first = next((at for at, word in enumerate(words) if _all_dates_from(words, at)), len(words))
    last = max((at for at, word in enumerate(words) if read_day(word)), default=first - 1)
    title, dates, after = words[:first], words[first : last + 1], words[last + 1 :]
    responsible: list[str] = []
    spare = _loose_dates(row, words, header, notes, vocabulary) if first == len(words) else ()
    if spare:
        title = words = words[: len(words) - sum(len(each.split()) for _column, each in spare)]
    if "responsible" in header.roles:
        own_block = _words_before_days(row)
        title, responsible = _split_responsible(title, after, own_block, vocabulary)
        if not responsible:
            notes.warn(
                row.line, "Det syns inte i texten vem som är ansvarig: det kan stå sist i aktivitetens namn."
            )
    elif after and header.roles[-1] in {"other", "unknown"}:
        spare = ((header.columns[-1].phrase, " ".join(after)),)
        notes.warn(row.line, warning_of(spare))
    elif after:
        rest = [*after, *rest]
        notes.warn(row.line, "Ord efter datumen lades till aktivitetens namn.")
    return _activity(row, title, rest, _days(dates), " ".join(responsible), header, notes), spare


def _loose_dates(row: Row, words: list[str], header: Header, notes: Notes, vocabulary: Vocabulary) -> Spare:
    """Dates at a row's end that are no days ("2026-01", "1 feb 2026"), to be kept beside the activity."""
    count = loose_dates_at_end(words, vocabulary)
    if not 0 < count < len(words):
        return ()
    column = next((column.phrase for column in header.columns if column.role in {"start", "end"}), "")
    spare = ((column, " ".join(words[len(words) - count :])),)
    notes.warn(row.line, warning_of(spare))
    return spare


def _all_dates_from(words: Sequence[str], at: int) -> bool:
    """Whether the row's dates begin here: a date, and only dates and dashes up to the last one."""
    if read_day(words[at]) is None:
        return False
    last = max(place for place, word in enumerate(words) if read_day(word))
    return all(read_day(word) or word in _DASHES for word in words[at : last + 1])


def _days(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in _DASHES]


def _words_before_days(row: Row) -> int:
    """How many words stand before the dates in a piece of the row that blank lines part from its title."""
    last = row.pieces[-1].block
    if last == row.pieces[0].block:
        return 0
    words = [word for piece in row.pieces if piece.block == last for word in piece.words]
    return next((at for at, word in enumerate(words) if read_day(word)), 0)


def _split_responsible(
    title: list[str], after: list[str], own_block: int, vocabulary: Vocabulary
) -> tuple[list[str], list[str]]:
    """The title and who is responsible: after the dates, in a piece of its own, or a known post."""
    if after:
        return title, after
    count = own_block or post_at_end(title, vocabulary)
    if 0 < count < len(title):
        return title[: len(title) - count], title[len(title) - count :]
    return title, []


def _activity(
    row: Row,
    title: list[str],
    rest: list[str],
    dates: list[str],
    responsible: str,
    header: Header,
    notes: Notes,
) -> ActivityDocument:
    """Dates that are no days, or that end before they begin, stay in the title as words; `rest` of the
    title stands after them."""
    days = [read_day(word) for word in dates]
    columns = [role for role in header.roles if role in {"start", "end"}] or ["start", "end"]
    start: datetime.date | None = None
    end: datetime.date | None = None
    if any(day is None or day.date is None for day in days) or len(days) > 2:
        if dates:
            notes.warn(row.line, f"Datumen kunde inte läsas och står kvar i namnet: {' '.join(dates)}.")
            title = [*title, *dates]
    elif len(days) == 2:
        start, end = (day.date for day in days if day)
        if columns == ["end", "start"]:
            start, end = end, start
    elif days and days[0]:
        start, end = (days[0].date, None) if columns[0] == "start" else (None, days[0].date)
        if len(columns) == 2:
            notes.warn(row.line, f"Bara ett datum ({dates[0]}); det togs som startdatum.")
    if start and end and end < start:
        notes.warn(row.line, f"Slutdatum före startdatum; datumen står kvar i namnet: {' '.join(dates)}.")
        title, start, end = [*title, *dates], None, None
    if not dates:
        notes.warn(row.line, "Aktiviteten har inga datum.")
    title = [*title, *rest]
    if not title:
        notes.warn(row.line, "En rad i aktivitetstabellen saknar namn.")
    if any(looks_like_date(word) and read_day(word) is None for word in title):
        notes.warn(row.line, "Ett datum är skrivet på ett sätt som inte kan läsas; det står kvar i namnet.")
    return ActivityDocument(" ".join(title), start, end, responsible)


def _from_cells(row: Row, header: Header, notes: Notes) -> tuple[ActivityDocument, Spare]:
    """The source shows the columns: each cell goes by its column's name. What isn't understood, and dates
    that are no days or end before they begin, stay in the title in the columns' order."""
    columns = [*header.columns, *[Column("unknown", "")] * (len(row.cells) - len(header.columns))]
    texts = [" ".join(cell.split()) for cell in row.cells]
    spare = tuple(
        (column.phrase, cell)
        for column, cell in zip(columns, texts, strict=False)
        if cell and column.role in {"other", "unknown"} and not _two_days(cell)
    )
    cells = _parted_days(
        [
            (column.role, cell)
            for column, cell in zip(columns, texts, strict=False)
            if (column.phrase, cell) not in spare
        ]
    )
    days = {role: read_day(cell) for role, cell in cells if role in {"start", "end"} and cell}
    start, end = (day.date if day else None for day in (days.get("start"), days.get("end")))
    readable = all(day is not None and day.date is not None for day in days.values())
    if not readable or (start and end and end < start):
        notes.warn(row.line, "Datumen kunde inte läsas, eller slutar före de börjar; de står kvar i namnet.")
        days, start, end = {}, None, None
    responsible = next((cell for role, cell in cells if role == "responsible"), "")
    named = {"responsible", *days}
    title = [cell for role, cell in cells if role not in named and cell]
    name = " ".join([*title, *(line.text for line in row.rest)])
    if not name:
        notes.warn(row.line, "En rad i aktivitetstabellen saknar namn.")
        name, spare = " ".join(words for _column, words in spare), ()
    if spare:
        notes.warn(row.line, warning_of(spare))
    return ActivityDocument(name, start, end, responsible), spare


def _parted_days(cells: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Two dates in one cell, as where a PDF's columns stand too close, are the start and the end."""
    pairs = [at for at, (_role, cell) in enumerate(cells) if _two_days(cell)]
    elsewhere = any(
        cell for at, (role, cell) in enumerate(cells) if role in {"start", "end"} and at not in pairs
    )
    if len(pairs) != 1 or elsewhere:
        return cells
    start, end = cells[pairs[0]][1].split()
    others = [
        (role, cell)
        for at, (role, cell) in enumerate(cells)
        if at != pairs[0] and role not in {"start", "end"}
    ]
    return [*others, ("start", start), ("end", end)]


def _two_days(cell: str) -> bool:
    words = cell.split()
    return len(words) == 2 and all(read_day(word) for word in words)
