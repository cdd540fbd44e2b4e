"""A closed round stays as it was frozen, whatever action is tried on it.

Each attempt is made in a closed round, and in the same round while it is open, where it does change
something: so a refusal is for the closing, and not for a slip in the attempt. A new action without a row
fails here. The same by page and in the admin: pages/test_nothing_changes.py; by SQL: test_freezing.py.
"""

from __future__ import annotations

import datetime
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from types import ModuleType

import pytest
from django.utils import timezone

import indicators.actions
import indicators.bulk
from followup import actions
from followup.actions.carrying import carry_over
from followup.actions.choosing import choose_due
from followup.actions.economy import bring_economy, remove_economy, write_economy
from followup.actions.judging import AssessmentWords, StatusWords, write_assessment, write_status, write_text
from followup.actions.moves import approve, close_again, mark_ready, reopen, return_follow_up
from followup.actions.reminding import remind
from followup.actions.rounds import RoundWords, begin_round, change_round, close_round, remove_round
from followup.actions.setting_up import HeadingWords, set_due, write_headings
from followup.actions.writing import begin_followup
from followup.models import FollowUp
from indicators.actions import log_value
from indicators.aims import Aim
from indicators.bulk import Value, log_values
from indicators.entries import Given
from tests.followup.rounds import DUE, OPENS, save
from tests.followup.whole_round import COST, WholeRound, whole_round
from vp.org.access import OPERATOR
from vp.refusals import Refused

pytestmark = pytest.mark.django_db
Attempt = Callable[[WholeRound], object]
OTHER = Given(total="81")


WRITES: dict[str, Attempt] = {
    "actions.log_value": lambda it: log_value(
        by=OPERATOR,
        indicator=it.indicator,
        unit=it.unit,
        period=it.round.period,
        given=OTHER,
        save=save(1),
    ),
    "bulk.log_values": lambda it: log_values(
        by=OPERATOR, values=[Value(it.indicator, it.unit, it.round.period, OTHER, Aim(), 1)]
    ),
    "choosing.choose_due": lambda it: choose_due(by=OPERATOR, round_=it.round, choices={it.indicator: False}),
    "economy.bring_economy": lambda it: bring_economy(
        by=OPERATOR, follow_up=it.follow_up, earlier=it.earlier
    ),
    "economy.remove_economy": lambda it: remove_economy(
        by=OPERATOR, follow_up=it.follow_up, key=it.money, save=save(1)
    ),
    "economy.write_economy": lambda it: write_economy(
        by=OPERATOR, follow_up=it.follow_up, key=it.money, given=replace(COST, name="Annan"), save=save(1)
    ),
    "judging.write_assessment": lambda it: write_assessment(
        by=OPERATOR, follow_up=it.follow_up, goal=it.goal.key, words=AssessmentWords("fully"), save=save(1)
    ),
    "judging.write_status": lambda it: write_status(
        by=OPERATOR, follow_up=it.follow_up, activity=it.activity.key, words=StatusWords("done"), save=save(1)
    ),
    "judging.write_text": lambda it: write_text(
        by=OPERATOR, follow_up=it.follow_up, heading=it.heading, body="<p>Annat.</p>", save=save(1)
    ),
    "moves.approve": lambda it: approve(by=OPERATOR, follow_up=it.follow_up),
    "moves.mark_ready": lambda it: mark_ready(by=OPERATOR, follow_up=it.follow_up, although_missing=True),
    "moves.return_follow_up": lambda it: return_follow_up(
        by=OPERATOR, follow_up=it.follow_up, reason="Ett värde saknas."
    ),
    "rounds.change_round": lambda it: change_round(
        by=OPERATOR, round_=it.round, words=RoundWords(opens_on=OPENS, due_on=DUE, name="Annan")
    ),
    "rounds.close_round": lambda it: close_round(by=OPERATOR, round_=it.round, although_missing=True),
    "setting_up.set_due": lambda it: set_due(
        by=OPERATOR, round_=it.round, indicator=it.indicator, is_due=None
    ),
    "setting_up.write_headings": lambda it: write_headings(
        by=OPERATOR, round_=it.round, headings=[HeadingWords("Annan", id=it.heading)]
    ),
}
OF_A_READY_ONE = {"moves.approve", "moves.return_follow_up"}
ALWAYS_REFUSED: dict[str, Attempt] = {
    "moves.close_again": lambda it: close_again(by=OPERATOR, follow_up=it.follow_up),
    "rounds.remove_round": lambda it: remove_round(by=OPERATOR, round_=it.round),
}
"""In a round that has begun and isn't reopened."""
BEGINNINGS: dict[str, Attempt] = {
    "rounds.begin_round": lambda it: begin_round(by=OPERATOR, round_=it.round),
    "writing.begin_followup": lambda it: begin_followup(by=OPERATOR, follow_up=it.follow_up),
}
"""What other actions begin with."""
LEAVE_IT: dict[str, Attempt] = {
    "carrying.carry_over": lambda it: carry_over(by=OPERATOR, follow_up=it.follow_up),
    "reminding.remind": lambda it: remind(
        by=OPERATOR, follow_ups=[it.follow_up], site="https://plan.example"
    ),
}
"""What writes elsewhere: next year's plan, and mail."""
OPENS_IT: dict[str, Attempt] = {
    "moves.reopen": lambda it: reopen(
        by=OPERATOR,
        follow_up=it.follow_up,
        until=timezone.now() + datetime.timedelta(hours=1),
        reason="Ett värde var fel.",
    ),
}
OF_NO_ROUND = {
    "actions.define_measure",  # how an indicator is measured from now on; what is frozen says how it was
    "rounds.open_round",  # another one
    "writing.keep",  # what comes after begin_followup
    "sheets.answer_for_sheet",  # the upload's own row; tests/followup/sheets has the closed round
    "sheets.discard_sheet",
    "sheets.save_sheet",  # by bulk.log_values
    "sheets.take_in_sheet",
    "finishing.finish_report",  # reports are compiled of closed rounds, in tables of their own
    "finishing.reopen_report",
    "reports.begin_report",
    "reports.choose_extracts",
    "reports.choose_parts",
    "reports.write_cover",
}


def every_action() -> set[str]:
    """The public functions that take `by=`, by module and name."""
    modules = [
        importlib.import_module(f"{actions.__name__}.{each.name}")
        for each in pkgutil.iter_modules(actions.__path__)
    ]
    return {name for module in (*modules, indicators.actions, indicators.bulk) for name in actions_in(module)}


def actions_in(module: ModuleType) -> set[str]:
    found = set()
    for name, function in inspect.getmembers(module, inspect.isfunction):
        by = inspect.signature(function).parameters.get("by")
        is_action = by is not None and by.kind is inspect.Parameter.KEYWORD_ONLY
        if is_action and not name.startswith("_") and function.__module__ == module.__name__:
            found.add(f"{module.__name__.rpartition('.')[2]}.{name}")
    return found


def test_every_action_has_its_row() -> None:
    rows = [WRITES, ALWAYS_REFUSED, BEGINNINGS, LEAVE_IT, OPENS_IT, OF_NO_ROUND]
    named = [name for row in rows for name in row]
    assert len(named) == len(set(named))
    assert every_action() == set(named)


def a_round_for(name: str, *, is_closed: bool) -> WholeRound:
    """As it has to be for the action to be possible: rows are brought where there are none."""
    state = "ready" if name in OF_A_READY_ONE else "in_progress"
    return whole_round(is_closed=is_closed, state=state, has_money=name != "economy.bring_economy")


@pytest.mark.parametrize("name", WRITES | ALWAYS_REFUSED | BEGINNINGS)
def test_by_an_action(name: str) -> None:
    closed = a_round_for(name, is_closed=True)
    before = closed.kept()
    assert all(before.values())
    with pytest.raises(Refused):
        (WRITES | ALWAYS_REFUSED | BEGINNINGS)[name](closed)
    assert closed.kept() == before


@pytest.mark.parametrize("name", WRITES)
def test_an_open_round_is_changed_by_the_same_action(name: str) -> None:
    opened = a_round_for(name, is_closed=False)
    before = opened.kept()
    WRITES[name](opened)
    assert opened.kept() != before


@pytest.mark.parametrize("name", LEAVE_IT)
def test_what_writes_elsewhere_leaves_everything_as_it_was(name: str) -> None:
    closed = whole_round(is_closed=True)
    before = closed.kept()
    with suppress(Refused):
        LEAVE_IT[name](closed)
    assert closed.kept() == before


@pytest.mark.parametrize("name", OPENS_IT)
def test_opening_it_leaves_everything_else_as_it_was(name: str) -> None:
    closed, label = whole_round(is_closed=True), FollowUp._meta.label
    before = closed.kept()
    OPENS_IT[name](closed)
    assert closed.kept() | {label: []} == before | {label: []}
