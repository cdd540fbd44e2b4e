"""People come and go: invited with a first role, kept out, let in again."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction

from vp.org import events
from vp.org.access import Actor, Permission, area, may_give, memberships
from vp.org.actions.mail import mail_to, password_link, send_on_commit
from vp.org.actions.refusal import in_words
from vp.org.actions.roles import give_role, holds_last_administrator
from vp.org.models import Membership, Role, Unit, User


@transaction.atomic
def invite_person(
    *,
    by: Actor,
    email: str,
    name: str,
    unit: Unit,
    role: Role,
    site: str,
    starts_on: datetime.date | None = None,
    ends_on: datetime.date | None = None,
) -> Membership:
    """Give somebody a role, and an account if she has none, and mail her how to get in.

    `site` is the address of the site's front page, for the link. Whoever has an account keeps her name.
    """
    user = _found_or_made(email, name)
    if not user.is_active:
        raise ValidationError(f"{user.name} är avstängd. En administratör kan öppna kontot igen.")
    membership = give_role(by=by, user=user, unit=unit, role=role, starts_on=starts_on, ends_on=ends_on)
    new = not user.has_usable_password()
    send_on_commit(
        mail_to(
            user,
            "invitation" if new else "new_role",
            by=by.name,
            membership=membership,
            site=site,
            link=password_link(user, site) if new else "",
            days=settings.PASSWORD_RESET_TIMEOUT // 86400,
        )
    )
    return membership


@transaction.atomic
def deactivate_person(*, by: Actor, user: User, reason: str = "") -> User:
    """Keep somebody out from now on, in every session. Her roles and what she has done stay."""
    user = _locked(by, user)
    if isinstance(by, User) and by.pk == user.pk:
        raise ValidationError("Du kan inte stänga av dig själv.")
    if any(holds_last_administrator(membership) for membership in memberships(user)):
        raise ValidationError("Kommunen måste ha minst en administratör. Utse en annan först.")
    return _set_active(by, user, False, "deactivated", reason)


@transaction.atomic
def reactivate_person(*, by: Actor, user: User, reason: str = "") -> User:
    """Let somebody in again, with the roles that still hold."""
    return _set_active(by, _locked(by, user), True, "reactivated", reason)


def may_close_account(actor: Actor, user: User) -> bool:
    """Administrators may, and whoever may end every role that the person has."""
    if area(actor, Permission.MANAGE_PEOPLE).everything:
        return True
    roles = memberships(user)
    return bool(roles) and all(may_give(actor, Role(held.role), held.unit) for held in roles)


def _found_or_made(email: str, name: str) -> User:
    email = email.strip().lower()
    validate_email(email)
    user: User | None = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user
    name = " ".join(name.split())
    if not name:
        raise ValidationError("Skriv personens namn.")
    with in_words(), transaction.atomic():
        made: User = User.objects.create_user(email, name=name)
    return made


def _locked(by: Actor, user: User) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    if not may_close_account(by, user):
        raise PermissionDenied("Kontot får bara den ändra som får avsluta alla personens roller.")
    return user


def _set_active(by: Actor, user: User, active: bool, action: str, reason: str) -> User:
    if user.is_active == active:
        return user
    user.is_active = active
    user.save(update_fields=["is_active"])
    for unit in {held.unit.path[0]: held.unit for held in memberships(user)}.values():
        events.tell(
            by=by,
            unit=unit,
            subject=events.PERSON,
            key=user.key,
            action=action,
            before={"name": user.name, "is_active": not active},
            after={"name": user.name, "is_active": active},
            reason=reason,
        )
    return user
