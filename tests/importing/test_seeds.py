"""The two real plans of ../shared/seeds, and variants of them made here: exactly right, and no word lost.

Their texts aren't ours to copy, so what is expected is said in numbers, dates and places.
"""

from __future__ import annotations

import functools
import html
import random
import re
import textwrap
import time
from pathlib import Path

import pytest

from goals.document import LEVELS, GoalDocument, PlanDocument
from goals.importing.lines import Source
from goals.importing.parse import parse_plan
from goals.importing.read_text import read_text
from goals.importing.shapes import is_capitals, item_of
from goals.importing.vocabulary import vocabulary
from goals.importing.words import check_words
from vp.richtext import clean

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
OLD, NEW = "000_db0075c8ff6d08e0.txt", "004_8d1efeb890db01f8.txt"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the real plans of ../shared aren't here")

HEADERS = (
    ("Tjänsteutlåtande", "Sid {} (40)", "", "start.granvik"),
    ("Sid {} (40)",),
    ("", "{} (40)", ""),
    ("", "Granviks kommun", "Sida {} av 40", ""),
)


def text_of(name: str) -> str:
    return (SEEDS / name).read_text()


def plan_of(text: str) -> PlanDocument:
    return parse_plan(read_text(text.encode())).document


@functools.cache
def as_it_stands(name: str) -> list[tuple[object, ...]]:
    return goals_of(plan_of(text_of(name)))


def goals_of(plan: PlanDocument) -> list[tuple[object, ...]]:
    """All that the goals say but the bodies of their texts, each with its place in the tree."""
    found: list[tuple[object, ...]] = []

    def walk(goals: tuple[GoalDocument, ...], above: tuple[str, ...]) -> None:
        for goal in goals:
            headings = tuple(text.heading for text in goal.texts)
            found.append(
                (above, goal.level, goal.number, goal.title, goal.indicators, goal.activities, headings)
            )
            walk(goal.goals, (*above, goal.title))

    walk(plan.goals, ())
    return found


@pytest.mark.parametrize(
    ("name", "levels", "indicators", "activities", "year"),
    [(OLD, (2, 3, 6, 6), 4, 2, 2020), (NEW, (3, 7, 8, 21), 7, 26, 2025)],
)
def test_goals_indicators_and_activities(
    name: str, levels: tuple[int, ...], indicators: int, activities: int, year: int
) -> None:
    plan = plan_of(text_of(name))
    goals = list(plan.walk_goals())

    assert tuple(sum(goal.level == level for goal in goals) for level in LEVELS) == levels
    assert sum(len(goal.indicators) for goal in goals) == indicators
    assert sum(len(goal.activities) for goal in goals) == activities
    assert (plan.year, plan.unit) == (year, "")
    assert any("vad enheten heter" in warning.message for warning in plan.warnings)
    assert all(goal.inherited is (goal.level != "unit") for goal in goals)
    for goal in goals:
        assert all(LEVELS.index(child.level) == LEVELS.index(goal.level) + 1 for child in goal.goals)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        (OLD, {"1.": [], "1.4.": [3, 1], "3.": [], "3.1.": [1], "3.2.": [0, 1, 0]}),
        (
            NEW,
            {"1.": [], "1.3": [8], "2.": [], "2.1": [1], "2.2": [1], "3.": [], "3.4": [7], "3.5": [1],
             "3.6": [1, 1], "3.7": [1]},
        ),
    ],
)  # fmt: skip
def test_every_goal_stands_under_its_parent(name: str, numbers: dict[str, list[int]]) -> None:
    plan = plan_of(text_of(name))
    found = {}
    for goal in plan.walk_goals():
        if goal.number:
            found[goal.number] = [len(child.goals) for child in goal.goals if child.level == "committee"]

    assert found == numbers


def test_values_of_the_old_plan() -> None:
    rows = [row for goal in plan_of(text_of(OLD)).walk_goals() for row in goal.indicators]

    assert [(row.target, row.council_target, row.periodicity) for row in rows] == [
        ("", "75 %", "Tertial"),
        ("", "82", "År"),
        ("", "Tas fram av nämnd/styrelse", "Tertial"),
        ("", "Tas fram av nämnd", "Tertial"),
    ]


def test_values_and_dates_of_the_new_plan() -> None:
    goals = list(plan_of(text_of(NEW)).walk_goals())
    rows = [(row.target, row.council_target, row.periodicity) for goal in goals for row in goal.indicators]
    days = [(activity.start, activity.end) for goal in goals for activity in goal.activities]

    assert rows == [
        ("75 %", "75 %", "Tertial"),
        ("80 %", "Tas fram av nämnd", "Tertial"),
        ("1,5 kg CO2 per kg livsmedel", "1,5 kg CO2 per kg livsmedel", "År"),
        ("", "70 %", "År"),
        ("75", "83", "År"),
        ("11 %", "Tas fram av nämnd/styrelse", "Tertial"),
        ("3 %", "Tas fram av nämnd/styrelse", "Tertial"),
    ]
    assert all(start and end and start < end for start, end in days)
    assert sorted({end.isoformat() for _, end in days if end and end.month not in (12,)}) == [
        "2025-04-30", "2025-05-31", "2025-06-30", "2025-08-31", "2025-09-15", "2025-09-30", "2026-01-31",
    ]  # fmt: skip


def test_headings_and_chapters() -> None:
    old, new = plan_of(text_of(OLD)), plan_of(text_of(NEW))
    usual = [
        "Beskrivning",
        "Förväntat resultat",
        "Arbetssätt",
        "Resursanvändning",
        "Uppföljning",
        "Utveckling",
    ]

    for plan in (old, new):
        for goal in plan.walk_goals():
            headings = [text.heading for text in goal.texts]
            assert headings == [heading for heading in usual if heading in headings]
    assert [text.heading for text in old.closing] == ["Uppföljning av ekonomi", "Övrigt"]
    assert [text.heading for text in old.closing[0].texts] == ["Resursanvändning", "Budget 2020"]
    assert [text.heading for text in new.closing] == ["Redovisning av ekonomi", "Övrigt"]
    assert [text.heading for text in new.closing[0].texts][:2] == ["Resursanvändning", "Budget 2025"]
    assert len(new.closing[1].texts) == 10
    assert [len(text.texts) for text in (old.opening[0], new.opening[0])] == [0, 5]


def test_teams_lists_and_the_table_of_measures() -> None:
    old, new = plan_of(text_of(OLD)), plan_of(text_of(NEW))

    bodies = [text.body for goal in old.walk_goals() for text in goal.texts]
    assert sum(body.count("<h4>") for body in bodies) == 25
    marks = sum(line.strip().startswith("-") for line in text_of(OLD).split("\n"))
    assert sum(body.count("<li>") for body in bodies) == marks
    (measures,) = [text.body for text in new.closing[0].texts if "<table>" in text.body]
    assert measures.count("<th scope") == 2
    assert measures.count("<tr>") == 12
    assert new.opening[0].texts[2].body.count("<ol>") == 1
    assert new.opening[0].texts[2].body.count("<li>") == 6


@pytest.mark.parametrize("name", [OLD, NEW])
def test_no_word_is_lost_and_the_markup_is_ours(name: str) -> None:
    source: Source = read_text(text_of(name).encode())
    plan = parse_plan(source).document

    check_words(source, plan)
    squeezed = " ".join(text_of(name).split())
    for goal in plan.walk_goals():
        assert goal.title in squeezed
        for text in goal.texts:
            assert clean(text.body) == text.body
            assert "\n" not in html.unescape(text.body)


@pytest.mark.parametrize("name", [OLD, NEW])
def test_it_is_quick(name: str) -> None:
    source = read_text(text_of(name).encode())
    parse_plan(source)
    begun = time.process_time()
    parse_plan(source)

    assert time.process_time() - begun < 1.0, "seconds of processor; a third of that on an idle machine"


@pytest.mark.parametrize("name", [OLD, NEW])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(name: str, encoding: str) -> None:
    text = text_of(name)
    if encoding == "cp1252":
        text = text.encode(encoding, "ignore").decode(encoding)
    there = parse_plan(read_text(text.replace("\n", "\r\n").encode(encoding))).document

    assert goals_of(there) == goals_of(plan_of(text))


@pytest.mark.parametrize("name", [OLD, NEW])
@pytest.mark.parametrize("width", [60, 72, 84, 110, 150])
def test_other_widths(name: str, width: int) -> None:
    assert goals_of(plan_of(rewrapped(text_of(name), width))) == as_it_stands(name)


@pytest.mark.parametrize("name", [OLD, NEW])
@pytest.mark.parametrize("header", range(len(HEADERS)))
@pytest.mark.parametrize("seed", [1, 2])
def test_page_headers_anywhere(name: str, header: int, seed: int) -> None:
    text = with_headers(text_of(name), HEADERS[header], seed)

    assert goals_of(plan_of(text)) == as_it_stands(name)


@pytest.mark.parametrize("name", [OLD, NEW])
@pytest.mark.parametrize("width", [66, 100])
def test_page_headers_at_another_width(name: str, width: int) -> None:
    text = with_headers(rewrapped(text_of(name), width), HEADERS[0], width)

    assert goals_of(plan_of(text)) == as_it_stands(name)


@pytest.mark.parametrize("name", [OLD, NEW])
def test_pages_cut_elsewhere(name: str) -> None:
    lines = text_of(name).split("\n")
    text = "\n".join(f"\f{line}" if number % 31 == 30 else line for number, line in enumerate(lines))

    assert goals_of(plan_of(text)) == as_it_stands(name)


def with_headers(text: str, header: tuple[str, ...], seed: int) -> str:
    """Page headers put in anywhere, in titles and tables as well."""
    dice = random.Random(seed)
    result, page, until = [], 1, dice.randint(15, 50)
    for line in text.split("\n"):
        if until == 0:
            page, until = page + 1, dice.randint(35, 60)
            result += [part.format(page) for part in header]
        result.append(line)
        until -= 1
    return "\n".join(result)


def rewrapped(text: str, width: int) -> str:
    """The same paragraphs, titles and cells at another width; what stood on a line of its own still does."""
    result: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        logical: list[str] = []
        for line in [part.strip() for part in block.split("\n") if part.strip()]:
            if logical and not _begins(line) and not _ends(logical[-1]):
                logical[-1] += f" {line}"
            else:
                logical.append(line)
        for line in logical:
            result += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        result.append("")
    return "\n".join(result)


def _alone(line: str) -> bool:
    words = vocabulary()
    return is_capitals(line) or words.is_heading(line, *words.headings) or bool(words.level_of(line))


def _begins(line: str) -> bool:
    words = vocabulary()
    match = words.label_pattern.match(line)
    is_header = any(words.column_patterns[kind].match(line) for kind in ("indicator", "activity"))
    return bool(item_of(line)) or _alone(line) or bool(match and match[3]) or is_header


def _ends(line: str) -> bool:
    last = line.split()[-1].lower()
    if _alone(line) or re.search(r"\d{4}-\d\d-\d\d$", line):
        return True
    return (last,) in vocabulary().periodicities or last in {"periodicitet", "slutdatum"}
