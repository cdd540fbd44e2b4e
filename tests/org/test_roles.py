"""People are invited, given roles and deputies, and kept out: each with its right and its history."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.factories import (
    CommitteeFactory,
    CouncilFactory,
    MembershipFactory,
    UnitFactory,
    UserFactory,
    member,
)
from vp.history.models import Change
from vp.org.access import OPERATOR, Permission, can
from vp.org.actions.people import deactivate_person, invite_person, reactivate_person
from vp.org.actions.roles import appoint_deputy, end_role, give_role
from vp.org.models import Membership, Role, User

pytestmark = pytest.mark.django_db
SITE = "https://plan.example.se/"
DAY = datetime.timedelta(days=1)


def today() -> datetime.date:
    return timezone.localdate()


def test_an_invited_person_gets_a_role_and_a_mail(mailoutbox, django_capture_on_commit_callbacks) -> None:
    unit = UnitFactory(name="Solen")
    manager = member(unit, Role.MANAGER, name="Maj Chef")
    with django_capture_on_commit_callbacks(execute=True):
        held = invite_person(
            by=manager, email=" Ny@Example.se ", name="Ny Person", unit=unit, role=Role.STAFF, site=SITE
        )
    assert (held.user.email, held.user.name, held.role) == ("ny@example.se", "Ny Person", "staff")
    assert not held.user.has_usable_password()
    assert can(held.user, Permission.LOG_VALUES, unit)
    [mail] = mailoutbox
    assert mail.to == ["ny@example.se"]
    assert mail.subject == "Välkommen till verksamhetsplanerna i Solen"
    assert "Maj Chef har lagt in dig som medarbetare i Solen." in mail.body
    link = next(line for line in mail.body.splitlines() if "/losenord/" in line)
    assert link.startswith(SITE)
    assert default_token_generator.check_token(held.user, link.rstrip("/").rsplit("/", 1)[1])
    change = Change.objects.get(subject="role", key=held.user.key)
    assert (change.action, change.by, change.unit, change.after["role"]) == ("given", manager, unit, "staff")


def test_who_is_already_here_keeps_her_name_and_gets_no_link(
    mailoutbox, django_capture_on_commit_callbacks
) -> None:
    user = UserFactory(email="finns@example.se", name="Finns Redan")
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(
            by=OPERATOR,
            email="FINNS@example.se",
            name="Annat",
            unit=UnitFactory(),
            role=Role.STAFF,
            site=SITE,
        )
    user.refresh_from_db()
    assert user.name == "Finns Redan"
    assert "/losenord/" not in mailoutbox[0].body
    assert "Systemet har lagt in dig" in mailoutbox[0].body


def test_what_is_wrong_with_an_invitation_leaves_nothing(
    mailoutbox, django_capture_on_commit_callbacks
) -> None:
    unit = UnitFactory()
    UserFactory(email="avstangd@example.se", is_active=False)
    for email, name, words in (
        ("inte en adress", "Namn", "e-postadress"),
        ("ny@example.se", "  ", "namn"),
        ("avstangd@example.se", "Namn", "avstängd"),
    ):
        people = User.objects.count()
        with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValidationError) as caught:
            invite_person(by=OPERATOR, email=email, name=name, unit=unit, role=Role.STAFF, site=SITE)
        assert words in " ".join(caught.value.messages)
        assert User.objects.count() == people
    with pytest.raises(PermissionDenied, match="högre än din egen"):
        invite_person(
            by=member(unit, Role.MANAGER),
            email="ny@example.se",
            name="Ny",
            unit=unit,
            role=Role.CONTROLLER,
            site=SITE,
        )
    assert not User.objects.filter(email="ny@example.se").exists()
    assert not mailoutbox


def test_roles_above_ones_own_or_elsewhere_are_neither_given_nor_ended() -> None:
    unit = UnitFactory(name="Solen")
    manager, other = member(unit, Role.MANAGER), UserFactory()
    with pytest.raises(PermissionDenied, match="rollen controller, som är högre än din egen"):
        give_role(by=manager, user=other, unit=unit, role=Role.CONTROLLER)
    with pytest.raises(PermissionDenied, match="ge roller i Nämnden"):
        give_role(by=manager, user=other, unit=CommitteeFactory(name="Nämnden"), role=Role.READER)
    above = MembershipFactory(unit=unit, role=Role.CONTROLLER)
    with pytest.raises(PermissionDenied, match="avsluta rollen controller"):
        end_role(by=manager, membership=above)


def test_a_role_is_held_once_at_a_time() -> None:
    user, unit = UserFactory(name="Kim"), UnitFactory()
    give_role(by=OPERATOR, user=user, unit=unit, role=Role.STAFF, ends_on=today() + 5 * DAY)
    with pytest.raises(ValidationError, match="Kim har redan den rollen då"):
        give_role(by=OPERATOR, user=user, unit=unit, role=Role.STAFF, starts_on=today() + 5 * DAY)
    give_role(by=OPERATOR, user=user, unit=unit, role=Role.STAFF, starts_on=today() + 6 * DAY)
    give_role(by=OPERATOR, user=user, unit=unit, role=Role.EDITOR)
    assert user.memberships.count() == 3


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValidationError, match="före startdatum"):
        give_role(by=OPERATOR, user=UserFactory(), unit=UnitFactory(), role=Role.STAFF, ends_on=today() - DAY)


def test_nobody_gets_a_role_in_what_is_closed() -> None:
    unit = UnitFactory(closed_on=today() - DAY)
    with pytest.raises(ValidationError, match="är stängd"):
        give_role(by=OPERATOR, user=UserFactory(), unit=unit, role=Role.STAFF)


def test_a_role_ends_after_its_last_day() -> None:
    held = MembershipFactory(role=Role.STAFF)
    ended = end_role(by=OPERATOR, membership=held, last_day=today())
    assert ended is not None
    assert can(User.objects.get(pk=held.user.pk), Permission.LOG_VALUES, held.unit)
    end_role(by=OPERATOR, membership=held)
    assert not can(User.objects.get(pk=held.user.pk), Permission.LOG_VALUES, held.unit)
    assert list(Change.objects.order_by("pk").values_list("action", flat=True)) == ["ended", "ended"]


def test_a_role_to_come_is_taken_away() -> None:
    held = MembershipFactory(starts_on=today() + DAY)
    assert end_role(by=OPERATOR, membership=held) is None
    assert not Membership.objects.exists()
    change = Change.objects.get()
    assert (change.action, change.before["name"]) == ("withdrawn", held.user.name)


def test_a_deputy_holds_the_role_for_a_while_and_ends_with_it() -> None:
    manager = MembershipFactory(role=Role.MANAGER)
    deputy = UserFactory()
    held = appoint_deputy(
        by=manager.user, membership=manager, user=deputy, starts_on=today(), ends_on=today() + 20 * DAY
    )
    assert held.deputy_for == manager.user
    assert can(deputy, Permission.MARK_READY, manager.unit)
    end_role(by=OPERATOR, membership=manager, last_day=today() + 10 * DAY)
    held.refresh_from_db()
    assert held.ends_on == today() + 10 * DAY


def test_a_deputy_outlasts_no_role_and_is_somebody_else() -> None:
    manager = MembershipFactory(role=Role.MANAGER, ends_on=today() + 5 * DAY)
    dates = {"starts_on": today(), "ends_on": today() + 6 * DAY}
    with pytest.raises(ValidationError, match="kan inte vara längre"):
        appoint_deputy(by=OPERATOR, membership=manager, user=UserFactory(), **dates)
    dates["ends_on"] = today()
    with pytest.raises(ValidationError, match="vikarie för sig själv"):
        appoint_deputy(by=OPERATOR, membership=manager, user=manager.user, **dates)
    with pytest.raises(PermissionDenied):
        appoint_deputy(by=member(manager.unit, Role.EDITOR), membership=manager, user=UserFactory(), **dates)


def test_the_last_administrator_stays() -> None:
    council = CouncilFactory()
    first = MembershipFactory(unit=council, role=Role.ADMINISTRATOR)
    with pytest.raises(ValidationError, match="minst en administratör"):
        end_role(by=first.user, membership=first)
    with pytest.raises(ValidationError, match="minst en administratör"):
        deactivate_person(by=OPERATOR, user=first.user)
    second = MembershipFactory(unit=council, role=Role.ADMINISTRATOR)
    deactivate_person(by=second.user, user=first.user)
    with pytest.raises(ValidationError, match="minst en administratör"):
        end_role(by=second.user, membership=second)


def test_who_is_kept_out_is_out_and_may_come_back() -> None:
    unit = UnitFactory()
    manager, staff = member(unit, Role.MANAGER), member(unit, Role.STAFF)
    deactivate_person(by=manager, user=staff, reason="Har slutat.")
    staff.refresh_from_db()
    assert not can(staff, Permission.LOG_VALUES, unit)
    change = Change.objects.get(subject="person", key=staff.key)
    assert (change.action, change.unit, change.reason) == ("deactivated", unit, "Har slutat.")
    reactivate_person(by=manager, user=staff)
    assert can(User.objects.get(pk=staff.pk), Permission.LOG_VALUES, unit)


def test_an_account_is_closed_by_who_may_end_all_its_roles() -> None:
    unit = UnitFactory()
    manager = member(unit, Role.MANAGER)
    controller = member(unit, Role.CONTROLLER)
    elsewhere = member(unit, Role.STAFF)
    MembershipFactory(user=elsewhere, unit=UnitFactory(), role=Role.STAFF)
    for user in (controller, elsewhere, UserFactory()):
        with pytest.raises(PermissionDenied, match="alla personens roller"):
            deactivate_person(by=manager, user=user)
    with pytest.raises(ValidationError, match="dig själv"):
        deactivate_person(by=manager, user=manager)


def test_an_invitation_stands_though_the_mail_server_is_down(
    settings, caplog, django_capture_on_commit_callbacks
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with django_capture_on_commit_callbacks(execute=True):
        invite_person(
            by=OPERATOR, email="ny@example.se", name="Ny", unit=UnitFactory(), role=Role.STAFF, site=SITE
        )
    assert Membership.objects.filter(user__email="ny@example.se").exists()
    assert "could not be sent" in caplog.text
