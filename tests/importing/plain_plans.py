"""Plan documents made up by Hypothesis, and how a text taken from a PDF would show them.

Two ways of writing, as municipalities do: the label alone on its line or before its title; values on the
name's line or on a line of their own. Lines are wrapped at any width, and pages end anywhere.
"""

from __future__ import annotations

import datetime
import html
import random
import re
import textwrap
from dataclasses import dataclass

from hypothesis import strategies as st

from goals.document import ActivityDocument, GoalDocument, IndicatorDocument, PlanDocument, TextDocument

WORDS = (
    "barnen brukarna medarbetarna rutiner samverkan trygghet delaktighet kvalitet stöd insatser närmiljö "
    "måltider utevistelse språk lärande vardag schema planering introduktion handledning rekrytering "
    "hälsa rörelse kultur biblioteket skogen köket resor material digitala verktyg arbetssätt nätverk "
    "föreningar anhöriga och eller med för som under genom utan kring mellan nya fler färre bättre "
    "tryggare tydligare gemensamma varje alla hela "
).split()
LABELS = {
    "direction": "KF:s inriktningsmål:",
    "area": "KF:s mål för verksamhetsområdet:",
    "committee": "Nämndmål:",
    "unit": "Enhetsmål:",
}
HEADINGS = ("Förväntat resultat", "Arbetssätt", "Resursanvändning", "Uppföljning", "Utveckling")
VALUES = (
    "75 %",
    "6,9 %",
    "82",
    "1,5 kg CO2 per kg livsmedel",
    "Tas fram av nämnd/styrelse",
    "öka".capitalize(),
    "12 500 kr",
)
PERIODS = ("Tertial", "År", "Halvår", "Månad", "Kvartal")
HEADER = "Indikator Årsmål KF:s årsmål Periodicitet"


@dataclass(frozen=True)
class Look:
    """How a plan is set as text; `furniture` 0 is none, otherwise lines between page headers."""

    width: int
    label_alone: bool
    values_apart: bool
    furniture: int
    blank_around: bool
    seed: int


looks = st.builds(
    Look,
    width=st.integers(64, 120),
    label_alone=st.booleans(),
    values_apart=st.booleans(),
    furniture=st.sampled_from([0, 17, 29, 45]),
    blank_around=st.booleans(),
    seed=st.integers(0, 10_000),
)


def _words(fewest: int, most: int) -> st.SearchStrategy[str]:
    joined = st.lists(st.sampled_from(WORDS), min_size=fewest, max_size=most).map(" ".join)
    return joined.map(lambda text: text[0].upper() + text[1:])


titles = _words(4, 22)
sentences = _words(8, 40).map(lambda text: f"{text}.")
paragraphs = st.lists(sentences, min_size=1, max_size=3).map(" ".join)
items = st.lists(_words(2, 18), min_size=2, max_size=4)
bodies = st.one_of(
    st.lists(paragraphs, min_size=1, max_size=3).map(
        lambda texts: "".join(f"<p>{text}</p>" for text in texts)
    ),
    items.map(lambda texts: f"<ul>{''.join(f'<li>{text}</li>' for text in texts)}</ul>"),
    items.map(lambda texts: f"<ol>{''.join(f'<li>{text}</li>' for text in texts)}</ol>"),
)
indicators = st.builds(
    IndicatorDocument,
    name=_words(2, 14),
    periodicity=st.sampled_from(PERIODS),
    target=st.sampled_from(VALUES),
    council_target=st.sampled_from(VALUES),
)
days = st.dates(datetime.date(2024, 1, 1), datetime.date(2026, 12, 31))
activities = st.builds(
    lambda title, one, two: ActivityDocument(title, min(one, two), max(one, two)), _words(3, 20), days, days
)


@st.composite
def _texts(draw: st.DrawFn) -> tuple[TextDocument, ...]:
    headings = draw(st.lists(st.sampled_from(HEADINGS), unique=True, max_size=3))
    return tuple(TextDocument(heading, draw(bodies)) for heading in headings)


@st.composite
def _goals(draw: st.DrawFn, levels: tuple[str, ...], number: str = "") -> tuple[GoalDocument, ...]:
    level, below = levels[0], levels[1:]
    goals = []
    for count in range(1, draw(st.integers(1, 2)) + 1):
        own = {"direction": f"{count}.", "area": f"{number}{count}"}.get(level, "")
        goals.append(
            GoalDocument(
                level=level,
                title=draw(titles),
                number=own,
                texts=() if level in {"direction", "area"} else draw(_texts()),
                indicators=tuple(draw(st.lists(indicators, max_size=2))) if level == "area" else (),
                activities=tuple(draw(st.lists(activities, max_size=3))),
                goals=draw(_goals(below, own)) if below else (),
                inherited=bool(below),
            )
        )
    return tuple(goals)


@st.composite
def plans(draw: st.DrawFn) -> PlanDocument:
    """A plan with goals on all four levels, a chapter before them and two after."""
    return PlanDocument(
        year=2025,
        unit="",
        opening=(TextDocument("Inledning", f"<p>{draw(paragraphs)}</p>"),),
        goals=draw(_goals(("direction", "area", "committee", "unit"))),
        closing=(
            TextDocument("Uppföljning av ekonomi", f"<p>{draw(paragraphs)}</p>"),
            TextDocument("Övrigt", f"<p>{draw(paragraphs)}</p>"),
        ),
    )


def as_text(plan: PlanDocument, look: Look) -> str:
    """The plan as a text taken from a PDF."""
    lines = _Setter(look).set(plan)
    return "\n".join(with_page_headers(lines, look) if look.furniture else lines)


def with_page_headers(lines: list[str], look: Look) -> list[str]:
    """Page headers put between lines wherever a page happens to end, in titles and tables as well."""
    dice = random.Random(look.seed)
    result: list[str] = []
    page, until = 1, dice.randint(8, look.furniture)
    for line in lines:
        if until == 0:
            page, until = page + 1, look.furniture
            header = ["Tjänsteutlåtande", f"Sid {page} (40)"]
            result += ["", *header, ""] if look.blank_around else header
        result.append(line)
        until -= 1
    return result


class _Setter:
    def __init__(self, look: Look) -> None:
        self.look = look
        self.lines: list[str] = []

    def set(self, plan: PlanDocument) -> list[str]:
        for text in plan.opening:
            self.text(text)
        for goal in plan.goals:
            self.goal(goal)
        for text in plan.closing:
            self.text(text)
        return self.lines

    def wrapped(self, text: str, width: int = 0, *, blank: bool = True) -> None:
        self.lines += textwrap.wrap(text, width or self.look.width, break_on_hyphens=False)
        self.lines += [""] if blank else []

    def goal(self, goal: GoalDocument) -> None:
        label, title = LABELS[goal.level], f"{goal.number} {goal.title}".strip()
        if self.look.label_alone:
            self.lines.append(label)
            self.wrapped(title, int(self.look.width * 0.85))
        else:
            self.wrapped(f"{label} {title}", int(self.look.width * 0.85))
        if goal.indicators:
            self.lines += [HEADER, ""]
            for row in goal.indicators:
                self.row(row.name, f"{row.target} {row.council_target} {row.periodicity}")
        for text in goal.texts:
            self.text(text)
        if goal.activities:
            self.lines += ["Aktivitet Startdatum Slutdatum", ""]
            for activity in goal.activities:
                self.row(activity.title, f"{activity.start} {activity.end}")
        for child in goal.goals:
            self.goal(child)

    def row(self, name: str, values: str) -> None:
        lines = textwrap.wrap(name, int(self.look.width * 0.6), break_on_hyphens=False)
        if self.look.values_apart or len(lines) > 1:
            self.lines += [*lines, "", values, ""]
        else:
            self.lines += [f"{lines[0]} {values}", ""]

    def text(self, text: TextDocument) -> None:
        self.lines += [text.heading, ""]
        numbered = text.body.startswith("<ol>")
        for count, part in enumerate(re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", text.body), start=1):
            plain = html.unescape(part)
            if text.body.startswith("<p>"):
                self.wrapped(plain)
            else:
                self.wrapped(f"{count}. {plain}" if numbered else f"- {plain}", blank=False)
        self.lines += [] if self.lines[-1:] == [""] else [""]
