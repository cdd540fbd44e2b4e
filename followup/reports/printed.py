"""A follow-up on its way out: what the printer and the exports get."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils import timezone

from followup.document import FORMAT, FollowUpDocument
from followup.document_reader import read_value
from followup.freezing import reads_rows
from followup.models import FollowUp, FollowUpVersion
from followup.reports.body import PRINT, Style, report_body
from followup.reports.showing import shown_document
from followup.reports.words import title_of
from goals.pages.words import words_of
from vp.org.access import OPERATOR, Actor
from vp.org.models import User
from vp.printing.builders import Builder, GoneError, Printable, Subject, register
from vp.printing.standards import AssociatedFile, Description

KIND = "followup"
SOURCE_NAME = "uppfoljning.json"


def subject_of(follow_up: FollowUp, reader: Actor, *, version: int | None = None) -> dict[str, str]:
    """What is printed: a frozen version (the newest where none is asked for), or what is being written.

    What is being written is printed as one reader sees it, since others see other units below.
    """
    asked = {"follow_up": str(follow_up.key)}
    if version is not None:
        return asked | {"version": str(version)}
    if reads_rows(reader, follow_up):
        return asked | {"draft": str(reader.pk) if isinstance(reader, User) else ""}
    return asked


def file_name_of(follow_up: FollowUp, extension: str = "pdf") -> str:
    """What the file is called where it is saved: `Uppföljning T1 2027 Köksenheten.pdf`."""
    round_ = follow_up.round
    name = f"Uppföljning {round_.code} {round_.year} {follow_up.unit.name}"[:180]
    return "".join(" " if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in name) + f".{extension}"


def printable_follow_up(document: FollowUpDocument, labels: Mapping[str, str]) -> Printable:
    """A document as HTML with all that belongs to it; its texts hold no pictures.

    A closed one is dated by its closing, so that its file is always the same; a draft by now.
    """
    return Printable(
        html=follow_up_html(document, labels),
        description=Description(
            title_of(document), document.unit or title_of(document), made_at_of(document)
        ),
        source=source_of(document),
    )


def follow_up_html(
    document: FollowUpDocument, labels: Mapping[str, str], *, style: Style = PRINT, is_part: bool = False
) -> str:
    """The whole print HTML. `is_part`: to stand in a larger file, without cover and contents of its own."""
    body = report_body(document, labels, style)
    template = "followup/report/print_part.html" if is_part else "followup/report/print.html"
    return render_to_string(template, {"report": body})


def source_of(document: FollowUpDocument) -> AssociatedFile:
    """The document as data, to be carried inside its file."""
    return AssociatedFile(
        SOURCE_NAME, "application/json", document.to_json().encode(), f"Uppföljningen som data, {FORMAT}"
    )


def made_at_of(document: FollowUpDocument) -> datetime.datetime:
    day = document.closed_on
    if day is None:
        return timezone.now()
    return datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)


def _build(subject: Subject) -> Printable:
    follow_up = _follow_up(subject)
    document = _asked_for(follow_up, subject)
    return printable_follow_up(document, words_of(document.year, asks=False).labels)


def _asked_for(follow_up: FollowUp, subject: Subject) -> FollowUpDocument:
    try:
        if "version" in subject:
            return read_value(follow_up.versions.get(number=int(subject["version"])).document)
        if "draft" in subject:
            return shown_document(follow_up, reader=_reader(subject))
        return read_value(follow_up.versions.latest("number").document)
    except FollowUpVersion.DoesNotExist as error:
        raise GoneError("Uppföljningen har inte stängts ännu.") from error


def _reader(subject: Subject) -> Actor:
    if not subject["draft"]:
        return OPERATOR
    reader: User | None = User.objects.filter(pk=subject["draft"], is_active=True).first()
    if reader is None:
        raise GoneError("Den som beställde utskriften finns inte längre.")
    return reader


def _follow_up(subject: Subject) -> FollowUp:
    rows = FollowUp.objects.select_related("round__period", "unit")
    follow_up = rows.filter(key=subject["follow_up"]).first()
    if follow_up is None:
        raise GoneError("Uppföljningen finns inte längre.")
    return follow_up


def _allowed(by: Actor, subject: Subject) -> bool:
    """Closed versions: whoever sees the follow-up. What is being written: the one whose sight of it it is."""
    rows = FollowUp.objects.visible_to(by).select_related("round", "unit")
    follow_up = rows.filter(key=subject["follow_up"]).first()
    if follow_up is None:
        return False
    if "draft" not in subject:
        return True
    is_hers = subject["draft"] == (str(by.pk) if isinstance(by, User) else "")
    return is_hers and reads_rows(by, follow_up)


def offer() -> None:
    """Let follow-ups be printed; called once, when the app starts."""
    register(KIND, Builder(_build, _allowed))
