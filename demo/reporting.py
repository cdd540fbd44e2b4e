"""What the demo's units write in their follow-ups, one file a unit in demo/rounds, read for a year and round.

A file has the texts of each round by heading, what each goal is judged to be and why, and the rows of the
economy. Goals and activities are named as in demo/plans; what isn't in the year's plan is left out.
"""

from __future__ import annotations

import random
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from demo.content import lasting_key
from demo.markup import markup
from demo.sources import sources
from demo.words import Year
from followup.models import (
    ActivityState,
    ActivityStatus,
    EconomyRow,
    FollowUp,
    FollowUpText,
    GoalAssessment,
    RoundHeading,
)
from followup.outlines import Outline, outlines_of
from goals.document import ActivityDocument
from goals.models import Plan

ROUNDS = Path(__file__).parent / "rounds"
SLIPS = 0.2
"""Of the activities whose last day has passed, so many are delayed."""
Written = FollowUpText | GoalAssessment | ActivityStatus | EconomyRow


@dataclass(frozen=True)
class Report:
    """A unit's file; empty where it has none."""

    name: str
    written: dict[str, Any]

    def texts(self, code: str, year: Year) -> dict[str, str]:
        """HTML by heading."""
        return {
            heading: markup([year.words(line) for line in words.strip().splitlines()])
            for heading, words in self.written.get(code, {}).items()
        }

    def judgements(self, code: str, year: Year) -> dict[uuid.UUID, tuple[str, str]]:
        """The attainment and the analysis as HTML, by the goal's key."""
        told = self.written.get("goals", {}).items()
        return {
            lasting_key(f"{self.name}/{goal}"): (rounds[code][0], markup([year.words(rounds[code][1])]))
            for goal, rounds in told
            if code in rounds
        }


@cache
def reports() -> dict[str, Report]:
    """Every file by the name of its unit."""
    found = {}
    for path in sorted(ROUNDS.glob("*.toml")):
        written = tomllib.loads(path.read_text(encoding="utf-8"))
        found[sources()[path.stem].unit] = Report(path.stem, written)
    return found


@cache
def _deviations() -> list[str]:
    return (ROUNDS / "deviations.txt").read_text(encoding="utf-8").strip().splitlines()


def write(follow_ups: list[FollowUp], year: Year) -> None:
    """Fill in follow-ups of one round, which come with their `round.period` and `unit`, in a few queries."""
    round_ = follow_ups[0].round
    headings = {row.name: row for row in RoundHeading.objects.filter(round=round_)}
    plans = Plan.objects.filter(unit__in=[each.unit_id for each in follow_ups], year=round_.year)
    outlines = outlines_of(list(plans))
    by_unit = {plan.unit_id: outlines[plan.pk] for plan in plans}
    written = [
        row for each in follow_ups for row in _Writer(each, year).rows(by_unit[each.unit_id], headings)
    ]
    for model in (FollowUpText, GoalAssessment, ActivityStatus, EconomyRow):
        rows: list[Any] = [row for row in written if isinstance(row, model)]
        model._default_manager.bulk_create(rows)


class _Writer:
    """What one unit writes in one round."""

    def __init__(self, follow_up: FollowUp, year: Year) -> None:
        self.follow_up = follow_up
        self.year = year
        self.code = follow_up.round.code
        self.ends_on = follow_up.round.period.ends_on
        self.report = reports().get(follow_up.unit.name, Report("", {}))
        self.chance = random.Random(follow_up.unit.slug)  # noqa: S311  the same every time

    def rows(self, outline: Outline, headings: Mapping[str, RoundHeading]) -> Iterator[Written]:
        for name, body in self.report.texts(self.code, self.year).items():
            if name in headings:
                yield FollowUpText(follow_up=self.follow_up, heading=headings[name], body=body)
        told = self.report.judgements(self.code, self.year)
        for goal in outline.own_goals:
            if goal.key in told:
                attainment, analysis = told[goal.key]
                yield GoalAssessment(
                    follow_up=self.follow_up, goal_key=goal.key, attainment=attainment, analysis=analysis
                )
        for activity in (each for goal in outline.goals for each in goal.activities):
            if activity.key is not None:
                yield self._status(activity, activity.key)
        for position, row in enumerate(self.report.written.get("economy", [])):
            yield self._money(row, position)

    def _status(self, activity: ActivityDocument, key: uuid.UUID) -> ActivityStatus:
        """By its days; some slip, and then it is told why. What slips in one round does so in the next."""
        slips, why = self.chance.random() < SLIPS, self.chance.choice(_deviations())
        has_ended = activity.end is not None and activity.end <= self.ends_on
        status = ActivityState.IN_PROGRESS
        if activity.start is not None and activity.start > self.ends_on:
            status = ActivityState.NOT_STARTED
        elif has_ended:
            status = ActivityState.DELAYED if slips else ActivityState.DONE
        is_late = status == ActivityState.DELAYED
        return ActivityStatus(
            follow_up=self.follow_up,
            activity_key=key,
            status=status,
            deviation=why if is_late else "",
            carry_over=is_late and self.code != "T1",
        )

    def _money(self, row: Mapping[str, Any], position: int) -> EconomyRow:
        outcome, forecast = row[self.code]
        return EconomyRow(
            follow_up=self.follow_up,
            kind=row.get("kind", "cost"),
            name=row["name"],
            budget=row["budget"],
            outcome=outcome,
            forecast=forecast,
            comment=row.get(f"{self.code}_comment", ""),
            position=position,
        )
