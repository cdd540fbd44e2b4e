"""Operators keep the system running and see everything in the admin, without a role in any unit."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from vp.org.access import Actor, Operator
from vp.org.actions.mail import mail_to, password_link, send_on_commit
from vp.org.models import User


@transaction.atomic
def invite_operator(*, by: Actor, operator: User, site: str) -> User:
    """Save a new operator's row and mail her a link for a password. Only operators make operators."""
    if not isinstance(by, Operator) and not (by.is_active and by.is_staff):
        raise PermissionDenied("Driftpersonal läggs in av driftpersonal.")
    operator.email = operator.email.strip().lower()
    operator.is_staff = True
    operator.set_unusable_password()
    operator.save()
    send_on_commit(
        mail_to(
            operator,
            "operator",
            by=by.name,
            site=site,
            link=password_link(operator, site),
            days=settings.PASSWORD_RESET_TIMEOUT // 86400,
        )
    )
    return operator
