"""Any plan, set as text in either way, at any width and with pages ending anywhere, comes back as itself."""

from __future__ import annotations

import dataclasses

from hypothesis import HealthCheck, given, settings

from goals.document import GoalDocument, PlanDocument
from goals.importing.parse import parse_plan
from goals.importing.read_text import read_text
from goals.importing.words import check_words
from tests.importing.plain_plans import Look, as_text, looks, plans


def _bare(goals: tuple[GoalDocument, ...]) -> tuple[GoalDocument, ...]:
    """Goals without the bodies of their texts: where a paragraph ends can't be known from wrapped lines."""
    return tuple(
        dataclasses.replace(
            goal,
            texts=tuple(dataclasses.replace(text, body="") for text in goal.texts),
            goals=_bare(goal.goals),
        )
        for goal in goals
    )


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(plan=plans(), look=looks)
def test_a_plan_set_as_text_comes_back(plan: PlanDocument, look: Look) -> None:
    source = read_text(as_text(plan, look).encode())

    parsed = parse_plan(source)

    assert _bare(parsed.document.goals) == _bare(plan.goals)
    assert [text.heading for text in parsed.document.opening] == ["Inledning"]
    assert [text.heading for text in parsed.document.closing][:2] == ["Uppföljning av ekonomi", "Övrigt"]
    assert not [warning for warning in parsed.document.warnings if "placeras" in warning.message]
    check_words(source, parsed.document)


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(plan=plans(), look=looks)
def test_parsing_is_pure(plan: PlanDocument, look: Look) -> None:
    source = read_text(as_text(plan, look).encode())

    assert parse_plan(source) == parse_plan(source)
