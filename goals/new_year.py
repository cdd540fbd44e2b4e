"""What a new year's plan begins with: the goals from above, and what is copied from a former plan; pure.

Copies keep their lasting keys, because they are the same goals, texts and rows a year later: that is how
the years are compared. A row that shows a goal above has the key that the former plan's row for it had.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from goals.document import ActivityDocument, GoalDocument, IndicatorDocument, PlanDocument, TextDocument
from goals.goals_above import GoalAbove
from goals.going_on import NOTHING_TOLD, GoingOn
from goals.importing.near import folded, most_alike
from goals.models import Level, Place


@dataclass(frozen=True)
class NewGoal:
    """A goal to make: one of the unit's own, or a row that shows the goal `source` (an id) of `owner`'s."""

    key: uuid.UUID
    level: int
    number: str
    title: str
    parent: NewGoal | None = None
    source: int | None = None
    owner: str = ""

    @property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0

    @property
    def name(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True)
class NewText:
    """A text to make: at `goal`, or in a chapter; `parent` is the text that it stands under."""

    key: uuid.UUID
    place: Place
    title: str
    body: str
    goal: NewGoal | None = None
    parent: NewText | None = None

    @property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0


@dataclass(frozen=True)
class Elsewhere:
    """A row whose goal above is gone. `now_under` is empty at the top, None where there is no place."""

    name: str
    was_under: str
    now_under: str | None


@dataclass
class NewYear:
    """Rows to make, each after what it stands under. `ended` counts activities that are over.

    `carried` are the keys of those that are marked to go on.
    `hidden` are goals above that are not shown, because the former plan didn't show them.
    """

    goals: list[NewGoal] = field(default_factory=list)
    texts: list[NewText] = field(default_factory=list)
    indicators: list[tuple[NewGoal, IndicatorDocument]] = field(default_factory=list)
    activities: list[tuple[NewGoal, ActivityDocument]] = field(default_factory=list)
    ended: int = 0
    carried: set[uuid.UUID] = field(default_factory=set)
    hidden: list[GoalAbove] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)

    @property
    def own_goals(self) -> list[NewGoal]:
        return [goal for goal in self.goals if goal.source is None]


def empty_year(above: Sequence[GoalAbove]) -> NewYear:
    """The goals from above and nothing else."""
    return _Year(above, {}).made


def copied_year(
    year: int,
    above: Sequence[GoalAbove],
    former: PlanDocument,
    *,
    sources: Mapping[uuid.UUID, uuid.UUID],
    own_activities: Collection[uuid.UUID],
    not_shown: Collection[uuid.UUID] = (),
    activities_above: Collection[tuple[int, str]] = (),
    going_on: GoingOn = NOTHING_TOLD,
) -> NewYear:
    """The goals from above, with what the former plan has of its own where it belongs among them.

    `sources` are the keys of the goals above by the keys of the former rows that showed them;
    `not_shown` those of goals above that the former plan had left out, which it does again;
    `activities_above` the ids of goals above with the titles of their activities, which are not doubled;
    `going_on` what is known of how the former plan's activities go.
    """
    matches = _matches(above, former, sources)
    shown = _shown(above, matches, not_shown)
    made = _Copier(shown, matches, year, own_activities, activities_above, going_on)
    made.made.hidden = [goal for goal in above if goal not in shown]
    made.texts(former.opening, Place.OPENING)
    for goal in former.goals:
        made.goal(goal, _Spot(None, "", ""))
    made.texts(former.closing, Place.CLOSING)
    return made.made


def _matches(
    above: Sequence[GoalAbove], former: PlanDocument, sources: Mapping[uuid.UUID, uuid.UUID]
) -> dict[uuid.UUID, GoalAbove]:
    """This year's goal above for each goal that the former plan showed: by key, else by number and title."""
    by_key = {goal.key: goal for goal in above}
    found: dict[uuid.UUID, GoalAbove] = {}
    for printed in former.walk_goals():
        if not printed.inherited or printed.key is None:
            continue
        same = by_key.get(sources.get(printed.key, printed.key))
        if same is None:
            beside = [goal for goal in above if goal.level == Level.of(printed.level)]
            at = most_alike(printed.number, printed.title, [(goal.number, goal.title) for goal in beside])
            same = beside[at] if at is not None else None
        if same is not None:
            found[printed.key] = same
    return found


def _shown(
    above: Sequence[GoalAbove], matches: Mapping[uuid.UUID, GoalAbove], not_shown: Collection[uuid.UUID]
) -> list[GoalAbove]:
    """Without those that were left out, unless something that is shown stands under them."""
    wanted = {goal.id for goal in matches.values()}
    for goal in reversed(above):
        if goal.id in wanted or goal.key not in not_shown:
            wanted |= {goal.id, goal.parent or goal.id}
    return [goal for goal in above if goal.id in wanted]


class _Year:
    """The goals from above, each with a key that a former row had for it, else a new one."""

    def __init__(self, above: Sequence[GoalAbove], keys: Mapping[int, uuid.UUID]) -> None:
        self.made = NewYear()
        self.shown: dict[int, NewGoal] = {}
        for goal in above:
            parent = self.shown[goal.parent] if goal.parent else None
            key = keys.get(goal.id) or uuid.uuid4()
            row = NewGoal(key, goal.level, goal.number, goal.title, parent, goal.id, goal.unit)
            self.shown[goal.id] = row
            self.made.goals.append(row)


@dataclass(frozen=True)
class _Spot:
    """Where things are put: the goal, what it was called, and what is missing if it isn't that one."""

    goal: NewGoal | None
    was: str
    gone: str


class _Copier(_Year):
    def __init__(
        self,
        above: Sequence[GoalAbove],
        matches: Mapping[uuid.UUID, GoalAbove],
        year: int,
        own_activities: Collection[uuid.UUID],
        activities_above: Collection[tuple[int, str]],
        going_on: GoingOn,
    ) -> None:
        keys: dict[int, uuid.UUID] = {}
        for key, goal in matches.items():
            keys.setdefault(goal.id, key)
        super().__init__(above, keys)
        self.matches = matches
        self.begins = datetime.date(year, 1, 1)
        self.own_activities = own_activities
        self.going_on = going_on
        self.activities_above = {(goal, folded(title)) for goal, title in activities_above}

    def goal(self, printed: GoalDocument, over: _Spot) -> None:
        name = f"{printed.number} {printed.title}".strip()
        if printed.inherited:
            here = self._shown(printed, name, over)
        else:
            here = _Spot(self._own(printed, name, over), name, "")
        self._rows(printed, here)
        for child in printed.goals:
            self.goal(child, here)

    def _shown(self, printed: GoalDocument, name: str, over: _Spot) -> _Spot:
        """This year's row for the same goal above; without one, the nearest that is left over it."""
        match = self.matches.get(printed.key) if printed.key else None
        if match is not None:
            return _Spot(self.shown[match.id], name, "")
        return _Spot(over.goal, name, name)

    def _own(self, printed: GoalDocument, name: str, over: _Spot) -> NewGoal:
        key, level = printed.key or uuid.uuid4(), Level.of(printed.level)
        goal = NewGoal(key, level, printed.number, printed.title, over.goal)
        if over.gone:
            self._tell(name, over, top="")
        self.made.goals.append(goal)
        self.texts(printed.texts, Place.GOAL, goal)
        return goal

    def _rows(self, printed: GoalDocument, here: _Spot) -> None:
        activities = [row for row in printed.activities if row.key in self.own_activities]
        going_on = [row for row in activities if self._goes_on(row)]
        self.made.ended += len(activities) - len(going_on)
        for row in going_on:
            self._put(row.title, here, row)
        for indicator in printed.indicators:
            self._put(indicator.name, here, indicator)

    def _goes_on(self, row: ActivityDocument) -> bool:
        """What is marked does, whatever its days; else what is neither over nor ended by its last day."""
        if row.key in self.going_on.marked:
            return True
        return row.key not in self.going_on.over and (row.end is None or row.end >= self.begins)

    def _put(self, name: str, here: _Spot, row: ActivityDocument | IndicatorDocument) -> None:
        if here.gone:
            self._tell(name, here, top=None)
        if here.goal is None:
            return
        if isinstance(row, IndicatorDocument):
            self.made.indicators.append((here.goal, row))
        elif (here.goal.source, folded(name)) not in self.activities_above:
            self.made.activities.append((here.goal, row))
            self.made.carried |= {row.key} & self.going_on.marked if row.key else set()

    def _tell(self, name: str, place: _Spot, *, top: str | None) -> None:
        self.made.elsewhere.append(Elsewhere(name, place.gone, place.goal.name if place.goal else top))

    def texts(
        self,
        printed: Sequence[TextDocument],
        place: Place,
        goal: NewGoal | None = None,
        parent: NewText | None = None,
    ) -> None:
        for each in printed:
            text = NewText(each.key or uuid.uuid4(), place, each.heading, each.body, goal, parent)
            self.made.texts.append(text)
            self.texts(each.texts, place, goal, text)
