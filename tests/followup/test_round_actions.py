"""Rounds are opened, changed, set up and closed: who may, what is made, and each refusal."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from followup.actions.moves import mark_ready
from followup.actions.rounds import (
    NAMES,
    RoundWords,
    change_round,
    close_round,
    open_round,
    remove_round,
)
from followup.actions.setting_up import HeadingWords, set_due, write_headings
from followup.document import FollowUpDocument
from followup.freezing import document_of
from followup.models import FollowUp, FollowUpText, FollowUpVersion, Round, RoundHeading, RoundIndicator
from followup.refusals import Incomplete, NotOpenYet
from indicators.periods import Months
from tests.factories import (
    YEAR,
    CommitteeFactory,
    FollowUpHeadingFactory,
    IndicatorFactory,
    PlanFactory,
    ReminderFactory,
    UnitFactory,
    member,
)
from tests.followup.rounds import ALWAYS_OPEN, OPENS, Reporting, a_reporting_unit, a_round, with_plan
from vp.history.models import Change
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit
from vp.refusals import Refused, Stale

pytestmark = pytest.mark.django_db
LATER = RoundWords(opens_on=datetime.date(2099, 1, 1), due_on=datetime.date(2100, 1, 1))


@pytest.fixture
def reporting() -> Reporting:
    return a_reporting_unit()


@pytest.fixture
def committee() -> Unit:
    unit: Unit = CommitteeFactory()
    return unit


def test_a_round_covers_the_units_with_a_plan(committee: Unit) -> None:
    FollowUpHeadingFactory(name="Sammanfattande analys", required=True)
    FollowUpHeadingFactory(name="Gammal", until_year=2020)
    with_plans = [committee, UnitFactory(parent=committee)]
    for unit in with_plans:
        PlanFactory(unit=unit)
    PlanFactory(unit=UnitFactory(parent=committee), year=YEAR - 1)
    PlanFactory()
    controller = member(committee, Role.CONTROLLER)
    round_ = open_round(by=controller, owner=committee, year=YEAR, code="T2", words=ALWAYS_OPEN)
    assert (round_.name, round_.period.code, round_.period.ends_on.month) == (NAMES["T2"], "T2", 8)
    assert {row.unit for row in round_.follow_ups.all()} == set(with_plans)
    assert [(row.name, row.required) for row in round_.headings.all()] == [("Sammanfattande analys", True)]
    change = Change.objects.of("followup.round", round_.key).get()
    assert (change.action, change.by_name, change.unit) == ("open", controller.name, committee)
    assert change.after["units"] == 2


def test_a_round_of_its_own_has_months_of_its_own(committee: Unit) -> None:
    PlanFactory(unit=committee)
    words = dataclasses.replace(ALWAYS_OPEN, name="Delår mars")
    own = open_round(by=OPERATOR, owner=committee, year=YEAR, code="MAR", words=words, months=Months(1, 3))
    assert (own.name, str(own.period.stretch.months)) == ("Delår mars", "januari–mars")
    other = CommitteeFactory()
    with pytest.raises(Refused, match="andra månader"):
        open_round(by=OPERATOR, owner=other, year=YEAR, code="MAR", words=words, months=Months(1, 4))
    with pytest.raises(Refused, match="vilka månader"):
        open_round(by=OPERATOR, owner=other, year=YEAR, code="APR", words=words)


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.EDITOR, Role.MANAGER, Role.ADMINISTRATOR])
def test_who_may_not_open_change_or_close(role: Role, reporting: Reporting) -> None:
    owner, round_ = reporting.round.owner, reporting.round
    for person in (member(owner, role), member(UnitFactory(), Role.CONTROLLER)):
        with pytest.raises(PermissionDenied, match="controllern"):
            open_round(by=person, owner=owner, year=YEAR, code="T2", words=ALWAYS_OPEN)
        with pytest.raises(PermissionDenied):
            change_round(by=person, round_=round_, words=LATER)
        with pytest.raises(PermissionDenied):
            close_round(by=person, round_=round_, although_missing=True)
        with pytest.raises(PermissionDenied):
            write_headings(by=person, round_=round_, headings=[])
        with pytest.raises(PermissionDenied):
            set_due(by=person, round_=round_, indicator=reporting.indicator, is_due=False)
    assert Round.objects.get() == round_


def test_a_round_is_opened_once(reporting: Reporting) -> None:
    with pytest.raises(Refused, match="redan"):
        a_round(reporting.round.owner)


def test_a_unit_stays_in_the_round_that_it_reports_in(reporting: Reporting) -> None:
    committee = reporting.round.owner
    with pytest.raises(Refused, match="annan omgång"):
        a_round(committee.parent)
    PlanFactory(unit=committee.parent)
    council = a_round(committee.parent)
    assert [row.unit for row in council.follow_ups.all()] == [committee.parent]


@pytest.mark.parametrize(
    "words",
    [
        RoundWords(opens_on=ALWAYS_OPEN.due_on, due_on=OPENS),
        dataclasses.replace(ALWAYS_OPEN, partly_from=0),
        dataclasses.replace(ALWAYS_OPEN, comment_from=Decimal(-1)),
        dataclasses.replace(ALWAYS_OPEN, name="x" * 61),
    ],
    ids=["days", "partly", "comment", "name"],
)
def test_what_a_controller_sets_makes_sense(words: RoundWords, reporting: Reporting) -> None:
    with pytest.raises(Refused):
        open_round(by=OPERATOR, owner=reporting.round.owner, year=YEAR, code="VB", words=words)
    with pytest.raises(Refused):
        change_round(by=OPERATOR, round_=reporting.round, words=words)


def test_a_round_is_changed(reporting: Reporting) -> None:
    words = dataclasses.replace(ALWAYS_OPEN, name="Tertial ett", comment_from=Decimal("5.5"), partly_from=70)
    changed = change_round(by=OPERATOR, round_=reporting.round, words=words, version=1)
    kept = Round.objects.get()
    assert (kept.name, kept.comment_from, kept.partly_from, kept.version) == (
        "Tertial ett",
        Decimal("5.5"),
        70,
        2,
    )
    assert change_round(by=OPERATOR, round_=changed, words=words).version == 2
    with pytest.raises(Stale):
        change_round(by=OPERATOR, round_=changed, words=LATER, version=1)
    assert Change.objects.of("followup.round", kept.key).filter(action="changed").count() == 1


def test_a_round_that_nobody_has_begun_in_is_removed(reporting: Reporting) -> None:
    other, begun, reminded = a_reporting_unit(), a_reporting_unit(), a_reporting_unit()
    remove_round(by=other.controller, round_=other.round)
    assert not Round.objects.filter(pk=other.round.pk).exists()
    with pytest.raises(PermissionDenied):
        remove_round(by=reporting.manager, round_=reporting.round)
    mark_ready(by=OPERATOR, follow_up=begun.follow_up, although_missing=True)
    ReminderFactory(follow_up=reminded.follow_up)
    reporting.close()
    for each in (begun, reminded, reporting):
        with pytest.raises(Refused):
            remove_round(by=OPERATOR, round_=each.round)


def test_which_rounds_there_are(reporting: Reporting) -> None:
    later = a_round(reporting.round.owner, code="T2")
    with_plan(reporting.unit, year=YEAR + 1)
    next_year = a_round(reporting.round.owner, year=YEAR + 1)
    rounds = Round.objects
    assert list(rounds.in_order()) == [next_year, reporting.round, later]
    assert list(rounds.of_year(YEAR + 1)) == [next_year]
    assert (
        set(rounds.covering(reporting.unit)) == set(rounds.run_by(reporting.controller)) == set(rounds.all())
    )
    assert not rounds.run_by(reporting.manager).exists()
    assert rounds.visible_to(member(UnitFactory(), Role.READER)).count() == 3
    reporting.close()
    assert list(rounds.still_open().of_year(YEAR)) == [later]
    follow_ups = FollowUp.objects.of_year(YEAR).in_tree()
    assert [row.unit for row in follow_ups] == [reporting.unit, reporting.unit]


def test_a_plan_that_comes_later_joins(reporting: Reporting) -> None:
    committee = reporting.round.owner
    council = a_round(committee.parent, code="T2")
    unit = UnitFactory(parent=committee)
    PlanFactory(unit=unit)
    rounds = FollowUp.objects.filter(unit=unit).values_list("round", flat=True)
    assert set(rounds) == {reporting.round.pk, council.pk}
    PlanFactory(unit=UnitFactory())
    assert council.follow_ups.count() == 3
    reporting.close()
    late = UnitFactory(parent=committee)
    PlanFactory(unit=late)
    assert [row.round.code for row in late.follow_ups.all()] == ["T2"]


def test_the_headings_of_a_round(reporting: Reporting) -> None:
    round_ = reporting.round
    write_headings(
        by=reporting.controller,
        round_=round_,
        headings=[HeadingWords("Analys", "Skriv kort.", required=True), HeadingWords("Ekonomi")],
    )
    first, second = RoundHeading.objects.filter(round=round_)
    assert (first.name, first.guidance, first.required) == ("Analys", "Skriv kort.", True)
    swapped = [HeadingWords("Analys", id=second.pk), HeadingWords("Ekonomi", id=first.pk)]
    write_headings(by=OPERATOR, round_=round_, headings=swapped)
    assert [row.pk for row in RoundHeading.objects.filter(round=round_)] == [second.pk, first.pk]
    FollowUpText.objects.create(follow_up=reporting.follow_up, heading=first, body="<p>Ord</p>")
    FollowUpText.objects.create(follow_up=reporting.follow_up, heading=second, body="")
    with pytest.raises(Refused, match="redan skrivit"):
        write_headings(by=OPERATOR, round_=round_, headings=[])
    write_headings(by=OPERATOR, round_=round_, headings=[HeadingWords("Ekonomi", id=first.pk)])
    assert [row.pk for row in RoundHeading.objects.filter(round=round_)] == [first.pk]
    for wrong in ([HeadingWords(" ")], [HeadingWords("A"), HeadingWords("A")], [HeadingWords("A", id=0)]):
        headings = [HeadingWords("Ekonomi", id=first.pk), *wrong]
        if wrong[0].id == 0:
            headings[1] = HeadingWords("A", id=second.pk)
        with pytest.raises(Refused):
            write_headings(by=OPERATOR, round_=round_, headings=headings)


def test_which_indicators_are_due(reporting: Reporting) -> None:
    round_, indicator = reporting.round, reporting.indicator
    set_due(by=reporting.controller, round_=round_, indicator=indicator, is_due=False, version=1)
    assert RoundIndicator.objects.get().is_due is False
    set_due(by=OPERATOR, round_=round_, indicator=indicator, is_due=False)
    set_due(by=OPERATOR, round_=round_, indicator=indicator, is_due=True)
    assert RoundIndicator.objects.get().is_due is True
    set_due(by=OPERATOR, round_=round_, indicator=indicator, is_due=None)
    assert not RoundIndicator.objects.exists()
    below = IndicatorFactory(owner=reporting.unit)
    set_due(by=OPERATOR, round_=round_, indicator=below, is_due=False)
    with pytest.raises(Refused, match="finns inte"):
        set_due(by=OPERATOR, round_=round_, indicator=IndicatorFactory(owner=UnitFactory()), is_due=True)


def test_closing_asks_about_what_is_missing_and_freezes(reporting: Reporting) -> None:
    other = UnitFactory(parent=reporting.round.owner)
    with_plan(other)
    with pytest.raises(Incomplete) as asked:
        close_round(by=reporting.controller, round_=reporting.round)
    assert asked.value.messages == ["2 av 2 uppföljningar är inte godkända."]
    words = "ej påbörjad, saknar 1 utfall, 1 bedömning av mål och 1 status för aktivitet"
    assert {gap.words for gap in asked.value.missing} == {f"{reporting.unit}: {words}", f"{other}: {words}"}
    closed = close_round(by=reporting.controller, round_=reporting.round, although_missing=True, version=1)
    assert (closed.is_closed, closed.closed_by) == (True, reporting.controller)
    version = FollowUpVersion.objects.get(follow_up=reporting.follow_up)
    document = document_of(reporting.follow_up)
    assert isinstance(document, FollowUpDocument)
    assert version.sha256 == hashlib.sha256(document.to_json().encode()).hexdigest()
    assert (document.unit, document.version, document.status) == (reporting.unit.name, 1, "not_started")
    change = Change.objects.of("followup.round", closed.key).first()
    assert change is not None
    assert (change.action, change.after) == ("close", {"units": 2, "not_approved": 2})


def test_a_round_that_is_not_open_yet_or_closed_does_not_close(reporting: Reporting) -> None:
    later = a_reporting_unit(LATER)
    with pytest.raises(NotOpenYet):
        close_round(by=OPERATOR, round_=later.round, although_missing=True)
    with pytest.raises(Stale):
        close_round(by=OPERATOR, round_=reporting.round, although_missing=True, version=9)
    reporting.close()
    for again in (
        lambda: close_round(by=OPERATOR, round_=reporting.round, although_missing=True),
        lambda: change_round(by=OPERATOR, round_=reporting.round, words=LATER),
        lambda: write_headings(by=OPERATOR, round_=reporting.round, headings=[]),
        lambda: set_due(by=OPERATOR, round_=reporting.round, indicator=reporting.indicator, is_due=True),
    ):
        with pytest.raises(Refused, match="stängd"):
            again()
