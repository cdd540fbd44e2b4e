"""The page of an order, its file, and another try; and the button that orders a plan's PDF."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from goals.models import Plan
from goals.printed_plan import KIND
from tests.factories import PlanFactory, UserFactory, member
from vp.org.models import Role, User
from vp.printing import work
from vp.printing.models import RenderJob, RenderPart, State

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    made: Plan = PlanFactory(unit__name="Köksenheten")
    return made


@pytest.fixture
def manager(plan: Plan) -> User:
    return member(plan.unit, Role.MANAGER)


@pytest.fixture
def browser_of(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def order_of(person: User, plan: Plan, **values: object) -> RenderJob:
    return RenderJob.objects.create(
        subject={"plan": str(plan.key)}, unit=plan.unit, requested_by=person, total=4,
        **{"kind": KIND, "file_name": "Verksamhetsplan 2027 Köksenheten.pdf", **values},
    )  # fmt: skip


def page(job: RenderJob, name: str = "job") -> str:
    return reverse(f"printing:{name}", args=[job.key])


def test_the_button_orders_and_leads_to_the_order(browser_of: Client, plan: Plan, manager: User) -> None:
    address = reverse("goals:plan_pdf", args=[plan.year, plan.unit.slug])
    answer = browser_of.post(address)
    job = RenderJob.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page(job))
    assert (job.requested_by, job.unit, job.file_name) == (
        manager, plan.unit, f"Verksamhetsplan {plan.year} Köksenheten.pdf",
    )  # fmt: skip
    work.print_one()
    answer = browser_of.get(page(job, "file"))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert (
        "attachment; filename*=utf-8''Verksamhetsplan%202027%20K%C3%B6ksenheten.pdf"
        in answer["Content-Disposition"]
    )


def test_the_button_only_posts(browser_of: Client, plan: Plan) -> None:
    assert browser_of.get(reverse("goals:plan_pdf", args=[plan.year, plan.unit.slug])).status_code == 405


def test_a_draft_that_one_may_not_see_cant_be_ordered(client: Client, plan: Plan) -> None:
    client.force_login(member(PlanFactory().unit, Role.READER))
    assert client.post(reverse("goals:plan_pdf", args=[plan.year, plan.unit.slug])).status_code == 404
    assert not RenderJob.objects.exists()


def test_the_page_shows_how_far_it_has_come(browser_of: Client, plan: Plan, manager: User) -> None:
    job = order_of(manager, plan)
    whole = browser_of.get(page(job)).content.decode()
    assert "Väntar på sin tur" in whole
    assert 'hx-trigger="load delay:150ms"' in whole
    assert "Uppdatera nu" in whole
    RenderJob.objects.update(
        state=State.RUNNING, stage="Ritar 14 sidor", done=2, leased_until="2100-01-01T00:00Z",
        created_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    )  # fmt: skip
    part = browser_of.get(page(job), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Ritar 14 sidor" in part
    assert 'value="50"' in part
    assert 'hx-trigger="load delay:1s"' in part


def test_the_page_of_a_finished_order_gives_the_file_and_asks_no_more(
    browser_of: Client, plan: Plan, manager: User
) -> None:
    job = order_of(manager, plan)
    job.file.save("x.pdf", ContentFile(b"%PDF"), save=False)
    job.state = State.DONE
    job.save()
    content = browser_of.get(page(job)).content.decode()
    assert page(job, "file") in content
    assert "hx-trigger" not in content
    job.file.storage.delete(job.file.name)
    assert browser_of.get(page(job, "file")).status_code == 404


def test_a_failed_order_says_why_and_is_tried_again(browser_of: Client, plan: Plan, manager: User) -> None:
    job = order_of(manager, plan, state=State.FAILED, error=work.TOO_SLOW, attempts=3)
    content = browser_of.get(page(job)).content.decode()
    assert work.TOO_SLOW in content
    assert "hx-trigger" not in content
    assert browser_of.get(page(job, "file")).status_code == 404
    assert browser_of.get(page(job, "again")).status_code == 405
    answer = browser_of.post(page(job, "again"))
    assert (answer.status_code, answer["Location"]) == (302, page(job))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.QUEUED, 0)


@pytest.mark.parametrize("name", ["job", "file"])
def test_an_order_is_only_for_who_made_it(client: Client, plan: Plan, manager: User, name: str) -> None:
    job = order_of(manager, plan)
    assert client.get(page(job, name)).status_code == 302
    client.force_login(UserFactory())
    assert client.get(page(job, name)).status_code == 404
    assert client.post(page(job, "again")).status_code == 404
    assert client.post(page(job, "cancel")).status_code == 404
    job.key = uuid.uuid4()
    assert client.get(page(job, name)).status_code == 404


def test_the_page_asks_the_database_little(
    browser_of: Client, plan: Plan, manager: User, django_assert_max_num_queries: object
) -> None:
    job = order_of(manager, plan)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        browser_of.get(page(job))


def test_an_order_that_goes_on_can_be_stopped(browser_of: Client, plan: Plan, manager: User) -> None:
    job = order_of(manager, plan)
    assert page(job, "cancel") in browser_of.get(page(job)).content.decode()
    assert browser_of.get(page(job, "cancel")).status_code == 405
    answer = browser_of.post(page(job, "cancel"))
    assert (answer.status_code, answer["Location"]) == (302, page(job))
    content = browser_of.get(page(job)).content.decode()
    assert "Utskriften avbröts" in content
    assert "Försök igen" in content
    assert "hx-trigger" not in content


def test_the_file_is_only_for_who_may_still_see_it(browser_of: Client, plan: Plan, manager: User) -> None:
    job = order_of(manager, plan)
    job.file.save("x.pdf", ContentFile(b"%PDF"), save=False)
    job.state = State.DONE
    job.save()
    assert browser_of.get(page(job, "file")).status_code == 200
    manager.memberships.all().delete()
    assert browser_of.get(page(job, "file")).status_code == 404


def test_an_order_in_parts_says_which_one_is_printed_and_what_is_broken(
    browser_of: Client, plan: Plan, manager: User
) -> None:
    job = order_of(manager, plan, state=State.PARTS, planned=True, noun="enhet", kind="note")
    for position, state in enumerate((State.DONE, State.FAILED, State.RUNNING, State.QUEUED)):
        RenderPart.objects.create(
            job=job, position=position, kind="note", subject={}, title=f"Enhet {position}", fingerprint="x",
            state=state, pages=1, error="Den finns inte." if state == State.FAILED else "",
            leased_until="2100-01-01T00:00Z",
        )  # fmt: skip
    content = browser_of.get(page(job), headers={"HX-Request": "true"}).content.decode()
    assert "Skapar enhet 3 av 4 …" in content
    assert 'value="42"' in content
    assert "<strong>Enhet 1</strong>: Den finns inte." in content
    job.parts.update(state=State.DONE)
    assert "Sätter samman filen …" in browser_of.get(page(job)).content.decode()


def test_a_finished_file_says_what_it_lacks(browser_of: Client, plan: Plan, manager: User) -> None:
    job = order_of(manager, plan, planned=True, file_name="Rapporter.zip")
    job.file.save("x.zip", ContentFile(b"PK"), save=False)
    job.state = State.DONE
    job.save()
    assert "allt kom inte med" not in browser_of.get(page(job)).content.decode()
    RenderPart.objects.create(
        job=job, position=0, kind="note", subject={}, title="Köket", fingerprint="x", state=State.FAILED,
        error="Den finns inte.",
    )  # fmt: skip
    content = browser_of.get(page(job)).content.decode()
    assert "allt kom inte med" in content
    assert "Köket" in content
    assert "Varje fil i arkivet" in content
    assert "Försök igen med det som saknas" in content
    assert browser_of.get(page(job, "file"))["Content-Type"] == "application/zip"
    browser_of.post(page(job, "again"))
    job.refresh_from_db()
    assert (job.state, job.planned, job.file.name, job.parts.count()) == (State.QUEUED, False, "", 0)


def test_the_page_of_an_order_in_parts_asks_the_database_as_little(
    browser_of: Client, plan: Plan, manager: User, django_assert_num_queries: object
) -> None:
    job = order_of(manager, plan, state=State.PARTS, planned=True, noun="enhet")
    for number in (1, 3):
        RenderPart.objects.bulk_create(
            RenderPart(job=job, position=10 * number + i, kind="note", subject={}, title="x", fingerprint="x")
            for i in range(number)
        )
        with django_assert_num_queries(5):  # type: ignore[operator]
            browser_of.get(page(job))
