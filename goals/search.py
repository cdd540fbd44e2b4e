"""Search in everything that one may see: goals, texts, indicators and activities.

PostgreSQL's Swedish full text finds other forms of a word; as stemming doesn't split compounds, every
word also finds those that begin with it (`familjehem` finds `familjehemsvården`). The conditions are the
expressions of the models' GIN indexes. A goal's name counts before a heading or a row, and those before
running text; within each, the newest year comes first.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce

from goals.models import Activity, Goal, GoalIndicator, Text
from goals.models.plan import PlanQuerySet
from indicators.models import Indicator

CONFIG = "swedish"
MOST_WORDS = 12
LONGEST_WORD = 60
_WORD = re.compile(r"\w+(?:[.,:-]\w+)*")
_START, _STOP = "\ue000", "\ue001"
_DELIMITER = " … "
_FOR_DATABASE = {ord(_START): None, ord(_STOP): None, 2: None, 3: None, ord("<"): "\x02", ord(">"): "\x03"}
_FROM_DATABASE = {2: "<", 3: ">"}
_EXCERPT = (
    f"StartSel={_START}, StopSel={_STOP}, MaxFragments=2, MinWords=12, MaxWords=30, ShortWord=0, "
    f'FragmentDelimiter="{_DELIMITER}"'
)
_WHOLE = f"StartSel={_START}, StopSel={_STOP}, HighlightAll=true"


def words_of_query(asked: str) -> list[str]:
    """The words that are looked for; signs that mean something to the database are no words."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(asked)[:MOST_WORDS]]


def prefix_query(words: Sequence[str]) -> SearchQuery:
    """All of the words, each as it stands, in another form, or as the beginning of a longer one."""
    return SearchQuery(raw_query(words), config=CONFIG, search_type="raw")


def raw_query(words: Sequence[str]) -> str:
    """The same in PostgreSQL's own form. Words hold no quotes or backslashes, so that none needs another."""
    return " & ".join(f"'{word}':*" for word in words)


def hits(query: SearchQuery, plans: PlanQuerySet) -> QuerySet[Any, tuple[Any, ...]]:
    """The rows of all hits in `plans`, the best first; each is read by `Found(*row)`."""
    parts: tuple[QuerySet[Any], ...] = (
        _goals(query),
        _texts(query),
        _indicators(query),
        _activities(query),
    )
    rows = [part.filter(plan__in=plans.order_by()).order_by().values_list(*_COLUMNS) for part in parts]
    return rows[0].union(*rows[1:], all=True).order_by("hit_tier", "-plan__year", "hit_kind", "pk")


@dataclass(frozen=True)
class Found:
    """One hit. `title` is the name of what was found, `body` the HTML under it where it is a text.

    `goal` is empty for a text in a chapter. `tier` is 1 for a goal's name, 2 for a heading or a row of a
    table, 3 for running text.
    """

    kind: str
    tier: int
    pk: int
    year: int
    state: str
    unit: str
    slug: str
    goal_key: uuid.UUID | None
    goal: str
    key: uuid.UUID
    title: str
    body: str


_COLUMNS = (
    "hit_kind",
    "hit_tier",
    "pk",
    "plan__year",
    "plan__state",
    "plan__unit__name",
    "plan__unit__slug",
    "hit_goal_key",
    "hit_goal",
    "key",
    "hit_title",
    "hit_body",
)
_GOAL_TITLE = Case(When(goal__keeps_own_words=False, then=F("goal__source__title")), default=F("goal__title"))


def _words(value: str) -> Value:
    return Value(value, output_field=TextField())


def _tier(value: int) -> Value:
    return Value(value, output_field=IntegerField())


def _goals(query: SearchQuery) -> QuerySet[Goal]:
    """A row that only shows a goal above has no words, and is no hit."""
    return (
        Goal.objects.annotate(words=SearchVector("title", config=CONFIG))
        .filter(words=query)
        .annotate(
            hit_kind=_words("goal"),
            hit_tier=_tier(1),
            hit_goal_key=F("key"),
            hit_goal=F("title"),
            hit_title=F("title"),
            hit_body=_words(""),
        )
    )


def _texts(query: SearchQuery) -> QuerySet[Text]:
    found = Text.objects.annotate(words=SearchVector("title", "body", config=CONFIG)).filter(words=query)
    return found.annotate(heading_words=SearchVector("title", config=CONFIG)).annotate(
        hit_kind=_words("text"),
        hit_tier=Case(When(heading_words=query, then=_tier(2)), default=_tier(3)),
        hit_goal_key=F("goal__key"),
        hit_goal=Coalesce(_GOAL_TITLE, _words("")),
        hit_title=F("title"),
        hit_body=F("body"),
    )


def _indicators(query: SearchQuery) -> QuerySet[GoalIndicator]:
    """By the name that the plan prints, or the indicator's own where the plan prints no other."""
    named = Indicator.objects.annotate(words=SearchVector("name", config=CONFIG)).filter(words=query)
    printed = GoalIndicator.objects.annotate(printed_words=SearchVector("printed_name", config=CONFIG))
    return printed.filter(
        Q(printed_name="", indicator__in=named.order_by()) | ~Q(printed_name="") & Q(printed_words=query)
    ).annotate(
        hit_kind=_words("indicator"),
        hit_tier=_tier(2),
        hit_goal_key=F("goal__key"),
        hit_goal=_GOAL_TITLE,
        hit_title=Case(When(printed_name="", then=F("indicator__name")), default=F("printed_name")),
        hit_body=_words(""),
    )


def _activities(query: SearchQuery) -> QuerySet[Activity]:
    return (
        Activity.objects.annotate(words=SearchVector("title", config=CONFIG))
        .filter(words=query)
        .annotate(
            hit_kind=_words("activity"),
            hit_tier=_tier(2),
            hit_goal_key=F("goal__key"),
            hit_goal=_GOAL_TITLE,
            hit_title=F("title"),
            hit_body=_words(""),
        )
    )


@dataclass(frozen=True)
class Piece:
    """Some words of a hit, and whether they are what was looked for."""

    words: str
    found: bool


def highlight(words: Sequence[str], whole: Sequence[str], excerpts: Sequence[str]) -> list[list[Piece]]:
    """The titles in `whole`, then parts of the plain texts in `excerpts`, cut where hits begin and end.

    One query. The database marks hits by two characters that no text has, as they are taken out first;
    and it would drop what looks like tags, so it sees other signs for `<` and `>`.
    """
    texts = [text.translate(_FOR_DATABASE) for text in (*whole, *excerpts)]
    options = [_WHOLE] * len(whole) + [_EXCERPT] * len(excerpts)
    sql = (
        "SELECT ts_headline(%s::regconfig, words, to_tsquery(%s::regconfig, %s), options) "
        "FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS each(words, options, n) ORDER BY n"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [CONFIG, CONFIG, raw_query(words), texts, options])
        marked = [row[0] for row in cursor.fetchall()]
    return [_pieces(_with_dots(each, text)) for each, text in zip(marked, texts, strict=True)]


def _with_dots(marked: str, text: str) -> str:
    """The excerpt with dots where the text goes on before or after it."""
    shown = marked.replace(_START, "").replace(_STOP, "")
    first, last = shown.split(_DELIMITER)[0], shown.split(_DELIMITER)[-1]
    before = "" if text.startswith(first) else "… "
    after = "" if text.rstrip(" .!?").endswith(last.rstrip(" .!?")) else " …"
    return f"{before}{marked}{after}"


def _pieces(marked: str) -> list[Piece]:
    pieces = []
    for part in marked.split(_START):
        found, stop, rest = part.partition(_STOP)
        pieces += [Piece(found, True), Piece(rest, False)] if stop else [Piece(found, False)]
    return [Piece(piece.words.translate(_FROM_DATABASE), piece.found) for piece in pieces if piece.words]
