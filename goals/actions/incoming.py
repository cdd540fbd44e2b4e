"""A plan comes in by the browser: uploaded, looked at, corrected, saved."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from goals.document import PlanDocument
from goals.importing.lines import Source, SourceError
from goals.importing.notes import OPTIONS, Correction, Doubt
from goals.importing.parse import parse_plan
from goals.importing.reading import LARGEST, read_source
from goals.importing.save import SavedPlan, save_plan
from goals.importing.source_json import source_from_json, source_to_json
from goals.models import IncomingPlan
from vp.org.access import Actor, Permission, area
from vp.org.models import Unit, User
from vp.refusals import Refused

TOO_LARGE = "Filen är större än 20 MB, och så stora filer läses inte. Ta bort bilder eller dela upp den."


@dataclass(frozen=True)
class Reading:
    """What an upload comes to: the document, for foreign files also the source and what each line became."""

    document: PlanDocument
    source: Source | None = None
    doubts: tuple[Doubt, ...] = ()
    roles: dict[int, str] | None = None


def may_import(actor: Actor) -> bool:
    """Whoever may write a plan somewhere may bring one in."""
    reach = area(actor, Permission.WRITE)
    return reach.everything or bool(reach.exact or reach.branches)


def writable_units(actor: Actor) -> list[Unit]:
    """The units whose plans the actor may write, in Swedish order."""
    units = Unit.objects.filter(area(actor, Permission.WRITE).condition(), closed_on=None)
    return list(units.select_related("parent").by_name())


@transaction.atomic
def take_in(*, by: User, data: bytes, file_name: str) -> IncomingPlan:
    """Read an uploaded file and keep what was found. Raises SourceError where it is no plan.

    Uploads that nobody has come back to within a week go at the same time, whoever made them.
    """
    if not may_import(by):
        raise PermissionDenied("Du har ingen enhet vars plan du får skriva.")
    if len(data) > LARGEST:
        raise SourceError(TOO_LARGE)
    found = read_source(data, name=file_name)
    if isinstance(found, PlanDocument):
        document, kept = found, {"document": found.to_dict()}
    else:
        document, kept = parse_plan(found).document, {"source": source_to_json(found)}
    IncomingPlan.objects.stale(timezone.now()).delete()
    named = [unit for unit in writable_units(by) if unit.name.casefold() == document.unit.casefold()]
    return IncomingPlan.objects.create(
        uploaded_by=by,
        file_name=file_name[:200],
        source=kept,
        unit=named[0] if len(named) == 1 else None,
        year=document.year,
    )


def read_again(incoming: IncomingPlan) -> Reading:
    """The upload as it reads with the corrections given so far."""
    if "document" in incoming.source:
        return Reading(PlanDocument.from_json(json.dumps(incoming.source["document"])))
    source = source_from_json(incoming.source["source"])
    parsed = parse_plan(source, corrections=corrections_of(incoming))
    return Reading(parsed.document, source, parsed.doubts, dict(parsed.roles))


def corrections_of(incoming: IncomingPlan) -> list[Correction]:
    return [Correction(**each) for each in incoming.corrections]


@transaction.atomic
def correct(*, by: User, incoming: IncomingPlan, line: int, kind: str, value: str) -> IncomingPlan:
    """Answer a doubt; an answer given earlier at the same spot is replaced."""
    incoming = IncomingPlan.objects.visible_to(by).select_for_update().get(pk=incoming.pk)
    if value not in OPTIONS.get(kind, ()):
        raise Refused("Det valet finns inte. Välj ett av alternativen i listan.")
    others = [each for each in corrections_of(incoming) if (each.line, each.kind) != (line, kind)]
    incoming.corrections = [asdict(each) for each in [*others, Correction(line, kind, value)]]
    incoming.save(update_fields=["corrections"])
    return incoming


@transaction.atomic
def save_incoming(
    *, by: User, incoming: IncomingPlan, unit: Unit, year: int, replace: bool = False
) -> SavedPlan:
    """Make the upload the unit's plan; the upload itself is then gone. Refusals are those of save_plan."""
    document = read_again(incoming).document
    saved = save_plan(by=by, document=document, unit=unit, year=year, replace=replace)
    incoming.delete()
    return saved


@transaction.atomic
def discard(*, by: User, incoming: IncomingPlan) -> None:
    """Throw an upload away."""
    IncomingPlan.objects.visible_to(by).filter(pk=incoming.pk).delete()
