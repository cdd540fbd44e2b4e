"""Sources that nobody meant as a plan: read or refused, never a crash, never without end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goals.importing.lines import Line, Source, SourceError
from goals.importing.parse import parse_plan

MANY = 3000
ENDLESS = {
    "one line": "ord " * MANY * 20,
    "one word": "x" * MANY * 50,
    "dots": "." * MANY * 50 + " 3",
    "labels": "Nämndmål:\n" * MANY,
    "headers": "Indikator Årsmål Periodicitet\n" * MANY,
    "items": "- x\n" * MANY,
    "numbers": "".join(f"{number}. x\n" for number in range(MANY)),
    "headings": "Rubrik ord\n\nDetta är en text som slutar här med punkt.\n\n" * MANY,
    "tables": "Risk Åtgärd\n\nkort text\n\n" * MANY,
    "pages": "Sid 3 (22)\nRubrik\n\n" * MANY,
    "contents": "Innehåll\n" + "Kapitel 3\n" * MANY,
    "rows": "Aktivitet Startdatum Slutdatum\n" + "Göra något 2025-01-01 2025-12-31\n" * MANY,
}
FRAGMENTS = (
    "Sid 3 (9)|4|Indikator Årsmål KF:s årsmål Periodicitet|Aktivitet Ansvarig Klart senast|"
    "Nyckeltal Målvärde|75 %|Tertial|År|2025-01-01 2025-02-01|2025-13-01|-|•|- ett|1. ett|2. två|"
    "7. sju|Nämndmål:|Enhetens mål|KF:s mål: 1 Ett|Risk Åtgärd|Innehåll|Inledning ..... 3|Övrigt|"
    "Budget 2025|RUBRIK|ord-|lan|å\u00ad|KF:s mål för|verksamhetsområdet: 1.3|Förväntat|resultat|"
    "hej / hopp|nämnd/|<b>|&amp;|Uppföljning:|Ja|–|Enhetsmål: 12|3.|Vi ses varje dag och|hela året.|"
    "|||"
).split("|")


def source_of(text: str) -> Source:
    return Source([Line(number, part.strip()) for number, part in enumerate(text.split("\n"), start=1)])


@pytest.mark.parametrize("name", ENDLESS)
def test_the_time_is_bounded(name: str) -> None:
    begun = time.process_time()
    parse_plan(source_of(f"Enhetsmål: Vi ses\n\n{ENDLESS[name]}"), unit="Eken", year=2026)

    assert time.process_time() - begun < 6, "seconds of processor; about one on an idle machine"


@settings(max_examples=150, deadline=None)
@given(parts=st.lists(st.sampled_from(FRAGMENTS), max_size=60), at=st.integers(0, 60))
def test_any_order_of_lines_is_read_without_losing_a_word(parts: list[str], at: int) -> None:
    parts.insert(at, "Enhetsmål: Vi ses")
    try:
        plan = parse_plan(source_of("\n".join(parts)), unit="Eken", year=2026).document
    except SourceError:
        return

    assert not [warning for warning in plan.warnings if "Jämför med källan" in warning.message]
    assert all(isinstance(goal.title, str) for goal in plan.walk_goals())
