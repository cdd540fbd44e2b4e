"""A plan comes in by the browser."""

from __future__ import annotations

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from goals.actions.links import adopt_goal
from goals.importing.save import save_plan
from goals.loading import load_plan
from goals.models import Goal, IncomingPlan, Level, Plan
from tests.factories import CommitteeFactory, UnitFactory, member
from tests.goals.test_import_plan import TEXT
from tests.rich import rich_document
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit, User

pytestmark = pytest.mark.django_db
LONE = TEXT.replace("85 % 90 % År", "85 % År")


@pytest.fixture
def granen() -> Unit:
    return UnitFactory(name="Förskolan Granen", parent=CommitteeFactory(name="Barnnämnden"))


@pytest.fixture
def editor(granen: Unit) -> User:
    return member(granen, Role.EDITOR)


@pytest.fixture
def web(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def upload(web: Client, content: bytes | str, name: str = "plan.txt") -> IncomingPlan:
    data = content.encode() if isinstance(content, str) else content
    answer = web.post(reverse("goals:upload"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 302, answer.content.decode()
    return IncomingPlan.objects.latest("pk")


def test_upload_preview_and_save(web: Client, granen: Unit) -> None:
    assert web.get(reverse("goals:upload")).status_code == 200
    incoming = upload(web, TEXT)
    page = web.get(reverse("goals:incoming", args=[incoming.key])).content.decode()
    assert "Barnen i Granen prövar något nytt" in page
    assert "Inget är sparat som plan ännu" in page
    assert not Plan.objects.exists()
    answer = web.post(reverse("goals:incoming", args=[incoming.key]), {"unit": granen.pk, "year": 2027})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("goals:plan", args=[2027, granen.slug])
    assert load_plan(Plan.objects.get()).goals[0].title == "En kommun att växa i"
    assert not IncomingPlan.objects.exists()


def test_a_goal_leads_to_its_line_in_the_file(web: Client) -> None:
    incoming = upload(web, TEXT)
    page = web.get(reverse("goals:incoming", args=[incoming.key])).content.decode()
    title = "Barnen i Granen prövar något nytt"
    line = next(n for n, text in enumerate(TEXT.splitlines(), 1) if title in text)
    links = {int(number): text for number, text in re.findall(r'<a href="#rad-(\d+)">([^<]*)</a>', page)}
    assert title in links.get(line, "") + links.get(line - 1, "")
    assert f'id="rad-{line}"' in page


def test_a_doubt_is_answered_and_holds(web: Client, granen: Unit) -> None:
    incoming = upload(web, LONE)
    page = web.get(reverse("goals:incoming", args=[incoming.key])).content.decode()
    assert "Vilken kolumn hör värdet till?" in page
    line = next(n for n, text in enumerate(LONE.splitlines(), 1) if text.endswith("85 % År"))
    answer = web.post(
        reverse("goals:incoming_correct", args=[incoming.key]),
        {"line": line, "kind": "column", "value": "target"},
    )
    assert answer.status_code == 302
    page = web.get(reverse("goals:incoming", args=[incoming.key])).content.decode()
    assert "Inget mer att se över" in page
    assert "Det du har valt (1)" in page
    web.post(reverse("goals:incoming", args=[incoming.key]), {"unit": granen.pk, "year": 2027})
    rows = [row for goal in load_plan(Plan.objects.get()).walk_goals() for row in goal.indicators]
    assert [(row.target, row.council_target) for row in rows] == [("85 %", "")]


@pytest.mark.parametrize(
    "answer",
    [
        {"line": "3", "kind": "column", "value": "neither"},
        {"line": "x", "kind": "level", "value": "unit"},
        {"line": "3", "kind": "nonsense", "value": "unit"},
        {},
    ],
)
def test_an_answer_that_makes_no_sense_changes_nothing(web: Client, answer: dict[str, str]) -> None:
    incoming = upload(web, TEXT)
    page = web.post(reverse("goals:incoming_correct", args=[incoming.key]), answer, follow=True)
    assert "gick inte att förstå" in page.content.decode()
    incoming.refresh_from_db()
    assert incoming.corrections == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"\x00\x01\x02\x03" * 50, "text"),
        (b"%PDF-1.7 trasig", "PDF"),
        ("Bara en dikt om våren.\n".encode(), "Inga mål"),
        (b'{"format": "verksamhetsplan/9"}', "verksamhetsplan/9"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_reason(web: Client, content: bytes, words: str) -> None:
    answer = web.post(reverse("goals:upload"), {"file": SimpleUploadedFile("fil", content)})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not IncomingPlan.objects.exists()


def test_without_a_file_the_form_says_so(web: Client) -> None:
    answer = web.post(reverse("goals:upload"))
    assert answer.status_code == 422
    assert "Välj en fil" in answer.content.decode()


def test_a_plan_that_is_there_is_asked_about_and_then_replaced(web: Client, granen: Unit) -> None:
    plan = save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan
    incoming = upload(web, TEXT)
    address = reverse("goals:incoming", args=[incoming.key])
    answer = web.post(address, {"unit": granen.pk, "year": 2027})
    assert answer.status_code == 409
    assert "Ersätt planen som redan finns" in answer.content.decode()
    assert load_plan(plan) == rich_document()
    assert web.post(address, {"unit": granen.pk, "year": 2027, "replace": "on"}).status_code == 302
    assert load_plan(Plan.objects.get()).opening[0].body != rich_document().opening[0].body


def test_our_own_file_comes_in_unchanged(web: Client, granen: Unit) -> None:
    incoming = upload(web, rich_document().to_json(), "plan.json")
    assert incoming.unit == granen
    web.post(reverse("goals:incoming", args=[incoming.key]), {"unit": granen.pk, "year": 2027})
    assert load_plan(Plan.objects.get()) == rich_document()


def test_somebody_elses_unit_cannot_be_chosen(web: Client) -> None:
    other = UnitFactory()
    incoming = upload(web, TEXT)
    answer = web.post(reverse("goals:incoming", args=[incoming.key]), {"unit": other.pk, "year": 2027})
    assert answer.status_code == 422
    assert not Plan.objects.exists()


def test_nobody_else_sees_an_upload(web: Client, granen: Unit, client: Client) -> None:
    incoming = upload(web, TEXT)
    web.force_login(member(granen, Role.CONTROLLER))
    for name in ("incoming", "incoming_correct", "incoming_discard"):
        assert web.post(reverse(f"goals:{name}", args=[incoming.key])).status_code == 404
    assert web.get(reverse("goals:incoming", args=[incoming.key])).status_code == 404
    assert web.get(reverse("goals:incoming", args=[uuid.uuid4()])).status_code == 404


def test_an_upload_is_thrown_away(web: Client) -> None:
    incoming = upload(web, TEXT)
    assert web.get(reverse("goals:incoming_discard", args=[incoming.key])).status_code == 405
    web.post(reverse("goals:incoming_discard", args=[incoming.key]))
    assert not IncomingPlan.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.ADMINISTRATOR])
def test_who_writes_nowhere_gets_told_so(client: Client, granen: Unit, role: Role) -> None:
    client.force_login(member(granen, role))
    answer = client.get(reverse("goals:upload"))
    assert answer.status_code == 403
    assert "redaktör" in answer.content.decode()


def test_who_is_not_logged_in_is_sent_to_log_in(client: Client) -> None:
    assert client.get(reverse("goals:upload")).status_code == 302


class TestLinks:
    @pytest.fixture
    def plan(self, granen: Unit) -> Plan:
        return save_plan(by=OPERATOR, document=rich_document(), unit=granen).plan

    def address(self, name: str, plan: Plan) -> str:
        return reverse(f"goals:{name}", args=[plan.year, plan.unit.slug])

    def test_a_controller_makes_all_unknown_goals_those_above(
        self, client: Client, plan: Plan, granen: Unit
    ) -> None:
        assert granen.parent is not None
        assert granen.parent.parent is not None
        client.force_login(member(granen.parent.parent, Role.CONTROLLER))
        page = client.get(self.address("links", plan)).content.decode()
        assert "Lägg till 3 okopplade mål i planerna ovanför" in page
        client.post(self.address("adopt", plan), {"goal": "all"})
        assert not plan.goals.filter(inherited=True, source=None).exists()
        own = Goal.objects.filter(inherited=False).exclude(plan=plan).order_by("level")
        assert [(goal.level, str(goal.plan.unit)) for goal in own] == [
            (Level.DIRECTION, "Granskogs kommun"),
            (Level.AREA, "Granskogs kommun"),
            (Level.COMMITTEE, "Barnnämnden"),
        ]
        assert load_plan(plan) == rich_document()
        page = client.get(self.address("links", plan)).content.decode()
        assert " ".join(page.split()).count("checked />") == 3
        assert "Orden skiljer sig" not in page

    def test_a_writer_is_told_of_loose_goals_until_they_are_linked(
        self, client: Client, plan: Plan, granen: Unit, editor: User
    ) -> None:
        assert granen.parent is not None
        assert granen.parent.parent is not None
        client.force_login(editor)
        assert "Några behöver ses över" in client.get(self.address("plan", plan)).content.decode()
        client.force_login(member(granen.parent.parent, Role.CONTROLLER))
        client.post(self.address("adopt", plan), {"goal": "all"})
        client.force_login(editor)
        assert "Några behöver ses över" not in client.get(self.address("plan", plan)).content.decode()

    def test_a_committees_controller_adopts_only_there(
        self, client: Client, plan: Plan, granen: Unit
    ) -> None:
        assert granen.parent is not None
        client.force_login(member(granen.parent, Role.CONTROLLER))
        client.post(self.address("adopt", plan), {"goal": "all"})
        assert [goal.level for goal in plan.goals.exclude(source=None)] == [Level.COMMITTEE]

    def test_an_editor_sees_but_does_not_adopt(self, client: Client, plan: Plan, editor: User) -> None:
        client.force_login(editor)
        page = client.get(self.address("links", plan)).content.decode()
        assert "Inte kopplat" in page
        assert "<button" not in page.split("<main")[1]
        goal = plan.goals.get(level=Level.COMMITTEE)
        assert client.post(self.address("adopt", plan), {"goal": str(goal.key)}).status_code == 403

    def test_a_goal_that_is_gone_or_linked_says_so(self, client: Client, plan: Plan, granen: Unit) -> None:
        assert granen.parent is not None
        controller = member(granen.parent, Role.CONTROLLER)
        client.force_login(controller)
        goal = plan.goals.get(level=Level.COMMITTEE)
        adopt_goal(by=controller, goal=goal)
        for chosen in (str(goal.key), str(uuid.uuid4()), "nonsense", ""):
            answer = client.post(self.address("adopt", plan), {"goal": chosen}, follow=True)
            assert "finns inte längre" in answer.content.decode()

    def test_an_outsider_finds_nothing(self, client: Client, plan: Plan) -> None:
        client.force_login(member(UnitFactory(), Role.MANAGER))
        assert client.get(self.address("links", plan)).status_code == 404
        assert client.post(self.address("adopt", plan), {"goal": "all"}).status_code == 404
