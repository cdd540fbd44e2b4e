"""Marked ready, returned, approved, reopened, closed again: who may, when, and what is kept."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from followup.actions.judging import AssessmentWords, write_assessment
from followup.actions.moves import approve, close_again, mark_ready, may_move, reopen, return_follow_up
from followup.actions.rounds import RoundWords
from followup.freezing import document_of, reads_rows
from followup.lifecycle import Move
from followup.models import FollowUp, FollowUpVersion
from followup.refusals import Incomplete, NotOpenYet
from followup.returned import returned_with
from tests.factories import UnitFactory, member
from tests.followup.rounds import Reporting, a_reporting_unit, save
from vp.history.models import Change
from vp.org.access import OPERATOR, Actor
from vp.org.models import Role
from vp.refusals import Refused, Stale

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NO = "Analysen saknas."


@pytest.fixture
def reporting() -> Reporting:
    return a_reporting_unit()


def ready(reporting: Reporting) -> FollowUp:
    return mark_ready(by=OPERATOR, follow_up=reporting.follow_up, although_missing=True)


def soon() -> datetime.datetime:
    return timezone.now() + HOUR


MOVES: dict[Move, Callable[[Actor, FollowUp], object]] = {
    Move.MARK_READY: lambda by, row: mark_ready(by=by, follow_up=row, although_missing=True),
    Move.RETURN: lambda by, row: return_follow_up(by=by, follow_up=row, reason=NO),
    Move.APPROVE: lambda by, row: approve(by=by, follow_up=row),
    Move.REOPEN: lambda by, row: reopen(by=by, follow_up=row, until=soon(), reason=NO),
    Move.CLOSE_AGAIN: lambda by, row: close_again(by=by, follow_up=row),
}


def test_a_follow_up_goes_from_not_started_to_closed_and_back(reporting: Reporting) -> None:
    manager, controller = reporting.manager, reporting.controller
    with pytest.raises(Incomplete, match="Det här saknas: 1 utfall") as asked:
        mark_ready(by=manager, follow_up=reporting.follow_up)
    assert len(asked.value.missing) == 3
    mark_ready(by=manager, follow_up=reporting.follow_up, although_missing=True)
    return_follow_up(by=controller, follow_up=reporting.follow_up, reason=f" {NO} ")
    mark_ready(by=manager, follow_up=reporting.follow_up, although_missing=True)
    approve(by=controller, follow_up=reporting.follow_up)
    reporting.close()
    reopen(by=controller, follow_up=reporting.follow_up, until=soon(), reason="Fel värde.")
    assert (reporting.follow_up.stage, reporting.follow_up.is_frozen) == ("reopened", False)
    close_again(by=controller, follow_up=reporting.follow_up)
    assert (reporting.follow_up.stage, reporting.follow_up.is_frozen) == ("closed", True)
    changes = Change.objects.of("followup.followup", reporting.follow_up.key)
    assert [(each.action, each.by_name, each.reason) for each in changes][::-1] == [
        ("mark_ready", manager.name, ""),
        ("return", controller.name, NO),
        ("mark_ready", manager.name, ""),
        ("approve", controller.name, ""),
        ("reopen", controller.name, "Fel värde."),
        ("close_again", controller.name, "Fel värde."),
    ]


def test_a_reason_stands_until_the_unit_is_ready_again(reporting: Reporting) -> None:
    assert returned_with(reporting.follow_up) is None
    return_follow_up(by=reporting.controller, follow_up=ready(reporting), reason=NO)
    told = returned_with(reporting.follow_up)
    assert told is not None
    assert (told.reason, told.by_name) == (NO, reporting.controller.name)
    ready(reporting)
    assert returned_with(reporting.follow_up) is None


def test_who_may_move(reporting: Reporting) -> None:
    row = reporting.follow_up
    below = {move: member(reporting.unit, Role.MANAGER) for move in MOVES}
    below[Move.MARK_READY] = member(reporting.unit, Role.EDITOR)
    for move, step in MOVES.items():
        people = [member(reporting.unit, role) for role in (Role.READER, Role.STAFF, Role.ADMINISTRATOR)]
        for person in (*people, below[move], member(UnitFactory(), Role.CONTROLLER)):
            assert not may_move(person, row, move)
            with pytest.raises(PermissionDenied, match=str(reporting.unit)):
                step(person, row)
    assert may_move(reporting.manager, row, Move.MARK_READY)
    assert may_move(reporting.controller, row, Move.APPROVE)


@pytest.mark.parametrize("stage", ["not_started", "ready", "approved", "closed", "reopened"])
@pytest.mark.parametrize("move", MOVES)
def test_a_move_leads_from_its_stages_only(move: Move, stage: str, reporting: Reporting) -> None:
    if stage in {"ready", "approved"}:
        ready(reporting)
    if stage == "approved":
        approve(by=OPERATOR, follow_up=reporting.follow_up)
    if stage in {"closed", "reopened"}:
        reporting.close()
    if stage == "reopened":
        reopen(by=OPERATOR, follow_up=reporting.follow_up, until=soon(), reason=NO)
    leads = {
        ("mark_ready", "not_started"),
        ("return", "ready"),
        ("return", "approved"),
        ("approve", "ready"),
        ("reopen", "closed"),
        ("close_again", "reopened"),
    }
    row = reporting.follow_up
    if (move.value, stage) in leads:
        MOVES[move](OPERATOR, row)
    else:
        with pytest.raises(Refused):
            MOVES[move](OPERATOR, row)
        assert reporting.follow_up.stage == stage


def test_reasons_and_times_are_asked_for(reporting: Reporting) -> None:
    row = ready(reporting)
    with pytest.raises(Refused, match="varför"):
        return_follow_up(by=OPERATOR, follow_up=row, reason=" ")
    reporting.close()
    with pytest.raises(Refused, match="varför"):
        reopen(by=OPERATOR, follow_up=row, until=soon(), reason=" ")
    for hours in (-1, 24 * 32):
        with pytest.raises(Refused, match="framåt"):
            reopen(by=OPERATOR, follow_up=row, until=timezone.now() + hours * HOUR, reason=NO)


def test_a_move_from_what_somebody_has_changed_is_refused(reporting: Reporting) -> None:
    seen = reporting.follow_up.version
    ready(reporting)
    with pytest.raises(Stale, match="sedan du öppnade"):
        return_follow_up(by=OPERATOR, follow_up=reporting.follow_up, reason=NO, version=seen)


def test_nothing_is_marked_ready_before_the_round_opens() -> None:
    later = RoundWords(opens_on=datetime.date(2099, 1, 1), due_on=datetime.date(2099, 2, 1))
    with pytest.raises(NotOpenYet, match="öppnar 2099-01-01"):
        ready(a_reporting_unit(later))


def assess(reporting: Reporting, **words: Any) -> int:
    return write_assessment(
        by=reporting.controller,
        follow_up=reporting.follow_up,
        goal=reporting.goal.key,
        words=AssessmentWords(**words),
        save=save(),
    )


def test_what_was_corrected_is_the_next_version(reporting: Reporting) -> None:
    reporting.close()
    reopen(by=OPERATOR, follow_up=reporting.follow_up, until=soon(), reason="Fel bedömning.")
    assess(reporting, attainment="fully")
    before = document_of(reporting.follow_up)
    assert before is not None
    assert [goal.attainment for goal in before.walk_goals()] == [""]
    assert reads_rows(reporting.staff, reporting.follow_up)
    assert not reads_rows(member(UnitFactory(), Role.READER), reporting.follow_up)
    version = close_again(by=OPERATOR, follow_up=reporting.follow_up)
    assert version is not None
    assert (version.number, version.reason) == (2, "Fel bedömning.")
    now = document_of(reporting.follow_up)
    assert now is not None
    assert [goal.attainment for goal in now.walk_goals()] == ["fully"]
    assert not reads_rows(reporting.staff, reporting.follow_up)


def test_closing_again_without_corrections_makes_no_version(reporting: Reporting) -> None:
    reporting.close()
    reopen(by=OPERATOR, follow_up=reporting.follow_up, until=soon(), reason=NO)
    assert close_again(by=OPERATOR, follow_up=reporting.follow_up) is None
    assert FollowUpVersion.objects.count() == 1


def test_a_unit_whose_time_is_out_waits_to_be_closed(reporting: Reporting) -> None:
    reporting.close()
    reopen(by=OPERATOR, follow_up=reporting.follow_up, until=soon(), reason=NO)
    past = timezone.now() - HOUR
    FollowUp.objects.update(reopened_until=past)
    row = reporting.follow_up
    assert (row.stage, row.is_frozen) == ("reopened", True)
    assert list(FollowUp.objects.lapsed(timezone.now())) == [row]
    with pytest.raises(Refused):
        assess(reporting, attainment="fully")
    close_again(by=OPERATOR, follow_up=row)
    assert not FollowUp.objects.lapsed(timezone.now()).exists()


def test_who_sees_a_follow_up(reporting: Reporting) -> None:
    outsider = member(UnitFactory(), Role.READER)
    seen, reader = FollowUp.objects.visible_to, member(reporting.unit, Role.READER)
    assert list(seen(outsider)) == []
    assert list(seen(reader)) == list(seen(reporting.controller)) == [reporting.follow_up]
    reporting.close()
    assert list(seen(outsider)) == [reporting.follow_up]
