"""The mails to people: plain text, a subject line and a body from templates/email/."""

from __future__ import annotations

import logging
from threading import Thread
from typing import Any
from urllib.parse import urljoin

from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from vp.org.models import User

log = logging.getLogger(__name__)


def mail_to(user: User, template: str, **values: Any) -> EmailMessage:
    """The mail `templates/email/<template>.txt`, whose first line is the subject."""
    text = render_to_string(f"email/{template}.txt", {"person": user, **values})
    subject, _, body = text.strip().partition("\n")
    return EmailMessage(subject=subject.strip(), body=body.strip() + "\n", to=[user.email])


def password_link(user: User, site: str) -> str:
    """Where the person sets her password; holds for PASSWORD_RESET_TIMEOUT and until it is used."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return urljoin(site, reverse("org:password_set", args=[uid, token]))


def send_on_commit(message: EmailMessage) -> None:
    """Send when the transaction holds. A mail server that is down is logged: the change itself stands."""
    transaction.on_commit(lambda: _send(message))


def send_aside(message: EmailMessage) -> Thread:
    """Send beside the answer, so that its time doesn't tell whether there was anything to send."""
    thread = Thread(target=_send, args=[message], name="mail")
    thread.start()
    return thread


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError:  # what smtplib raises is one, too
        log.exception("the mail %r could not be sent", message.subject)
