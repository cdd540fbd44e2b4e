"""What a compiled report says: who is in it, what is counted of how many, and in how many queries."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal

import pytest
from django.utils import timezone

from followup.actions.finishing import finish_report, reopen_report
from followup.actions.reports import CoverWords, Quote, choose_extracts, choose_parts, write_cover
from followup.models import FollowUp, GoalAssessment, PartKind, Report, ReportVersion
from followup.reports.choosing import AT_FIRST, Chosen
from followup.reports.compiled_document import CompiledDocument
from followup.reports.compiled_json import read_compiled
from followup.reports.compiled_reading import ShownReport, read_report, read_sources
from indicators.models import Indicator, Measurement
from tests.factories import UnitFactory, member
from tests.followup.reports.committees import Reporting, a_committee, add_unit
from tests.followup.rounds import a_round, save
from vp.org.access import OPERATOR, Actor
from vp.org.models import Role, Unit, User
from vp.refusals import Closed, Gone, Refused, Stale
from vp.saving import Conflict

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


def shown(found: Reporting, reader: Actor = OPERATOR) -> ShownReport:
    unit = Unit.objects.select_related("parent__parent").get(pk=found.committee.pk)
    report = read_report(unit, found.round, reader)
    assert report is not None
    return report


def document(found: Reporting, reader: Actor = OPERATOR) -> CompiledDocument:
    return shown(found, reader).document


def test_units_stand_at_the_committees_goal_with_how_they_judge() -> None:
    found = a_committee(2)
    add_unit(found, attainment="not")
    add_unit(found, reports=False)
    [goal] = document(found).goals
    assert (goal.title, goal.own, goal.attainment, goal.units) == ("Invånarna är trygga", True, "partly", 4)
    assert [(each.unit, each.attainment) for each in goal.judgements] == [
        ("Enhet 00", "fully"),
        ("Enhet 01", "fully"),
        ("Enhet 02", "not"),
        ("Enhet 03", ""),
    ]
    assert goal.judgements[0].why == "Det går bra hos Enhet 00."
    assert [each.unit for each in goal.deviations] == ["Enhet 00", "Enhet 01", "Enhet 02", "Enhet 03"]
    assert goal.activities == 4
    assert [each.is_reported for each in document(found).units] == [True, True, True, False]


def test_an_indicator_is_added_up_of_those_who_have_answered() -> None:
    found = a_committee(3)
    add_unit(found, reports=False)
    [whole] = document(found).goals[0].indicators
    assert whole.outcome.total is not None
    assert whole.outcome.total.value == Decimal(80)
    assert (whole.reported, whole.due, whole.counted, whole.missing) == (3, 4, 3, ("Enhet 03",))
    assert whole.coverage == "3 av 4 enheter har rapporterat."
    assert (whole.target, whole.attainment) == ("80", "fully")
    assert [each.attainment for each in whole.values] == ["partly", "fully", "fully", ""]
    Indicator.objects.update(aggregation="latest")
    Measurement.objects.filter(unit=found.units[0]).update(changed_at=timezone.now())
    [latest] = document(found).goals[0].indicators
    assert latest.outcome.total is not None
    assert latest.outcome.total.value == Decimal(70)


def test_too_few_make_no_value() -> None:
    found = a_committee(1)
    for _ in range(2):
        add_unit(found, reports=False)
    [whole] = document(found).goals[0].indicators
    assert whole.outcome.total is None
    assert whole.coverage == "1 av 3 enheter har rapporterat. Det är för få för ett gemensamt värde."


def test_economy_is_summed_of_those_whose_numbers_are_known() -> None:
    found = a_committee(2)
    add_unit(found, reports=False)
    economy = document(found).economy
    net = economy.sums[-1]
    assert (net.name, net.budget, net.outcome, net.forecast) == ("Netto", -2000, -600, -2100)
    assert (economy.counted, economy.due, economy.missing) == (2, 3, ("Enhet 02",))
    assert [each.name for each in economy.units] == ["Enhet 00", "Enhet 01"]


def test_only_chosen_parts_are_in_it() -> None:
    found = a_committee(1)
    parts = [Chosen(each.kind, each.kind == PartKind.ECONOMY) for each in AT_FIRST.parts]
    choose_parts(by=found.controller, round_=found.round, unit=found.committee, parts=parts)
    made = document(found)
    assert (made.parts, made.goals, made.texts) == (("economy",), (), ())
    assert made.economy.counted == 1


def test_chosen_texts_are_quoted_at_their_goals_and_by_themselves() -> None:
    found = a_committee(2)
    row = found.follow_up(0)
    goal = row.assessments.get().goal_key
    where = {"by": found.controller, "round_": found.round, "unit": found.committee}
    quotes = [Quote(row.pk, goal=goal), Quote(row.pk, heading="Sammanfattande analys")]
    report = choose_extracts(**where, quotes=quotes)
    made = document(found)
    assert [each.body for each in made.goals[0].extracts] == ["<p>Det går bra hos Enhet 00.</p>"]
    assert [each.body for each in made.extracts] == ["<p>Året i Enhet 00.</p>"]
    with pytest.raises(Stale):
        choose_extracts(**where, quotes=[], arrangement=1)
    choose_extracts(**where, quotes=quotes[1:], arrangement=report.arrangement)
    assert document(found).goals[0].extracts == ()
    for stranger in (Quote(a_committee(1, name="Annan").follow_up(0).pk, goal=goal), Quote(row.pk)):
        with pytest.raises(Gone):
            choose_extracts(**where, quotes=[stranger])


def test_the_choice_follows_to_the_next_round() -> None:
    found = a_committee(1)
    where = {"by": found.controller, "round_": found.round, "unit": found.committee}
    parts = [Chosen(each.kind, each.kind != PartKind.DEVIATIONS) for each in reversed(AT_FIRST.parts)]
    choose_parts(**where, parts=parts)
    words = CoverWords(title="T1", handled_by="Petra W", addressed_to="Socialnämnden", summary="<p>Bra.</p>")
    write_cover(**where, words=words, save=save(1))
    found.round = a_round(found.committee, "T2")
    before = shown(found, found.controller)
    assert (tuple(before.parts), before.document.cover.handled_by) == (tuple(parts), "Petra W")
    where["round_"] = found.round
    write_cover(**where, words=CoverWords(registry_number="SN 12", handled_by="Petra W"), save=save(1))
    later = shown(found, found.controller)
    cover = later.document.cover
    assert (cover.registry_number, cover.title, cover.addressed_to) == ("SN 12", "Tertialrapport 2 2027", "")
    assert tuple(later.parts) == tuple(parts)
    assert later.document.summary == ""


def test_the_cover_is_saved_with_versions() -> None:
    found = a_committee(1)
    where = {"by": found.controller, "round_": found.round, "unit": found.committee}
    first = save(1)
    assert write_cover(**where, words=CoverWords(title="Ett"), save=first) == 2
    assert write_cover(**where, words=CoverWords(title="Ett"), save=first) == 2
    with pytest.raises(Conflict):
        write_cover(**where, words=CoverWords(title="Två"), save=save(1))
    with pytest.raises(Refused, match="Rubriken är längre än 200 tecken"):
        write_cover(**where, words=CoverWords(title="x" * 201), save=save(2))
    scripted = CoverWords(title="Ett", proposal="<p>Nämnden godkänner.</p><script>x</script>")
    write_cover(**where, words=scripted, save=save(2))
    assert Report.objects.get().proposal == "<p>Nämnden godkänner.</p>"


def test_finishing_freezes_and_makes_it_public() -> None:
    found = a_committee(2)
    where = {"by": found.controller, "round_": found.round, "unit": found.committee}
    write_cover(**where, words=CoverWords(summary="<p>Nämndens år.</p>"), save=save(1))
    neighbour = member(UnitFactory(parent=found.committee.parent, kind="committee"), Role.READER)
    assert read_report(found.committee, found.round, neighbour) is None
    with pytest.raises(Refused, match="när omgången är stängd"):
        finish_report(**where)
    found.close()
    where["round_"] = found.round
    public = document(found, neighbour)
    assert (public.summary, len(public.units)) == ("", 2)
    assert document(found, found.controller).summary == "<p>Nämndens år.</p>"
    version = finish_report(**where)
    assert version.sha256 == document(found, neighbour).sha256()
    assert document(found, neighbour).summary == "<p>Nämndens år.</p>"
    with pytest.raises(Closed):
        write_cover(**where, words=CoverWords(title="Ny"), save=save(2))
    with pytest.raises(Refused, match="Skriv varför"):
        reopen_report(**where, reason=" ")
    reopen_report(**where, reason="Fel dnr")
    write_cover(**where, words=CoverWords(registry_number="SN 1"), save=save(2))
    assert document(found, neighbour).cover.registry_number == ""
    again = finish_report(**where)
    assert (again.number, again.reason) == (2, "Fel dnr")
    assert document(found, neighbour).cover.registry_number == "SN 1"


def test_what_was_closed_twice_says_the_same() -> None:
    """From frozen versions, also while a unit is being corrected, and again when nothing was corrected."""
    found = a_committee(3)
    found.close()
    first = document(found)
    row = found.follow_up(0)
    FollowUp.objects.filter(pk=row.pk).update(
        reopened_until=timezone.now() + datetime.timedelta(days=1), reopen_reason="Fel"
    )
    GoalAssessment.objects.filter(follow_up=row).update(attainment="not")
    assert document(found) == first
    with pytest.raises(Refused, match="rättas just nu för Enhet 00"):
        finish_report(by=found.controller, round_=found.round, unit=found.committee)


@pytest.mark.parametrize(
    ("role", "sees"),
    [(Role.CONTROLLER, True), (Role.MANAGER, True), (Role.EDITOR, False), (Role.STAFF, False)],
)
def test_an_open_report_is_for_those_who_read_drafts_below(role: Role, sees: bool) -> None:
    found = a_committee(1)
    report = read_report(found.committee, found.round, member(found.committee, role))
    assert (report is not None) == sees
    manager: User = member(found.units[0], Role.MANAGER)
    assert read_report(found.committee, found.round, manager) is None


@pytest.mark.parametrize(("is_closed", "queries"), [(False, 20), (True, 8)])
def test_the_data_takes_as_many_queries_for_three_units_as_for_six(
    is_closed: bool, queries: int, django_assert_num_queries: Queries
) -> None:
    few, many = a_committee(3), a_committee(6, name="Kulturnämnden")
    for found in (few, many):
        choose_parts(by=OPERATOR, round_=found.round, unit=found.committee, parts=AT_FIRST.parts)
        if is_closed:
            found.close()
        with django_assert_num_queries(queries):
            assert len(document(found).units) == len(found.units)


def test_its_json_is_read_back_the_same() -> None:
    found = a_committee(2)
    add_unit(found, reports=False)
    row = found.follow_up(0)
    where = {"by": found.controller, "round_": found.round, "unit": found.committee}
    choose_extracts(**where, quotes=[Quote(row.pk, heading="Sammanfattande analys")])
    words = CoverWords(proposal="<p>Godkänn.</p>", dated_on=datetime.date(2027, 5, 20))
    write_cover(**where, words=words, save=save(1))
    made = document(found)
    assert read_compiled(json.loads(made.to_json())) == made
    assert ReportVersion.objects.count() == 0
    assert read_sources(found.committee, found.round, found.controller).own is not None
