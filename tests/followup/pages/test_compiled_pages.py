"""The compiled report as it reads, and where it is chosen: pages, saves and refusals."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from followup.actions.moves import close_again, reopen
from followup.models import Report
from tests.factories import UnitFactory, member
from tests.followup.reports.committees import Reporting, a_committee, add_unit
from tests.followup.rounds import save
from vp.org.access import OPERATOR
from vp.org.models import Kind, Role, User
from vp.printing.models import RenderJob

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
LogIn = Callable[[User], Client]
POSTS = (
    "pdf/",
    "zip/",
    *(f"innehall/{each}/" for each in ("forsattsblad", "delar", "utdrag", "fardigstall", "oppna")),
)


@pytest.fixture
def found() -> Reporting:
    made = a_committee(2)
    add_unit(made, reports=False)
    return made


def base(found: Reporting) -> str:
    return f"/uppfoljning/{found.round.year}/T1/{found.committee.slug}/sammanstallning/"


def words(answer: HttpResponse) -> str:
    assert answer.status_code == 200, answer.content
    return " ".join(answer.content.decode().split())


def test_it_reads_as_the_report(found: Reporting, as_person: LogIn) -> None:
    page = words(as_person(found.controller).get(base(found)))
    assert "2 av 3 enheter har klarmarkerat sin uppföljning. Inte klarmarkerat: Enhet 02." in page
    assert (
        "Målet finns i 3 av 3 enheters planer. Av enheternas 3 mål här: 2 uppfylls helt, 1 inte bedömt."
        in page
    )
    assert "3 av 3 aktiviteter avviker." in page
    assert "2 av 3 enheter</span>" in page
    assert "Summorna är av 2 av 3 enheter. Uppgifter saknas från Enhet 02." in page
    assert page.count("<svg") == 2
    assert "Rapporten visar hur det står just nu" in page
    data = json.loads(as_person(found.controller).get(f"{base(found)}json/").content)
    assert (data["format"], len(data["units"])) == ("sammanstallning/1", 3)


@pytest.mark.parametrize("is_closed", [False, True])
def test_pages_ask_as_much_for_three_units_as_for_six(
    is_closed: bool, as_person: LogIn, django_assert_num_queries: Queries
) -> None:
    for units in (3, 6):
        found = a_committee(units, name=f"Nämnd {units}")
        client = as_person(found.controller)
        words(client.get(f"{base(found)}innehall/"))
        client.post(f"{base(found)}innehall/delar/", {"upp": "economy"})
        if is_closed:
            found.close()
        with django_assert_num_queries(13 if is_closed else 25):
            words(client.get(base(found)))
        with django_assert_num_queries(11 if is_closed else 13):
            words(client.get(f"{base(found)}innehall/"))


def test_parts_are_moved_and_left_out_by_buttons(found: Reporting, as_person: LogIn) -> None:
    client = as_person(found.controller)
    address = f"{base(found)}innehall/delar/"
    answer = client.post(address, {"upp": "economy"}, follow=True)
    assert kinds(words(answer))[5:8] == ["economy", "extracts", "appendices"]
    answer = client.post(
        address,
        {"inte-med": "deviations", "arrangement": Report.objects.get().arrangement},
        headers={"HX-Request": "true"},
    )
    fragment = words(answer)
    assert "<!DOCTYPE" not in fragment
    assert 'hx-swap-oob="true"' in fragment
    assert re.search(r'name="med" value="deviations" aria-pressed="false"', fragment)
    assert "Aktiviteter som avviker" not in words(client.get(base(found)))
    stale = words(client.post(address, {"upp": "economy", "arrangement": 1}, headers={"HX-Request": "true"}))
    assert "Någon har ändrat delarna sedan du öppnade sidan." in stale
    client.post(address, {"upp": "own_texts"})
    assert kinds(words(client.get(f"{base(found)}innehall/")))[0] == "own_texts"


def kinds(page: str) -> list[str]:
    return re.findall(r'id="upp-(\w+)"', page)


def test_the_cover_saves_itself(found: Reporting, as_person: LogIn) -> None:
    client = as_person(found.controller)
    address = f"{base(found)}innehall/forsattsblad/"

    def send(version: int, **fields: str) -> HttpResponse:
        made = save(version)
        sent = {"save": str(made.id), "version": version, **fields}
        answer: HttpResponse = client.post(address, sent, headers={"HX-Request": "true"})
        return answer

    first = send(1, title="Tertialrapport", dated_on="2027-05-20", proposal="<p>Nämnden godkänner.</p>")
    assert json.loads(first.content)["version"] == 2
    wrong = send(2, dated_on="i maj")
    assert (wrong.status_code, set(json.loads(wrong.content)["errors"])) == (422, {"dated_on"})
    clash = send(1, title="En annan")
    assert clash.status_code == 409
    assert f"{found.controller.name} har också skrivit här" in clash.content.decode()
    page = words(client.get(base(found)))
    assert "<p>Nämnden godkänner.</p>" in page
    assert "2027-05-20" in page


def test_texts_are_chosen_and_quoted(found: Reporting, as_person: LogIn) -> None:
    client = as_person(found.controller)
    page = words(client.get(f"{base(found)}innehall/"))
    [name, *_] = re.findall(r'value="(\d+/rubrik/[^"]+)"', page)
    answer = client.post(f"{base(found)}innehall/utdrag/", {"text": [name]}, follow=True)
    assert "1 text från enheterna är med i rapporten." in words(answer)
    assert re.search(rf'value="{re.escape(name)}" autocomplete="off" checked', words(answer))
    assert "<p>Året i Enhet 00.</p>" in words(client.get(base(found)))
    for nonsense in ("x", "99999999999999999999/rubrik/A", "0/mal/x", f"{found.own.pk}0/rubrik/Analys"):
        client.post(f"{base(found)}innehall/utdrag/", {"text": [nonsense]})
    assert Report.objects.get().extracts.count() <= 1


def test_it_is_finished_and_opened_again(found: Reporting, as_person: LogIn) -> None:
    neighbour = member(UnitFactory(parent=found.committee.parent, kind=Kind.COMMITTEE), Role.READER)
    client = as_person(found.controller)
    answer = client.post(f"{base(found)}innehall/fardigstall/", follow=True)
    assert "när omgången är stängd" in words(answer)
    found.close()
    assert "Rapporten är inte färdigställd." in words(as_person(neighbour).get(base(found)))
    client = as_person(found.controller)
    answer = client.post(f"{base(found)}innehall/fardigstall/", follow=True)
    assert "Alla i kommunen kan läsa den." in words(answer)
    assert "Färdigställd 20" in words(as_person(neighbour).get(base(found)))
    assert as_person(neighbour).get(f"{base(found)}innehall/").status_code == 403
    client = as_person(found.controller)
    assert "Varför öppnas den igen?" in words(client.get(f"{base(found)}innehall/"))
    refused = client.post(f"{base(found)}innehall/delar/", {"upp": "economy"}, follow=True)
    assert "Rapporten är färdigställd." in words(refused)
    row = found.follow_up(0)
    until = timezone.now() + datetime.timedelta(days=1)
    row = reopen(by=OPERATOR, follow_up=row, until=until, reason="Fel")
    row.assessments.update(attainment="not")
    close_again(by=OPERATOR, follow_up=row)
    assert "Rättat sedan rapporten färdigställdes: Enhet 00." in words(client.get(base(found)))
    client.post(f"{base(found)}innehall/oppna/", {"reason": "Fel datum"})
    assert "Öppnad igen. Fel datum" in words(client.get(f"{base(found)}innehall/"))
    assert "utkast tills den färdigställs" in words(client.get(base(found)))
    assert "rättas just nu" in words(as_person(neighbour).get(base(found)))


def test_files_are_ordered_for_whoever_asks(found: Reporting, as_person: LogIn) -> None:
    client = as_person(found.controller)
    for kind in ("pdf", "zip"):
        answer = client.post(f"{base(found)}{kind}/")
        job = RenderJob.objects.latest("pk")
        assert answer["Location"] == f"/utskrifter/{job.key}/"
        assert job.subject["reader"] == str(found.controller.key)
        assert job.file_name == f"T1 {found.round.year} Socialnämnden.{kind}"


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.EDITOR])
def test_an_open_round_is_not_for_those_who_dont_read_below(
    found: Reporting, as_person: LogIn, role: Role
) -> None:
    everybody_is_refused(found, as_person(member(found.committee, role)), 404)


def test_outsiders_dont_know_of_it(found: Reporting, client: Client, as_person: LogIn) -> None:
    assert client.get(base(found))["Location"].startswith("/logga-in/")
    for address in POSTS:
        assert client.post(f"{base(found)}{address}")["Location"].startswith("/logga-in/"), address
    strange = UnitFactory(kind=Kind.COUNCIL, parent=None, name="Annans kommun")
    everybody_is_refused(found, as_person(member(strange, Role.CONTROLLER)), 404)
    found.close()
    everybody_is_refused(found, as_person(member(strange, Role.CONTROLLER)), 404)


def everybody_is_refused(found: Reporting, client: Client, status: int) -> None:
    for address in ("", "json/", "innehall/"):
        assert client.get(f"{base(found)}{address}").status_code == status, address
    for address in POSTS:
        assert client.post(f"{base(found)}{address}").status_code == status, address
    assert not Report.objects.exists()


def test_a_manager_of_the_committee_reads_it_and_doesnt_write(found: Reporting, as_person: LogIn) -> None:
    client = as_person(member(found.committee, Role.MANAGER))
    assert "Innehåll och försättsblad" not in words(client.get(base(found)))
    assert client.get(f"{base(found)}innehall/").status_code == 403
    for address in POSTS[2:]:
        assert client.post(f"{base(found)}{address}").status_code == 403, address


def test_a_committee_without_units_has_an_empty_report(as_person: LogIn) -> None:
    found = a_committee(0)
    found.own.delete()
    assert "Ingen enhet har en uppföljning här ännu." in words(as_person(found.controller).get(base(found)))


def test_a_round_that_isnt_there_is_not_found(found: Reporting, as_person: LogIn) -> None:
    client = as_person(found.controller)
    assert client.get(base(found).replace("/T1/", "/T2/")).status_code == 404
    beside = UnitFactory(parent=found.committee.parent, kind=Kind.COMMITTEE)
    assert client.get(base(found).replace(found.committee.slug, beside.slug)).status_code == 404
