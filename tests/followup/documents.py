"""Hypothesis strategies for follow-up documents: every valid `FollowUpDocument`, kept small."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from followup.document import (
    ActivityFollowUp,
    BelowDocument,
    ChapterDocument,
    EarlierDocument,
    EconomyDocument,
    FigureDocument,
    FollowUpDocument,
    GoalFollowUp,
    IndicatorFollowUp,
    OutcomeDocument,
    PeriodDocument,
)
from followup.document_reader import ACTIVITY_STATES, ATTAINMENTS, MONEY_KINDS, STATES
from goals.document import LEVELS
from tests.documents import bodies, dates, keys, words

numbers = st.decimals(-(10**12), 10**12, places=6) | st.integers(-(10**9), 10**9).map(Decimal)
maybe = st.none() | numbers
attainments = st.sampled_from(["", *ATTAINMENTS])
periods = st.builds(
    lambda code, name, days: PeriodDocument(code, name, *sorted(days)),
    words,
    words,
    st.tuples(dates, dates),
)
figures = st.none() | st.builds(FigureDocument, numbers, maybe, maybe)
outcomes = st.builds(OutcomeDocument, figures, figures, figures, maybe, words, words, words)
earlier = st.none() | st.builds(EarlierDocument, words, st.integers(1989, 2200), outcomes)
below = st.none() | st.builds(BelowDocument, outcomes, st.integers(0, 600), st.integers(0, 600))
indicators = st.builds(
    IndicatorFollowUp,
    name=words,
    periodicity=words,
    key=keys,
    indicator=keys,
    measured_in=words,
    decimals=st.none() | st.integers(0, 6),
    by_gender=st.booleans(),
    grows=st.booleans(),
    target=words,
    council_target=words,
    is_due=st.booleans(),
    period=st.none() | periods,
    outcome=outcomes,
    comment=words,
    attainment=attainments,
    reason=words,
    previous=earlier,
    last_year=earlier,
    below=below,
)
activities = st.builds(
    ActivityFollowUp,
    title=words,
    key=keys,
    start=st.none() | dates,
    end=st.none() | dates,
    responsible=words,
    status=st.sampled_from(["", *ACTIVITY_STATES]),
    deviation=words,
    carry_over=st.booleans(),
)


def goals(inner: st.SearchStrategy[GoalFollowUp] | None = None) -> st.SearchStrategy[GoalFollowUp]:
    return st.builds(
        GoalFollowUp,
        level=st.sampled_from(LEVELS),
        title=words,
        key=keys,
        number=words,
        inherited=st.booleans(),
        attainment=attainments,
        analysis=bodies,
        proposed=attainments,
        reasons=st.lists(words, max_size=2).map(tuple),
        indicators=st.lists(indicators, max_size=1).map(tuple),
        activities=st.lists(activities, max_size=1).map(tuple),
        goals=st.lists(inner, max_size=2).map(tuple) if inner is not None else st.just(()),
    )


documents = st.builds(
    FollowUpDocument,
    year=st.integers(1990, 2200),
    code=words,
    name=words,
    period=periods,
    unit=words,
    within=st.lists(words, max_size=2).map(tuple),
    status=st.sampled_from(["", *STATES]),
    version=st.none() | st.integers(1, 50),
    closed_on=st.none() | dates,
    reason=words,
    comment_from=st.decimals(0, 999, places=2),
    partly_from=st.integers(1, 100),
    texts=st.lists(st.builds(ChapterDocument, words, bodies, keys), max_size=2).map(tuple),
    goals=st.lists(st.recursive(goals(), goals, max_leaves=3), max_size=2).map(tuple),
    economy=st.lists(
        st.builds(EconomyDocument, st.sampled_from(MONEY_KINDS), words, keys, maybe, maybe, maybe, words),
        max_size=2,
    ).map(tuple),
)
