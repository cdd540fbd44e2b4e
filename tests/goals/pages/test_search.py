"""Search: which words find what, in which order, and nothing of what one may not see."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection

from goals.models import Plan
from goals.pages.search import SearchPage, search_page
from goals.search import Piece, highlight, hits, prefix_query, words_of_query
from tests.factories import (
    ActivityFactory,
    CouncilFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    PlanFactory,
    TextFactory,
    decided,
    member,
)
from vp.org.access import OPERATOR
from vp.org.models import Role, User


def search(person: User, asked: str, year: int | None = None) -> SearchPage:
    return search_page(person, asked, year, "")


def titles(page: SearchPage) -> list[str]:
    return ["".join(piece.words for piece in hit.title) for hit in page.hits]


@pytest.fixture
def reader(organisation) -> User:
    return organisation.person(Role.READER)


@pytest.fixture
def goal(organisation):
    return GoalFactory(plan=PlanFactory(unit=organisation.granen), level=4, title="Barnen mår bra")


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Familjehemsvården utvecklas", "familjehem"),
        ("Familjehemsvården utvecklas", "FAMILJEHEMSVÅRD"),
        ("Barnens delaktighet ökar", "barn"),
        ("Barnens delaktighet ökar", "barnen"),
        ("Förskolan på Åsen", "åsen"),
        ("Arbetet med barn och unga", "unga barn"),
        ("Öka andelen till 75 procent", "75 procent"),
    ],
)
def test_other_forms_and_longer_words_are_found(written: str, asked: str, goal, reader) -> None:
    TextFactory(goal=goal, title="Arbetssätt", body=f"<p>{written}</p>")
    assert "Arbetssätt" in titles(search(reader, asked))


@pytest.mark.parametrize("asked", ["vården", "barn häst", "p", "div", "lt"])
def test_what_is_not_there_is_not_found(asked: str, goal, reader) -> None:
    TextFactory(goal=goal, title="Rubrik", body="<p>Familjehemsvården &lt; barn</p>")
    assert titles(search(reader, asked)) == []


def test_all_kinds_are_found_each_with_its_address(goal, organisation, reader) -> None:
    anchor = f"/planer/2027/granen/#mal-{str(goal.key)[:8]}"
    GoalFactory(plan=goal.plan, level=4, title="Lekfull språkträning")
    text = TextFactory(goal=goal, title="Arbetssätt", body="<p>Vi har språkträning.</p>")
    chapter = TextFactory(plan=goal.plan, title="Språkträning i stort", body="")
    GoalIndicatorFactory(goal=goal, indicator=IndicatorFactory(name="Andel med språkträning"))
    ActivityFactory(goal=goal, title="Starta språkträning")
    found = {hit.kind + str(n): hit for n, hit in enumerate(search(reader, "språkträning").hits)}
    assert [(hit.label, "".join(piece.words for piece in hit.title)) for hit in found.values()] == [
        ("Mål", "Lekfull språkträning"),
        ("Aktivitet", "Starta språkträning"),
        ("Indikator", "Andel med språkträning"),
        ("Text", "Språkträning i stort"),
        ("Text", "Arbetssätt"),
    ]
    addresses = [hit.address for hit in found.values()]
    assert addresses[1] == addresses[2] == addresses[4] == anchor
    assert addresses[3] == f"/planer/2027/granen/#text-{str(chapter.key)[:8]}"
    assert [hit.where for hit in found.values()] == ["", goal.title, goal.title, "", goal.title]
    assert text.goal == goal


def test_an_indicator_is_found_by_the_name_that_the_plan_prints(goal, reader) -> None:
    indicator = IndicatorFactory(name="Nöjda vårdnadshavare")
    GoalIndicatorFactory(goal=goal, indicator=indicator, printed_name="Nöjda föräldrar")
    assert titles(search(reader, "föräldrar")) == ["Nöjda föräldrar"]
    assert titles(search(reader, "vårdnadshavare")) == []


def test_hits_are_marked_and_nothing_written_becomes_markup(goal, reader) -> None:
    TextFactory(goal=goal, title="Om <b>lek</b>", body="<p>Vi leker &lt;script&gt; \ue000ofta\ue001 ute.</p>")
    (hit,) = search(reader, "lek").hits
    assert [piece.words for piece in hit.title if piece.found] == ["lek"]
    assert "".join(piece.words for piece in hit.excerpt) == "Vi leker <script> ofta ute"
    assert [piece.words for piece in hit.excerpt if piece.found] == ["leker"]


def test_an_excerpt_says_where_the_text_goes_on(goal, reader) -> None:
    words = "Ett två tre fyra fem sex sju. " * 20
    TextFactory(goal=goal, title="Lång", body=f"<p>{words}Vi leker ofta. {words}</p>")
    (hit,) = search(reader, "lek").hits
    excerpt = "".join(piece.words for piece in hit.excerpt)
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert "Vi leker ofta." in excerpt
    assert len(excerpt) < 300


def test_the_marks_of_the_database_never_come_from_a_text(db) -> None:
    assert highlight(["lek"], ["\ue000fusk\ue001 lek"], []) == [[Piece("fusk ", False), Piece("lek", True)]]


def test_a_row_that_shows_a_goal_above_is_no_second_hit(organisation, reader) -> None:
    above = GoalFactory(plan=PlanFactory(unit=organisation.committee), level=3, title="Trygga barn")
    row = GoalFactory(plan=PlanFactory(unit=organisation.granen), level=3, source=above)
    ActivityFactory(goal=row, title="Egen trygg aktivitet")
    page = search(reader, "trygg")
    assert titles(page) == ["Trygga barn", "Egen trygg aktivitet"]
    assert page.hits[1].where == "Trygga barn"


def test_others_drafts_are_neither_found_nor_counted(organisation, goal, reader) -> None:
    hidden = GoalFactory(plan=PlanFactory(unit=organisation.tallen), level=4, title="Barnen sover gott")
    TextFactory(goal=hidden, title="Barnens vila")
    page = search(reader, "barn")
    assert titles(page) == ["Barnen mår bra"]
    assert page.count_words == "1 träff"
    decided(hidden.plan)
    assert len(search(reader, "barn").hits) == 3


def test_another_municipality_is_not_found(goal) -> None:
    decided(goal.plan)
    stranger = member(CouncilFactory(slug="annan-kommun", name="Annan kommun"), Role.CONTROLLER)
    page = search(stranger, "barn")
    assert (page.hits, page.years, list(page.units)) == ([], [], [])


def test_changes_in_an_unlocked_plan_are_found_only_by_those_who_may_read_drafts(
    organisation, goal, reader
) -> None:
    decided(goal.plan)
    outsider = organisation.person(Role.READER, organisation.tallen)
    assert len(search(outsider, "barn").hits) == 1
    Plan.objects.filter(pk=goal.plan.pk).update(
        unlocked_until=datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC), unlock_reason="Rättas"
    )
    assert search(outsider, "barn").hits == []
    assert len(search(reader, "barn").hits) == 1


def test_a_year_narrows_down(organisation, goal, reader) -> None:
    GoalFactory(plan=PlanFactory(unit=organisation.granen, year=2026), level=4, title="Barn från förr")
    assert titles(search(reader, "barn")) == ["Barnen mår bra", "Barn från förr"]
    assert titles(search(reader, "barn", 2026)) == ["Barn från förr"]
    assert search(reader, "barn").years == [2027, 2026]


def test_units_are_found_by_a_part_of_their_name(organisation, reader) -> None:
    assert [unit.name for unit in search(reader, "gran").units] == ["Förskolan Granen", "Granskogs kommun"]


ODD = ["'", "\\", "&", "|", "!", ":*", "<->", "' & | ! : ( ) <> \\ \0", "a' OR 1=1 --", "\0barn", "%", "🌲"]


@pytest.mark.parametrize("asked", [*ODD, "ord " * 500, "x" * 5000, "'barn':* & (", "och att det"])
def test_odd_questions_are_answered(asked: str, goal, reader) -> None:
    search(reader, asked)


def test_signs_between_words_are_no_operators(goal, reader) -> None:
    assert titles(search(reader, "barnen & ! mår | (bra")) == ["Barnen mår bra"]


def test_a_question_without_words_is_not_asked(reader) -> None:
    assert not search(reader, " &|!' ").searched
    assert words_of_query("  ") == []


def test_long_questions_are_cut(reader) -> None:
    assert len(search(reader, "x" * 5000).asked) == 200
    assert len(words_of_query("ord " * 500)) == 12


def test_the_indexes_are_made_for_the_question(goal) -> None:
    """With sequential scans ruled out, the plan of the query names all four indexes."""
    query = hits(prefix_query(["barn"]), Plan.objects.rows_visible_to(OPERATOR))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        sql, values = query.query.sql_with_params()
        cursor.execute("EXPLAIN " + sql, values)
        explained = "\n".join(line for (line,) in cursor.fetchall())
    for index in ("goal_words", "text_words", "activity_words"):
        assert index in explained
