"""Passwords by mail."""

from __future__ import annotations

from threading import Thread

from django.conf import settings

from vp.org.actions.mail import mail_to, password_link, send_aside
from vp.org.models import User


def send_password_link(*, email: str, site: str) -> Thread | None:
    """Mail a link for a new password, if there is an account that may log in; the invited have none yet."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        return None
    days = settings.PASSWORD_RESET_TIMEOUT // 86400
    return send_aside(mail_to(user, "new_password", link=password_link(user, site), site=site, days=days))
