"""What a municipality's plans are built of when it starts: headings with guidance, and the levels' names."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from goals.models import Heading, Level, LevelLabel, Place
from vp.org import events
from vp.org.models import Unit

LEVEL_NAMES = {
    Level.DIRECTION: "KF:s inriktningsmål",
    Level.AREA: "KF:s mål för verksamhetsområdet",
    Level.COMMITTEE: "Nämndmål",
    Level.UNIT: "Enhetsmål",
}

_CHAPTERS = [
    (Place.OPENING, "Inledning", True, "Beskriv enhetens uppdrag, organisation och vilka ni är till för."),
    (Place.CLOSING, "Uppföljning av ekonomi", False, "Beskriv hur ni följer upp ekonomin under året."),
    (Place.CLOSING, "Resursanvändning", False, "Beskriv hur personal, lokaler och teknik används."),
    (Place.CLOSING, "Budget", False, "Ange enhetens budget och de största förändringarna mot förra året."),
    (
        Place.CLOSING,
        "Systematiskt kvalitetsarbete",
        False,
        "Beskriv egenkontroll, synpunkter och avvikelser.",
    ),
    (Place.CLOSING, "Övrigt", False, "Sådant som inte passar under någon annan rubrik."),
]
_AT_GOALS = [
    (Level.COMMITTEE, "Beskrivning", True, "Vad nämnden vill åstadkomma, och varför."),
    (Level.COMMITTEE, "Förväntat resultat", True, "Vad som ska ha förändrats när året är slut."),
    (Level.UNIT, "Förväntat resultat", True, "Vad som märks för dem ni är till för. Gärna mätbart."),
    (Level.UNIT, "Arbetssätt", True, "Hur ni arbetar för att nå resultatet."),
    (Level.UNIT, "Resursanvändning", False, "Vilka resurser som behövs, och hur de används."),
    (Level.UNIT, "Uppföljning", True, "Hur och när ni följer upp, och med vilka underlag."),
    (Level.UNIT, "Utveckling", False, "Vad ni ska utveckla under året."),
]


@transaction.atomic
def ensure_headings() -> None:
    """Make the ordinary headings and labels where there are none yet; what is there is left alone."""
    if not LevelLabel.objects.exists():
        LevelLabel.objects.bulk_create(
            LevelLabel(level=level, name=name) for level, name in LEVEL_NAMES.items()
        )
    if not Heading.objects.exists():
        chapters = [
            Heading(place=place, name=name, required=required, guidance=guidance, position=position)
            for position, (place, name, required, guidance) in enumerate(_CHAPTERS)
        ]
        at_goals = [
            Heading(
                place=Place.GOAL,
                level=level,
                name=name,
                required=required,
                guidance=guidance,
                position=position,
            )
            for position, (level, name, required, guidance) in enumerate(_AT_GOALS)
        ]
        Heading.objects.bulk_create([*chapters, *at_goals])


def listen() -> None:
    """Give every installation its headings when its first municipality is made."""
    events.changed.connect(_unit_changed, dispatch_uid="goals.headings")


def _unit_changed(*, unit: Unit, subject: str, action: str, **_: Any) -> None:
    if (subject, action) == (events.UNIT, "created") and unit.parent_id is None:
        ensure_headings()
