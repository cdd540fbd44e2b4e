"""A plan on its way out: what the printer and the exports get, from the database."""

from __future__ import annotations

import base64
import datetime
import re
from collections.abc import Mapping
from dataclasses import replace

from django.utils import timezone

from goals.document import EmbeddedImage, PlanDocument
from goals.models import Plan
from goals.pages.words import words_of
from goals.printing import LEVEL_LABELS, plan_html, plan_title
from goals.showing import document_of
from vp.images.models import Image
from vp.org.access import Actor, Permission, can
from vp.printing.builders import Builder, GoneError, Printable, Subject, register
from vp.printing.sources import BASE, Sources
from vp.printing.standards import AssociatedFile, Description
from vp.richtext import images_in

KIND = "plan"
SOURCE_NAME = "verksamhetsplan.json"
_SHEETS = re.compile(r'<link rel="stylesheet"[^>]*>\s*')


def subject_of(plan: Plan, *, draft: bool = False) -> dict[str, str]:
    """What is printed: the plan, or with `draft` the draft of one that is being revised."""
    asked = {"plan": str(plan.key)}
    return asked | {"draft": "yes"} if draft and plan.is_in_force else asked


def file_name_of(plan: Plan, extension: str = "pdf") -> str:
    """What the file is called where it is saved: `Verksamhetsplan 2027 Köksenheten.pdf`."""
    name = f"Verksamhetsplan {plan.year} {plan.unit.name}"[:180]
    return "".join(" " if sign in '/\\:*?"<>|' or ord(sign) < 32 else sign for sign in name) + f".{extension}"


def printable_plan(plan: Plan, *, draft: bool = False) -> Printable:
    """The plan as it is shown now; a decided one from its frozen version."""
    document = whole_document(plan, draft=draft)
    return printable_document(document, words_of(plan.year).labels)


def printable_document(document: PlanDocument, labels: Mapping[str, str] | None = None) -> Printable:
    """A document with its labels (LEVEL_LABELS where there are none) as HTML with all that belongs to it."""
    return Printable(
        html=plan_html(document, {**LEVEL_LABELS, **(labels or {})}),
        description=Description(plan_title(document), _creator(document), made_at_of(document)),
        source=AssociatedFile(
            SOURCE_NAME, "application/json", document.to_json().encode(), "Planen som data, verksamhetsplan/1"
        ),
        images={digest: base64.b64decode(image.base64) for digest, image in document.images.items()},
    )


def standalone_html(plan: Plan) -> str:
    """The print HTML as one file that needs no other: with its stylesheet and pictures inside."""
    document = whole_document(plan)
    html = printable_document(document, words_of(plan.year).labels).html
    sheet = Sources().read(f"{BASE}static/print/document.css")[0].decode()
    html = _SHEETS.sub("", html).replace("</head>", f"<style>{sheet}</style></head>", 1)
    for digest, image in document.images.items():
        html = html.replace(f"/bilder/{digest}", f"data:{image.media_type};base64,{image.base64}")
    return html


def whole_document(plan: Plan, *, draft: bool = False) -> PlanDocument:
    """The document with the pictures that its texts show, so that it can stand alone."""
    document = document_of(plan, draft=draft)
    shown = {digest for text in document.walk_texts() for digest in images_in(text.body)}
    images = Image.objects.filter(pk__in=shown - set(document.images)).order_by("pk")
    found = {image.sha256: _embedded(image) for image in images}
    return replace(document, images={**document.images, **found}) if found else document


def _embedded(image: Image) -> EmbeddedImage:
    with image.file.open("rb") as file:
        return EmbeddedImage(image.media_type, base64.b64encode(file.read()).decode())


def _creator(document: PlanDocument) -> str:
    return document.unit or " / ".join(document.within) or "Verksamhetsplan"


def made_at_of(document: PlanDocument) -> datetime.datetime:
    """A decided plan is dated by its decision, so that its file is always the same; a draft by now."""
    if document.decision and document.decision.date:
        day = document.decision.date
        return datetime.datetime(day.year, day.month, day.day, 12, tzinfo=datetime.UTC)
    return timezone.now()


def _plan(subject: Subject) -> Plan:
    plan = Plan.objects.filter(key=subject["plan"]).select_related("unit").first()
    if plan is None:
        raise GoneError("Planen finns inte längre.")
    return plan


def _build(subject: Subject) -> Printable:
    return printable_plan(_plan(subject), draft="draft" in subject)


def _allowed(by: Actor, subject: Subject) -> bool:
    plans = Plan.objects.visible_to(by).select_related("unit").filter(key=subject["plan"])
    if "draft" not in subject:
        return plans.exists()
    plan = plans.first()
    return plan is not None and can(by, Permission.READ_DRAFT, plan.unit)


def offer() -> None:
    """Let plans be printed; called once, when the app starts."""
    register(KIND, Builder(_build, _allowed))
