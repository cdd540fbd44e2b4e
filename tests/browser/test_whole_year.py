"""A whole year: plan decided, T1, T2, VB, closed, compiled as a PDF, next plan with what is carried over."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from followup.models import FollowUpVersion, Round
from goals.models import Activity, Plan
from tests.browser import flow
from tests.browser.flow import ACTIVITY, GOAL, follow, looked_at, send
from tests.factories import decided, member
from vp.org.models import Role, User
from vp.printing import work
from vp.printing.models import RenderJob

pytestmark = pytest.mark.browser
YEAR = timezone.localdate().year
UNIT = "Förskolan Granen"
ROUNDS = {
    "T1": ("Tertialrapport 1", ("150", "200", "7,4"), "Uppfylls delvis", "Pågår"),
    "T2": ("Tertialrapport 2", ("160", "200", "6,9"), "Uppfylls helt", "Försenad"),
    "VB": ("Verksamhetsberättelse", ("170", "200", "6,5"), "Uppfylls helt", "Försenad"),
}
"""What each round is called, the values that are logged in it, the judgement, and how the activity goes."""
As = Callable[[User], Page]


def test_the_whole_year(transactional_db: None, logged_in: As, page: Page) -> None:
    unit, plan, _ = flow.a_preschool(YEAR, above="Barn trivs och lär sig")
    assert unit.parent is not None
    decided(Plan.objects.get(unit=unit.parent))
    manager = member(unit, Role.MANAGER, name="Mona Alm")
    controller = member(unit.parent, Role.CONTROLLER, name="Petra Ek")
    the_plan_is_decided(page, logged_in, manager, controller)
    for code in ROUNDS:
        logged_in(controller)
        page.goto(f"/uppfoljning/{YEAR}/")
        follow(page, "Skapa den första" if code == "T1" else "Ny omgång")
        flow.open_round(page)
        logged_in(manager)
        report(page, code)
        logged_in(controller)
        approve_and_close(page, code)
    assert Round.objects.filter(closed_at=None).count() == 0
    assert FollowUpVersion.objects.filter(follow_up__unit=unit).count() == 3
    it_is_compiled(page)
    logged_in(manager)
    next_year_begins(page)
    row = Activity.objects.get(plan__year=YEAR + 1)
    assert (row.key, row.title) == (plan.activities.get().key, ACTIVITY)


def the_plan_is_decided(page: Page, logged_in: As, manager: User, controller: User) -> None:
    logged_in(manager)
    page.goto(f"/planer/{YEAR}/granen/")
    follow(page, "Klarmarkera")
    send(page, "Klarmarkera", "Planen är klarmarkerad.")
    logged_in(controller)
    page.goto("/")
    follow(page, UNIT, "Fastställ")
    page.get_by_label("Fastställd av").fill("Barnnämnden § 12")
    send(page, "Fastställ planen", "och låst.")


def report(page: Page, code: str) -> None:
    """A unit's own part, from the start page on."""
    name, values, attainment, status = ROUNDS[code]
    page.goto("/")
    follow(page, "Fyll i de 2 värden som saknas")
    flow.log(page, values)
    follow(page, f"Uppföljning {code} {YEAR}", "Bedömning, ekonomi och texter")
    if code == "VB":
        expect(page.locator(".judge-activity")).to_contain_text("Tertialrapport 2: försenad")
    flow.judge(page, attainment, "Maten är uppskattad.")
    flow.tell_status(page, status, "Anbuden drog ut på tiden.", carried=code == "VB")
    flow.summarise(page, f"Året så långt i {code}.")
    expect(page.locator("[data-left-count]")).to_be_hidden()
    follow(page, f"{name} {YEAR}", "Klarmarkera")
    send(page, "Klarmarkera", "Uppföljningen är klarmarkerad.")


def approve_and_close(page: Page, code: str) -> None:
    """The committee's own part is left as it is, which closing asks about."""
    page.goto("/")
    follow(page, "1 väntar på dig", f"{code} för {UNIT}: Klarmarkerad…", "Godkänn")
    send(page, "Godkänn", "Uppföljningen är godkänd.")
    follow(page, "Om omgången", "Stäng omgången")
    page.get_by_label("Stäng omgången ändå").check()
    send(page, "Stäng omgången", "är stängd.")


def it_is_compiled(page: Page) -> None:
    """From the closed round to a finished report, and its file."""
    follow(page, "Sammanställd rapport")
    expect(page.get_by_text(GOAL).first).to_be_visible()
    looked_at(page)
    follow(page, "Innehåll och försättsblad")
    send(page, "Färdigställ rapporten", "Rapporten är färdigställd.")
    send(page, "Ladda ner PDF", "Ladda ner PDF")
    while work.print_one() is not None:
        pass
    page.reload()
    expect(page.get_by_text("Filen är klar.")).to_be_visible()
    looked_at(page)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Hämta filen").click()
    assert downloading.value.suggested_filename.endswith(".pdf")
    made = pikepdf.open(io.BytesIO(RenderJob.objects.get().file.read()))
    assert len(made.pages) > 2
    assert len(made.attachments) >= 1


def next_year_begins(page: Page) -> None:
    page.goto(f"/uppfoljning/{YEAR}/VB/granen/")
    follow(page, f"Aktiviteter som förs över till {YEAR + 1}")
    expect(page.get_by_role("heading", name=f"Väntar på planen för {YEAR + 1}")).to_be_visible()
    looked_at(page)
    follow(page, f"Börja på planen för {YEAR + 1}")
    expect(page.get_by_role("listitem").filter(has_text=ACTIVITY)).to_be_visible()
    looked_at(page)
    send(page, f"Börja på planen för {YEAR + 1}", "1 aktivitet är förd över hit.")
    goal = page.locator(".goal", has=page.get_by_role("heading", name=GOAL))
    expect(goal.get_by_role("row", name=ACTIVITY)).to_be_visible()
    looked_at(page)
