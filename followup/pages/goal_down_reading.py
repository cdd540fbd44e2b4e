"""A goal from the council down to the units: the goals under it in every plan, and how they are judged.

Goals are followed across plans by `source`: what stands under a row that shows a goal stands under that
goal. Read in a fixed number of queries whatever the number of units. A plan that the reader doesn't see is
left out, and in no count; of a plan that is being revised or corrected she sees what is in force.
"""

from __future__ import annotations

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from followup.models import FollowUp, GoalAssessment, Round
from goals.document import GoalDocument
from goals.models import Goal, Level, Plan, PlanVersion
from goals.showing import document_of_version
from indicators.judgements import Attainment
from vp.org.access import Permission, area
from vp.org.models import User
from vp.org.swedish import swedish_order

DEEPEST = len(Level)
_ROWS = (
    "pk",
    "key",
    "level",
    "number",
    "title",
    "plan_id",
    "plan__unit_id",
    "plan__unit__name",
    "plan__unit__slug",
    "reads_rows",
)
_BELOW = """
WITH RECURSIVE below (id, above, depth) AS (
    SELECT unnest(%s::bigint[]), NULL::bigint, 0
  UNION
    SELECT own.id, below.id, below.depth + 1
    FROM below
    JOIN goals_goal shown ON shown.id = below.id OR shown.source_id = below.id
    JOIN goals_goal own ON own.parent_id = shown.id AND NOT own.inherited
    WHERE below.depth < %s
)
SELECT id, above FROM below
"""


@dataclass
class Node:
    """A goal that a unit has set. `follow_up` is the unit's in the chosen round, where the reader sees it.

    `attainment` None: not judged, or not for the reader to see yet.
    """

    key: uuid.UUID
    level: Level
    number: str
    title: str
    unit: int
    unit_name: str
    slug: str
    follow_up: FollowUp | None = None
    attainment: Attainment | None = None
    is_corrected: bool = False
    children: list[Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip()

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class GoalTree:
    """`rounds` are those of the year that any of the units reports in, by code and in order."""

    roots: Sequence[Node]
    rounds: Mapping[str, Round]
    code: str

    def nodes(self) -> Iterator[Node]:
        for root in self.roots:
            yield from root.walk()


def read_goals(
    person: User, roots: Sequence[int], year: int, today: datetime.date, code: str = ""
) -> GoalTree:
    """What stands under some goals, by their ids. Four queries, or five where a plan is being revised.

    `code` is the round to show; the latest that has opened if it isn't one of the year's.
    """
    above = _below(roots)
    nodes = _nodes(person, above)
    tops = _joined(nodes, above)
    rounds, follow_ups = _follow_ups(person, {node.unit for node in nodes.values()}, year)
    chosen = code if code in rounds else _latest(rounds, today)
    _judge(person, nodes.values(), {unit: row for (at, unit), row in follow_ups.items() if at == chosen})
    return GoalTree(tops, rounds, chosen)


def _below(roots: Sequence[int]) -> dict[int, int | None]:
    """The ids of all goals under some, each with the one that it stands under; parents first."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [list(roots), DEEPEST])
        return dict(cursor.fetchall())


def _nodes(person: User, ids: Iterable[int]) -> dict[int, Node]:
    """Those that the reader sees, in the order that the plans have them."""
    seen = Plan.objects.visible_to(person)
    reads = Plan.objects.rows_visible_to(person).filter(pk=OuterRef("plan"))
    rows = Goal.objects.filter(pk__in=list(ids), plan__in=seen.values("pk")).annotate(
        reads_rows=Exists(reads)
    )
    order = ("plan__unit__path__len", swedish_order("plan__unit__name"), "plan", "position", "pk")
    found = list(rows.order_by(*order).values_list(*_ROWS, named=True))
    printed = _printed({row.plan_id for row in found if not row.reads_rows})
    nodes = {}
    for row in found:
        words = row if row.reads_rows else printed[row.plan_id].get(row.key)
        if words is not None:
            nodes[row.pk] = _node(row, words)
    return nodes


def _node(row: Any, words: Any) -> Node:
    return Node(
        key=row.key,
        level=Level(row.level),
        number=words.number,
        title=words.title,
        unit=row.plan__unit_id,
        unit_name=row.plan__unit__name,
        slug=row.plan__unit__slug,
    )


def _printed(plans: set[int]) -> Mapping[int, Mapping[uuid.UUID | None, GoalDocument]]:
    """By plan, the goals of the version that is in force."""
    if not plans:
        return {}
    newest = PlanVersion.objects.filter(plan__in=plans).order_by("plan", "-number").distinct("plan")
    found: dict[int, dict[uuid.UUID | None, GoalDocument]] = defaultdict(dict)
    for version in newest:
        found[version.plan_id] = {goal.key: goal for goal in document_of_version(version).walk_goals()}
    return found


def _joined(nodes: Mapping[int, Node], above: Mapping[int, int | None]) -> list[Node]:
    """Each node under the nearest goal over it that the reader sees; those without one are the roots."""
    tops: list[Node] = []
    for pk, node in nodes.items():
        over = above[pk]
        while over is not None and over not in nodes:
            over = above[over]
        (nodes[over].children if over is not None else tops).append(node)
    return tops


def _follow_ups(
    person: User, units: Iterable[int], year: int
) -> tuple[dict[str, Round], dict[tuple[str, int], FollowUp]]:
    """The rounds by code, and the follow-ups by code and unit; of several rounds the latest made."""
    rows = FollowUp.objects.visible_to(person).of_year(year).filter(unit__in=set(units))
    ordered = rows.select_related("round__period", "unit").order_by(
        "round__period__ends_on", "round__period__starts_on", "round", "pk"
    )
    rounds, found = {}, {}
    for row in ordered:
        rounds[row.round.code] = row.round
        found[row.round.code, row.unit_id] = row
    return rounds, found


def _latest(rounds: Mapping[str, Round], today: datetime.date) -> str:
    begun = [code for code, round_ in rounds.items() if round_.is_closed or round_.opens_on <= today]
    return begun[-1] if begun else next(iter(rounds), "")


def _judge(person: User, nodes: Iterable[Node], follow_ups: Mapping[int, FollowUp]) -> None:
    """While a unit of a closed round is reopened others wait for what is corrected there."""
    drafts = area(person, Permission.READ_DRAFT)
    hidden = {
        row.pk
        for row in follow_ups.values()
        if row.reopened_until is not None and not drafts.covers(row.unit)
    }
    shown = [row.pk for row in follow_ups.values() if row.pk not in hidden]
    rows = GoalAssessment.objects.filter(follow_up__in=shown).exclude(attainment="")
    judged = {
        (unit, key): Attainment(attainment)
        for unit, key, attainment in rows.values_list("follow_up__unit", "goal_key", "attainment")
    }
    for node in nodes:
        node.follow_up = follow_ups.get(node.unit)
        node.is_corrected = node.follow_up is not None and node.follow_up.pk in hidden
        node.attainment = judged.get((node.unit, node.key))
