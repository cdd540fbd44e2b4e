"""Hypothesis strategies for plan documents: every valid `PlanDocument`, kept small enough to read."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import uuid
from typing import Any

from hypothesis import strategies as st

from goals.document import (
    LEVELS,
    STATUSES,
    ActivityDocument,
    Decision,
    EmbeddedImage,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    Remark,
    TargetChange,
    TextDocument,
)

CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cn"), exclude_characters=[chr(n) for n in (*range(9), *range(11, 32), 127)]
)
words = st.text(CHARACTERS, max_size=20) | st.sampled_from(["", "öka", "75 %", "1,5 kg CO₂", "Ökad närvaro"])
dates = st.dates(datetime.date(1990, 1, 1), datetime.date(2200, 12, 31))
keys = st.none() | st.uuids()
bodies = st.just("") | words.map(lambda text: f"<p>{text}</p>")

target_changes = st.builds(TargetChange, target=words, since=dates, reason=words)
indicators = st.builds(
    IndicatorDocument,
    name=words,
    periodicity=st.sampled_from(["", "Tertial", "Halvår", "År"]),
    target=words,
    council_target=words,
    by_gender=st.booleans(),
    target_history=st.lists(target_changes, max_size=2).map(tuple),
    key=keys,
)
texts: st.SearchStrategy[TextDocument] = st.recursive(
    st.builds(TextDocument, heading=words, body=bodies, key=keys),
    lambda inner: st.builds(
        TextDocument, heading=words, body=bodies, key=keys, texts=st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=4,
)
images = st.builds(
    lambda content, kind: (
        hashlib.sha256(content).hexdigest(),
        EmbeddedImage(media_type=kind, base64=base64.b64encode(content).decode()),
    ),
    st.binary(max_size=30),
    st.sampled_from(["image/png", "image/jpeg", "image/svg+xml"]),
)


@st.composite
def activities(draw: st.DrawFn) -> ActivityDocument:
    start, end = draw(st.none() | dates), draw(st.none() | dates)
    if start and end and end < start:
        start, end = end, start
    return ActivityDocument(
        title=draw(words), start=start, end=end, responsible=draw(words), key=draw(keys)
    )  # fmt: skip


@st.composite
def goals(draw: st.DrawFn, above: int = -1) -> GoalDocument:
    """A goal of a level below LEVELS[above], with what may stand under it."""
    level = draw(st.integers(above + 1, len(LEVELS) - 1))
    lower = st.lists(goals(above=level), max_size=2) if level < len(LEVELS) - 1 else st.just([])
    return GoalDocument(
        level=LEVELS[level],
        title=draw(words),
        number=draw(st.sampled_from(["", "1.", "1.4", "3.2.1"])),
        texts=tuple(draw(st.lists(texts, max_size=2))),
        indicators=tuple(draw(st.lists(indicators, max_size=2))),
        activities=tuple(draw(st.lists(activities(), max_size=2))),
        goals=tuple(draw(lower)),
        inherited=draw(st.booleans()),
        key=draw(keys),
    )


@st.composite
def plan_documents(draw: st.DrawFn) -> PlanDocument:
    """Any valid plan, keys unique within it."""
    decisions = st.builds(Decision, date=st.none() | dates, by=words, reason=words)
    plan = PlanDocument(
        year=draw(st.integers(1990, 2200)),
        unit=draw(words),
        within=tuple(draw(st.lists(words, max_size=3))),
        registry_number=draw(words),
        opening=tuple(draw(st.lists(texts, max_size=2))),
        goals=tuple(draw(st.lists(goals(), max_size=2))),
        closing=tuple(draw(st.lists(texts, max_size=2))),
        warnings=tuple(
            draw(st.lists(st.builds(Remark, line=st.integers(0, 9999), message=words), max_size=2))
        ),
        dropped=tuple(draw(st.lists(words, max_size=2))),
        status=draw(st.sampled_from(["", *STATUSES])),
        version=draw(st.none() | st.integers(1, 2**31 - 1)),
        decision=draw(st.none() | decisions.filter(lambda decision: decision != Decision())),
        images=dict(draw(st.lists(images, max_size=2))),
    )
    return with_distinct_keys(plan)


def with_distinct_keys(plan: PlanDocument) -> PlanDocument:
    """The plan with a key left out wherever an earlier row already has it."""
    seen: set[uuid.UUID] = set()

    def own(row: Any) -> Any:
        key = row.key if row.key not in seen else None
        seen.add(key) if key else None
        inner = {
            name: tuple(own(child) for child in getattr(row, name))
            for name in ("texts", "indicators", "activities", "goals")
            if hasattr(row, name)
        }
        return dataclasses.replace(row, key=key, **inner)

    return dataclasses.replace(
        plan,
        opening=tuple(own(text) for text in plan.opening),
        goals=tuple(own(goal) for goal in plan.goals),
        closing=tuple(own(text) for text in plan.closing),
    )
