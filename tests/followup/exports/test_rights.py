"""Who gets what in which file: role × place in the tree × open or closed, held against the pages."""

from __future__ import annotations

import io

import docx
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from followup.api.views import TABLES
from goals.actions.moves import revise_plan
from goals.models import Goal
from tests.access_table import BELOW, FOREIGN, OWN, READS_DECIDED, READS_DRAFT
from tests.factories import YEAR, GoalFactory, PlanFactory, UnitFactory, decided, member
from tests.followup.exports.world import World, a_world
from tests.org.tokens import a_token, shown
from vp.org.access import OPERATOR
from vp.org.models import Role

pytestmark = pytest.mark.django_db
KINDS = "ABCDE"
"""A judgement, a deviation, money, a text and a value's comment: each file has all of what it shows."""


@pytest.fixture
def world() -> World:
    return a_world()


def inside(world: World, role: Role) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def excel(client: Client, address: str) -> str:
    """Every word of the file."""
    answer = client.get(address)
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    return "\n".join(str(cell.value) for page in book for row in page.iter_rows() for cell in row)


def api(world: World, role: Role) -> str:
    """Every line of every table that a program reads with a key of the role's person."""
    header = shown(a_token(world.people[role])[1])
    found = ""
    for name in TABLES:
        address = reverse("api:table", args=[name])
        while address:
            answer = Client().get(address, **header)
            assert answer.status_code == 200
            found += answer.content.decode()
            address = answer.json()["next"]
    return found


def told_in(words: str, world: World) -> set[str]:
    """The places whose follow-ups are told of; what is told of one is told whole."""
    found = {place for place, each in world.told.items() if each.words in words}
    for place in found:
        assert all(f"{world.told[place].words}{kind}" in words for kind in KINDS), place
    return found


def shown_on_pages(client: Client, world: World) -> set[str]:
    found = set()
    for place, each in world.told.items():
        where = [YEAR, each.round.code, each.unit.slug]
        answer = client.get(reverse("followup:report", args=where), follow=True)
        if answer.status_code == 200 and f"{each.words}A" in answer.content.decode():
            found.add(place)
    return found


def word(client: Client, world: World) -> str:
    """Every word of every report that there is a Word file of."""
    found = ""
    for each in world.told.values():
        where = [YEAR, each.round.code, each.unit.slug]
        answer = client.get(reverse("followup:report_docx", args=where))
        if answer.status_code == 200:
            document = docx.Document(io.BytesIO(answer.content))
            found += "\n".join(paragraph.text for paragraph in document.paragraphs)
            found += "\n".join(
                cell.text for table in document.tables for row in table.rows for cell in row.cells
            )
        else:
            assert answer.status_code == 404
    return found


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("role", Role)
def test_every_way_out(world: World, role: Role, is_closed: bool) -> None:
    if is_closed:
        world.close()
    client = inside(world, role)
    expected = (READS_DECIDED if is_closed else READS_DRAFT)[role]
    assert shown_on_pages(client, world) == expected
    assert told_in(api(world, role), world) == expected
    assert told_in(word(client, world), world) == expected
    whole = f"{reverse('followup:year_excel', args=[YEAR])}?enhet={world.told[OWN].round.owner.slug}"
    assert told_in(excel(client, whole), world) == expected - {FOREIGN}
    of_own = excel(client, reverse("followup:year_excel", args=[YEAR]))  # in and below one's own units
    assert told_in(of_own, world) == expected & {OWN, BELOW}
    for places in (set(world.told) - {FOREIGN}, {FOREIGN}):
        told = world.told[min(places)]
        address = reverse("followup:round_excel", args=[YEAR, told.round.code, told.round.owner.slug])
        if FOREIGN in places and role is not Role.ADMINISTRATOR:
            assert client.get(address).status_code == 404
            continue
        assert told_in(excel(client, address), world) == expected & places


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER, Role.CONTROLLER])
def test_a_revised_plan_is_a_draft_only_for_those_who_read_drafts(role: Role) -> None:
    """In Word and for programs, in and beside its unit, as on its page."""
    plan = PlanFactory(state="draft")
    goal = GoalFactory(plan=plan, level=4, title="Som det gäller")
    decided(plan)
    revise_plan(by=OPERATOR, plan=plan, reason="Ny budget.")
    Goal.objects.filter(pk=goal.pk).update(title="Som det skrivs")
    where = [plan.year, plan.unit.slug]
    beside = UnitFactory(parent=plan.unit.parent)
    for unit, reads in ((plan.unit, "Som det skrivs"), (beside, "Som det gäller")):
        person = member(unit, role)
        client = Client()
        client.force_login(person)
        answer = client.get(reverse("goals:plan_docx", args=where))
        in_word = "\n".join(each.text for each in docx.Document(io.BytesIO(answer.content)).paragraphs)
        header = shown(a_token(person)[1])
        in_json = Client().get(reverse("api:plan", args=where), **header).content.decode()
        on_page = client.get(reverse("goals:plan", args=where)).content.decode()
        (listed,) = Client().get(reverse("api:plans"), **header).json()["rows"]
        for told in (in_word, in_json, on_page):
            assert {words for words in ("Som det skrivs", "Som det gäller") if words in told} == {reads}
        assert listed["state"] == ("draft" if unit == plan.unit else "decided")
