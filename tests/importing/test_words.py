"""The count of words: what it forgives, and what it never does."""

from __future__ import annotations

import dataclasses

import pytest

from goals.document import GoalDocument, IndicatorDocument, PlanDocument, TextDocument
from goals.importing.lines import Line, Source
from goals.importing.parse import parse_plan
from goals.importing.words import LostWordsError, check_words

TEXT = """Inledning

Vi är en enhet i Norra-
Granvik som tar emot höst-
och vårlov.

Nämndmål: Alla får stöd i tid

Indikator Årsmål KF:s årsmål år 2026 Periodicitet

Nöjda 75 % 80 % År

Beskrivning

1. Först
2. Sedan

Aktivitet Startdatum Slutdatum

Ny skylt 2026-01-01 2026-12-31
"""


def source(text: str = TEXT) -> Source:
    return Source([Line(number, part) for number, part in enumerate(text.split("\n"), start=1)])


def plan() -> PlanDocument:
    return parse_plan(source(), unit="Eken").document


def goal(document: PlanDocument, **changes: object) -> PlanDocument:
    return dataclasses.replace(document, goals=(dataclasses.replace(document.goals[0], **changes),))  # type: ignore[arg-type]


def test_a_plan_says_what_its_source_says() -> None:
    document = plan()

    check_words(source(), document)
    assert "Norra-Granvik" in document.opening[0].body
    assert "höst- och" in document.opening[0].body


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": "Alla får stöd i"}, ["tid"]),
        ({"number": "1."}, ["1"]),
        ({"title": "Alla får stöd i tid tid"}, ["tid"]),
        ({"indicators": (IndicatorDocument("Nöjda", "År", "75 %", "85 %"),)}, ["80", "85"]),
        ({"indicators": (IndicatorDocument("Nöjda", "", "75 %", "80 %"),)}, ["År"]),
        ({"activities": ()}, ["Ny", "skylt", "2026-01-01", "2026-12-31"]),
        ({"texts": (TextDocument("Beskrivning", "<p>Först Sedan</p>"),)}, ["1", "2"]),
        (
            {"texts": (TextDocument("Text", "<ol><li>Först</li><li>Sedan</li></ol>"),)},
            ["Beskrivning", "Text"],
        ),
    ],
)
def test_a_word_lost_or_added_is_found(change: dict[str, object], words: list[str]) -> None:
    with pytest.raises(LostWordsError) as found:
        check_words(source(), goal(plan(), **change))

    assert sorted([*found.value.lost, *found.value.added]) == sorted(words)


def test_words_in_another_order_are_found() -> None:
    with pytest.raises(LostWordsError, match="out of order"):
        check_words(source(), goal(plan(), title="Alla i tid får stöd"))


def test_words_of_labels_are_forgiven_only_as_often_as_labels_stand() -> None:
    text = f"{TEXT}\n\nPeriodicitet och årsmål ses över.\n"
    document = parse_plan(source(text), unit="Eken").document

    check_words(source(text), document)
    with pytest.raises(LostWordsError):
        check_words(source(text), plan())


def test_too_much_dropped_is_found() -> None:
    with pytest.raises(LostWordsError, match="dropped"):
        check_words(source(), dataclasses.replace(plan(), opening=(), dropped=("Vi är en enhet i Norra-",)))


def test_an_empty_goal_has_no_words() -> None:
    document = PlanDocument(year=2026, unit="", goals=(GoalDocument("unit", "Vi ses"),))

    check_words(source("Enhetsmål: Vi ses"), document)
