"""What is proposed for a goal, and when a judgement has to be explained."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.proposals import NOTHING_PROPOSED, Proposal, needs_analysis, propose, weigh
from indicators.judgements import Attainment, Judgement

H, D, E, M = Attainment.FULLY, Attainment.PARTLY, Attainment.NOT, Attainment.NOT_MEASURED
judgements = st.lists(st.none() | st.sampled_from(Attainment))


@pytest.mark.parametrize(
    ("judged", "together"),
    [
        ([], None),
        ([None], None),
        ([H], H),
        ([H, H, None], H),
        ([H, H, D, D, D], D),
        ([H, E], D),
        ([D, D], D),
        ([E, E], E),
        ([E, D], D),
        ([M, M], M),
        ([M, None], M),
        ([H, M], H),
        ([E, M, M], E),
    ],
)
def test_several_judgements_as_one(judged: list[Attainment | None], together: Attainment | None) -> None:
    assert weigh(judged) is together


@given(judgements)
def test_the_order_says_nothing(judged: list[Attainment | None]) -> None:
    assert weigh(judged) is weigh(reversed(judged))


@given(judgements, judgements)
def test_a_level_between_changes_nothing_where_all_agree(
    one: list[Attainment | None], other: list[Attainment | None]
) -> None:
    together = weigh([*one, *other])
    if together in {H, E, M}:
        assert weigh([weigh(one), weigh(other)]) is together


@given(judgements)
def test_better_never_makes_it_worse(judged: list[Attainment | None]) -> None:
    order = [E, D, H]
    before = weigh(judged)
    better = weigh([H if each is D else D if each is E else each for each in judged])
    if before in order and better in order:
        assert order.index(better) >= order.index(before)


def a(attainment: Attainment | None, *, on_the_way: bool = False) -> Judgement:
    return Judgement(attainment, "Därför.", on_the_way)


def test_reasons_in_words() -> None:
    proposal = propose([a(H), a(H), a(D, on_the_way=True), a(None)], [H, H, D, None])
    assert proposal == Proposal(
        D,
        (
            "Av 4 indikatorer: 2 uppfylls helt, 1 uppfylls delvis, 1 har inte bedömts.",
            "Av 4 mål under: 2 uppfylls helt, 1 uppfylls delvis, 1 är inte bedömt.",
            "Året är inte slut: utfall har jämförts med prognos eller riktvärde.",
        ),
    )
    assert propose([a(M)]).reasons == ("Av 1 indikator: 1 är ej mätt.",)
    assert propose([]) == NOTHING_PROPOSED


@pytest.mark.parametrize(
    ("attainment", "proposed", "needed"),
    [
        ("", H, False),
        (H, H, False),
        (H, None, False),
        (H, D, True),
        (D, D, True),
        (M, M, True),
        (E, None, True),
    ],
)
def test_when_an_analysis_is_needed(attainment: str, proposed: Attainment | None, needed: bool) -> None:
    assert needs_analysis(attainment, Proposal(proposed)) is needed
