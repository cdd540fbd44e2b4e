"""The words by which a plan's structure is known, read from vocabulary.toml and made ready for matching.

Nothing here knows a municipality: labels, headings, column names and value words are data. Matching is
done on folded text (`fold`): lower case, single spaces, one way of writing KF:s, no colon at the end.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

_SPACE = re.compile(r"\s+")
_POSSESSIVE = re.compile(r"\bkf[:'’´`]?s\b")
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?)\s+(?=\D)")
_PERIOD = (
    r"\s+(?:(?:år|för)\s+)?(?:(?:perioden|mandatperioden)\s+)?"
    r"(?:19|20|21)\d\d(?:\s*[-–/]\s*(?:(?:19|20|21)?\d\d))?"
)
_YEAR = re.compile(f"{_PERIOD}$")
_REMEMBERED = 240
LONGEST_PHRASE = 80
"""No label, heading or column name is longer; longer lines needn't be compared at all."""


def fold(text: str) -> str:
    """The text as it is compared: lower case, single spaces, `kf:s`, without a colon at the end."""
    return _fold_short(text) if len(text) <= _REMEMBERED else _fold(text)


@functools.lru_cache(maxsize=8192)
def _fold_short(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    folded = _SPACE.sub(" ", text).strip().lower().rstrip(":").rstrip()
    return _POSSESSIVE.sub("kf:s", folded)


def fold_heading(text: str) -> str:
    """Like `fold`, and without numbering before ("3.1 Vision") and a year after ("Budget 2025")."""
    return _YEAR.sub("", _NUMBERING.sub("", fold(text)))


@dataclass(frozen=True)
class Phrases:
    """A set of phrases that a whole line or cell can be; `*` begins a word, `#` is a number."""

    exact: frozenset[str]
    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Phrases:
        folded = [fold(phrase) for phrase in phrases]
        wild = [_expression(phrase) for phrase in folded if "*" in phrase or "#" in phrase]
        exact = frozenset(phrase for phrase in folded if "*" not in phrase and "#" not in phrase)
        return cls(exact, re.compile("|".join(wild)) if wild else None)

    def __contains__(self, folded: str) -> bool:
        if len(folded) > LONGEST_PHRASE:
            return False
        return folded in self.exact or bool(self.pattern and self.pattern.fullmatch(folded))


def _expression(phrase: str) -> str:
    """A phrase as a regular expression: words parted by any white space."""
    words = [
        re.escape(word)
        .replace(re.escape("*"), r"\w*")
        .replace(re.escape("#"), r"\d+")
        .replace("kf:s", r"kf[:'’´`]?s")
        for word in phrase.split()
    ]
    return r"\s+".join(words)


def longest_first(phrases: Iterable[str]) -> str:
    """An alternation of phrases as a regular expression in which the longest is tried first."""
    return "|".join(_expression(fold(each)) for each in sorted(phrases, key=len, reverse=True))


@dataclass(frozen=True)
class Column:
    """What a column of a table holds: its role there, and the phrase by which it was known."""

    role: str
    phrase: str


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """vocabulary.toml, ready for matching; see there for what each part means."""

    labels: Mapping[str, Phrases]
    label_pattern: re.Pattern[str]
    labels_in_doubt: Phrases
    doubtful_levels: tuple[str, ...]
    headings: Mapping[str, Phrases]
    columns: Mapping[str, Mapping[str, str]]
    column_patterns: Mapping[str, re.Pattern[str]]
    periodicities: frozenset[tuple[str, ...]]
    phrases: frozenset[tuple[str, ...]]
    units: frozenset[str]
    unit_links: frozenset[str]
    name_numbers: frozenset[str]
    name_bounds: frozenset[str]
    directions: frozenset[str]
    open_words: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    people: frozenset[tuple[str, ...]]
    post_endings: tuple[str, ...]
    months: tuple[str, ...]
    sentence_words: frozenset[str]
    page_header: frozenset[str]
    plan_titles: tuple[str, ...]
    organisations: tuple[str, ...]
    unit_fields: tuple[str, ...]
    registry_fields: tuple[str, ...]
    spellings: Mapping[str, tuple[str, ...]]
    label_prefixes: frozenset[tuple[str, ...]]

    def level_of(self, label: str) -> str:
        """The level that a label names, or ""."""
        folded = _YEAR.sub("", fold(label))
        return next((level for level, phrases in self.labels.items() if folded in phrases), "")

    def is_heading(self, text: str, *groups: str) -> bool:
        """Whether a line is, but for numbering, year and colon, a heading of one of the groups."""
        if len(text) > LONGEST_PHRASE:
            return False
        return self._is_heading(text, groups)

    @functools.lru_cache(maxsize=8192)  # noqa: B019  there is one vocabulary
    def _is_heading(self, text: str, groups: tuple[str, ...]) -> bool:
        plain, without_year = fold(text), fold_heading(text)
        return any(plain in self.headings[group] or without_year in self.headings[group] for group in groups)


def _word_tuples(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(fold(phrase).split()) for phrase in phrases)


def _prefixes(phrases: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """Beginnings of phrases of several words: a line that is one may be a phrase cut by the line's end."""
    whole = _word_tuples(phrase for phrase in phrases if "*" not in phrase)
    return frozenset(words[:count] for words in whole for count in range(1, len(words))) - whole


def _columns(table: Mapping[str, list[str]]) -> dict[str, str]:
    return {fold(phrase): role for role, phrases in table.items() for phrase in phrases}


def _column_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    year = r"(?:\s+(?:år\s+)?(?:19|20|21)\d\d)?"
    return re.compile(rf"\s*((?:{longest_first(phrases)}){year}):?(?=\s|$)", re.IGNORECASE)


@functools.cache
def vocabulary() -> Vocabulary:
    """The product's vocabulary, read once."""
    with Path(__file__).with_name("vocabulary.toml").open("rb") as file:
        raw = tomllib.load(file)
    labels = {level: Phrases.of(phrases) for level, phrases in raw["labels"].items()}
    every_label = [phrase for phrases in raw["labels"].values() for phrase in phrases]
    columns = {kind: _columns(raw["columns"][kind]) for kind in ("indicator", "activity")}
    columns["prose"] = {fold(name): "prose" for name in raw["columns"]["prose"]["names"]}
    values, text = raw["values"], raw["text"]
    every_heading = [phrase for phrases in raw["headings"].values() for phrase in phrases]
    return Vocabulary(
        labels=labels,
        label_pattern=re.compile(
            rf"((?:{longest_first(every_label)})(?![\w-])(?:{_PERIOD}(?=\s*(?::|$)))?)\s*(\d{{1,2}}(?:\.\d{{1,2}})*\.?(?=\s|:|$))?\s*([:–-]?)\s*(.*)",
            re.IGNORECASE | re.DOTALL,
        ),
        labels_in_doubt=Phrases.of(raw["labels_in_doubt"]["phrases"]),
        doubtful_levels=tuple(raw["labels_in_doubt"]["levels"]),
        headings={group: Phrases.of(phrases) for group, phrases in raw["headings"].items()},
        columns=columns,
        column_patterns={kind: _column_pattern(columns[kind]) for kind in columns},
        periodicities=_word_tuples(values["periodicities"]),
        phrases=_word_tuples(values["phrases"]),
        units=frozenset(unit.lower() for unit in values["units"]),
        unit_links=frozenset(word.lower() for word in values["unit_links"]),
        name_numbers=frozenset(values["name_numbers"]).union(values["name_bounds"]),
        name_bounds=frozenset(values["name_bounds"]),
        directions=frozenset(values["directions"]),
        open_words=frozenset(text["sentence_words"]).union(values["open_words"]),
        yes=frozenset(word.lower() for word in values["yes"]),
        no=frozenset(word.lower() for word in values["no"]),
        people=_word_tuples(values["people"]),
        post_endings=tuple(values["post_endings"]),
        months=tuple(values["months"]),
        sentence_words=frozenset(text["sentence_words"]),
        page_header=frozenset(fold(word) for word in text["page_header"]),
        plan_titles=tuple(text["plan_titles"]),
        organisations=tuple(text["organisations"]),
        unit_fields=tuple(text["unit_fields"]),
        registry_fields=tuple(text["registry_fields"]),
        spellings={"".join(fold(each).split()): tuple(each.split()) for each in values["phrases"]},
        label_prefixes=_prefixes([*every_label, *every_heading]),
    )
