"""What is shown of a follow-up, and how it is frozen: as a document with its checksum."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import Max
from django.utils import timezone

from followup.building import document_of_sheet
from followup.document import FollowUpDocument
from followup.document_reader import read_value
from followup.models import FollowUp, FollowUpVersion
from followup.reading import Sheet, read_sheets
from vp.org.access import Actor, Permission, can
from vp.org.models import User


def reads_rows(reader: Actor, follow_up: FollowUp) -> bool:
    """Whether somebody is shown what is being written: while the round is open, or the unit reopened."""
    is_open = not follow_up.round.is_closed or follow_up.reopened_until is not None
    return is_open and can(reader, Permission.READ_DRAFT, follow_up.unit)


def document_of(follow_up: FollowUp) -> FollowUpDocument | None:
    """The newest frozen version; None before the first closing."""
    newest = follow_up.versions.order_by("-number").first()
    return read_value(newest.document) if newest else None


def freeze(by: Actor, follow_ups: Sequence[FollowUp], *, reason: str = "") -> list[FollowUpVersion]:
    """Follow-ups of one round as their next versions; called by actions that hold them."""
    return freeze_sheets(by, read_sheets(follow_ups), reason=reason)


def freeze_sheets(
    by: Actor, sheets: Mapping[int, Sheet], *, reason: str = "", on: datetime.date | None = None
) -> list[FollowUpVersion]:
    """The same of what has been read already. `on` is the day that they are closed; else today."""
    numbers = dict(
        FollowUpVersion.objects.filter(follow_up__in=list(sheets))
        .values_list("follow_up")
        .annotate(Max("number"))
    )
    today = on or timezone.localdate()
    return FollowUpVersion.objects.bulk_create(
        _version(by, sheet.follow_up, document_of_sheet(sheet), numbers.get(pk, 0) + 1, today, reason)
        for pk, sheet in sheets.items()
    )


def differs(follow_up: FollowUp) -> bool:
    """Whether the rows say something else than the newest version."""
    frozen = document_of(follow_up)
    now = document_of_sheet(read_sheets([follow_up])[follow_up.pk])
    return frozen is None or contents(frozen) != contents(now)


def contents(document: FollowUpDocument) -> FollowUpDocument:
    """The document without what closing adds."""
    return replace(document, version=None, closed_on=None, reason="")


def _version(
    by: Actor,
    follow_up: FollowUp,
    document: FollowUpDocument,
    number: int,
    today: datetime.date,
    reason: str,
) -> FollowUpVersion:
    frozen = replace(document, version=number, closed_on=today, reason=reason)
    return FollowUpVersion(
        follow_up=follow_up,
        number=number,
        document=frozen.to_dict(),
        sha256=hashlib.sha256(frozen.to_json().encode()).hexdigest(),
        reason=reason,
        frozen_by=by if isinstance(by, User) else None,
    )
