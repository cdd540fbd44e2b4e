"""A committee's compiled report as it reads: the page, and where its links lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from followup.models import Round
from followup.reports.body import PAGE
from followup.reports.compiled_body import CompiledBody, compiled_body
from followup.reports.compiled_reading import ShownReport
from goals.pages.words import words_of
from vp.org.models import Unit


@dataclass(frozen=True)
class CompiledPage:
    """`notice` says what sort of report this is, where it isn't a finished one."""

    unit: Unit
    round: Round
    within: Sequence[Unit]
    body: CompiledBody
    proposal: SafeString
    notice: str
    is_finished: bool
    writes: bool
    address: str
    choosing: str


def compiled_page(shown: ShownReport) -> CompiledPage:
    """One query: what the municipality calls its goals."""
    where = place_of(shown.round, shown.unit)
    return CompiledPage(
        unit=shown.unit,
        round=shown.round,
        within=shown.within,
        body=compiled_body(shown.document, words_of(shown.round.year, asks=False).labels),
        proposal=PAGE.prose(shown.document.cover.proposal, 3),
        notice=_notice(shown),
        is_finished=shown.is_frozen,
        writes=shown.writes,
        address=reverse("followup:compiled", args=where),
        choosing=reverse("followup:choose_compiled", args=where),
    )


def place_of(round_: Round, unit: Unit) -> list[object]:
    """The arguments of every address of a compiled report."""
    return [round_.year, round_.code, unit.slug]


def _notice(shown: ShownReport) -> str:
    if shown.is_frozen:
        if shown.report and not shown.report.is_finished:
            return "Rapporten rättas just nu. Du läser den version som senast färdigställdes."
        if shown.corrected:
            names = ", ".join(shown.corrected)
            return f"Rättat sedan rapporten färdigställdes: {names}. Öppna den igen om det ska vara med."
        return ""
    if not shown.round.is_closed:
        return "Omgången pågår. Rapporten visar hur det står just nu och ändras medan enheterna skriver."
    if shown.is_draft:
        return "Omgången är stängd. Rapporten är ett utkast tills den färdigställs; då kan alla läsa den."
    return "Rapporten är inte färdigställd. Du ser det som enheterna rapporterade när omgången stängdes."
