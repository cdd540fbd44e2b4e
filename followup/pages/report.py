"""The page of a unit's follow-up as a report: what it says, its contents, and which version it is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from followup.document import FollowUpDocument
from followup.freezing import reads_rows
from followup.models import FollowUp, FollowUpVersion
from followup.pages.followup import Offer, Step, is_compiled, notice_of, offers_of, place_of, steps_of
from followup.reports.body import GoalPart, ReportBody, report_body
from followup.reports.showing import document_of_version, shown_document
from goals.pages.contents import Entry, contents_html
from goals.pages.words import words_of
from vp.org.access import Actor, Permission, can

OVERVIEW = "malen-i-korthet"
VERSIONS = "versioner"
MOVES = "uppfoljningens-gang"


@dataclass(frozen=True)
class VersionRow:
    """A frozen version. `reason` is why it was closed again; empty of the first."""

    number: int
    closed_at: str
    closed_by: str
    reason: str
    address: str
    is_newest: bool


@dataclass(frozen=True)
class ReportPage:
    """`number` is the version's, None of what is being written; `older` whether a newer one has replaced it.

    `notice` says that it is a draft, or why nothing can be changed; empty for whoever only reads.
    """

    follow_up: FollowUp
    body: ReportBody
    contents: SafeString
    number: int | None
    older: bool
    notice: str
    versions: Sequence[VersionRow]
    offers: Sequence[Offer]
    compiled: bool
    steps: Sequence[Step]
    address: str
    pdf: str
    json: str
    word: str
    carry: str

    @property
    def has_overview(self) -> bool:
        return len(self.body.overview) > 1

    @property
    def successor(self) -> VersionRow | None:
        """The version that replaced the one that is shown, if any."""
        return next((each for each in self.versions if each.number - 1 == self.number), None)


def report_page(follow_up: FollowUp, actor: Actor, today: datetime.date) -> ReportPage:
    """What is being written, for whoever reads that; else the newest version.

    The follow-up comes with its `round.period`, `round.owner` and `unit`.
    """
    if reads_rows(actor, follow_up):
        versions = list(_versions(follow_up).defer("document"))
        return _page(follow_up, actor, shown_document(follow_up, reader=actor), versions, today)
    versions = list(_versions(follow_up))
    if not versions:
        raise FollowUpVersion.DoesNotExist(f"{follow_up} has never been closed")
    return _page(follow_up, actor, document_of_version(versions[0]), versions, today)


def version_page(follow_up: FollowUp, actor: Actor, number: int, today: datetime.date) -> ReportPage:
    """One version exactly as it was frozen; FollowUpVersion.DoesNotExist where there is none."""
    versions = list(_versions(follow_up))
    kept = next((each for each in versions if each.number == number), None)
    if kept is None:
        raise FollowUpVersion.DoesNotExist(f"{follow_up} has no version {number}")
    return _page(follow_up, actor, document_of_version(kept), versions, today)


def _versions(follow_up: FollowUp) -> QuerySet[FollowUpVersion]:
    """The newest first; there are few of them."""
    rows = FollowUpVersion.objects if follow_up.round.is_closed else FollowUpVersion.objects.none()
    return rows.filter(follow_up=follow_up).select_related("frozen_by").order_by("-number")


def _page(
    follow_up: FollowUp,
    actor: Actor,
    document: FollowUpDocument,
    kept: Sequence[FollowUpVersion],
    today: datetime.date,
) -> ReportPage:
    where = place_of(follow_up)
    body = report_body(document, words_of(document.year, asks=False).labels)
    versions = [_row(follow_up, each, is_newest=n == 0) for n, each in enumerate(kept)]
    older = body.version is not None and body.version != versions[0].number
    asked = f"?version={body.version}" if older else ""
    is_last = follow_up.round.is_closed and not older
    reads_draft = can(actor, Permission.READ_DRAFT, follow_up.unit)
    offers = offers_of(follow_up, actor, today) if is_last else []
    return ReportPage(
        follow_up=follow_up,
        body=body,
        contents=contents_html(_entries(body, versions)),
        number=body.version,
        older=older,
        notice="" if older or (offers and body.is_frozen) else _notice(follow_up, actor, body, today),
        versions=versions,
        offers=offers,
        compiled=is_compiled(follow_up, actor),
        steps=steps_of(follow_up, actor) if is_last and reads_draft else [],
        address=reverse("followup:report", args=where),
        pdf=reverse("followup:report_pdf", args=where),
        json=reverse("followup:report_json", args=where) + asked,
        word=reverse("followup:report_docx", args=where) + asked,
        carry=reverse("followup:carry", args=where) if is_last and _writes(actor, follow_up) else "",
    )


def _writes(actor: Actor, follow_up: FollowUp) -> bool:
    return can(actor, Permission.WRITE, follow_up.unit)


def _row(follow_up: FollowUp, version: FollowUpVersion, *, is_newest: bool) -> VersionRow:
    return VersionRow(
        number=version.number,
        closed_at=timezone.localtime(version.frozen_at).strftime("%Y-%m-%d %H:%M"),
        closed_by=version.frozen_by.name if version.frozen_by else "",
        reason=version.reason,
        address=reverse("followup:report_version", args=[*place_of(follow_up), version.number]),
        is_newest=is_newest,
    )


def _notice(follow_up: FollowUp, actor: Actor, body: ReportBody, today: datetime.date) -> str:
    """That it is a draft; or, for those who write there, that it is closed and whom to ask."""
    if not follow_up.round.is_closed:
        return "Så här ser rapporten ut nu. Alla i kommunen kan läsa den när omgången har stängts."
    writes = any(can(actor, each, follow_up.unit) for each in (Permission.WRITE, Permission.LOG_VALUES))
    return notice_of(follow_up, actor, today) if writes or not body.is_frozen else ""


def _entries(body: ReportBody, versions: Sequence[VersionRow]) -> list[Entry]:
    entries = [Entry(each.anchor, each.heading) for each in body.opening]
    if len(body.overview) > 1:
        entries.append(Entry(OVERVIEW, "Målen i korthet"))
    entries += map(_goal_entry, body.goals)
    if body.economy:
        entries.append(Entry(body.economy.anchor, body.economy.heading))
    entries += [Entry(each.anchor, each.heading) for each in body.closing]
    if len(versions) > 1:
        entries.append(Entry(VERSIONS, "Versioner"))
    return entries


def _goal_entry(goal: GoalPart) -> Entry:
    below = [_goal_entry(each) for each in goal.goals]
    return Entry(goal.anchor, goal.full_title, goal.kind, goal.inherited, below)
