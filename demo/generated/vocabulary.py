"""What generated plans say: vocabulary.toml, and how its sentences become texts."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from indicators.periods import MONTHS

_FILE = Path(__file__).parent / "vocabulary.toml"
_DAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag")


@dataclass(frozen=True)
class IndicatorWords:
    """An indicator of the vocabulary; `around` is what its values lie around for a unit and a year."""

    name: str
    kind: str
    periodicity: str
    around: float = 0
    measured_in: str = ""
    lower: bool = False
    by_gender: bool = False
    council: bool = False


@dataclass(frozen=True)
class Theme:
    """What a committee is about: its words, the names of what it has, its goals and indicators."""

    words: Mapping[str, str]
    units: Sequence[str]
    departments: Sequence[str]
    committee_goals: Sequence[str]
    unit_goals: Sequence[str]
    activities: Sequence[str]
    indicators: Sequence[IndicatorWords]


@cache
def vocabulary() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def council_indicators() -> tuple[IndicatorWords, ...]:
    return tuple(IndicatorWords(**row) for row in vocabulary()["indicators"])


@cache
def _themes() -> dict[str, Theme]:
    found = {}
    for row in vocabulary()["themes"]:
        words = {name: row[name] for name in ("de", "nara", "arbete", "yrke", "rum")}
        indicators = tuple(IndicatorWords(**each) for each in row["indicators"])
        found[row["name"]] = Theme(
            words=words,
            units=row["units"],
            departments=row["departments"],
            committee_goals=row["committee_goals"],
            unit_goals=row["unit_goals"],
            activities=row["activities"],
            indicators=indicators,
        )
    return found


def committee(number: int) -> tuple[str, Theme]:
    """The name and theme of the committee with that number, from 0; the themes come round again."""
    rows = vocabulary()["committees"]
    row = rows[number % len(rows)]
    name = row["name"] if number < len(rows) else f"{row['name']} {number // len(rows) + 1}"
    return name, _themes()[row["theme"]]


class Writer:
    """Writes for one unit and year; the same chance writes the same."""

    def __init__(self, chance: random.Random, theme: Theme, unit: str, year: int) -> None:
        self.chance = chance
        self.fixed = {**theme.words, "enhet": unit, "ar": str(year)}

    def sentence(self, section: str, kind: str) -> str:
        return self._filled(self.chance.choice(vocabulary()[section][kind]))

    def paragraphs(self, section: str, kind: str, *lengths: int) -> str:
        """HTML: a paragraph of so many sentences for each length; no sentence twice before all are used."""
        wanted = sum(lengths)
        sentences: list[str] = []
        while len(sentences) < wanted:
            known = vocabulary()[section][kind]
            sentences += self.chance.sample(known, k=len(known))
        written = iter(sentences)
        return "".join(
            f"<p>{' '.join(self._filled(next(written)) for _ in range(length))}</p>" for length in lengths
        )

    def items(self, section: str, kind: str, count: int) -> str:
        chosen = self.chance.sample(vocabulary()[section][kind], k=count)
        return f"<ul>{''.join(f'<li>{self._filled(each)}</li>' for each in chosen)}</ul>"

    def _filled(self, sentence: str) -> str:
        chance = self.chance
        words = {
            **self.fixed,
            "tal": str(chance.randint(2, 9)),
            "procent": str(chance.randint(60, 95)),
            "dag": chance.choice(_DAYS),
            "manad": chance.choice(MONTHS),
        }
        return sentence.format(**words, **{name.capitalize(): _capital(word) for name, word in words.items()})


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
