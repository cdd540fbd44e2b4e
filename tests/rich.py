"""One rich plan document of our own, with something of everything that a plan can hold."""

from __future__ import annotations

import datetime
import uuid

from goals.document import (
    ActivityDocument,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    TargetChange,
    TextDocument,
)

_NAMESPACE = uuid.UUID("6a2f1f9e-54a6-4b0e-9c0b-0a4de1f0a001")


def key(name: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, name)


def rich_document(*, keys: bool = True, year: int = 2027) -> PlanDocument:
    """A unit's plan: goals of all levels, nested texts, every kind of row, with lasting keys or without."""

    def k(name: str) -> uuid.UUID | None:
        return key(name) if keys else None

    unit_goal = GoalDocument(
        level="unit",
        title="Barnen i Granen prövar något nytt varje vecka",
        texts=(
            TextDocument(
                "Förväntat resultat", "<ul><li>Fler lekar ute</li><li>Färre köer</li></ul>", k("t1")
            ),
            TextDocument("Arbetssätt", "<p>Vi går ut &lt;ofta&gt; &amp; länge.</p>", k("t2")),
        ),
        indicators=(
            IndicatorDocument(
                "Utetid per dag",
                "Månad",
                "3 timmar",
                by_gender=True,
                target_history=(TargetChange("2 timmar", datetime.date(year, 3, 1), "Ny gård"),),
                key=k("i3"),
            ),
        ),
        activities=(
            ActivityDocument(
                "Skogsveckan",
                datetime.date(year - 1, 12, 1),
                datetime.date(year + 1, 1, 31),
                "Ateljeristan",
                k("a2"),
            ),
            ActivityDocument("Gården byggs om", key=k("a3")),
        ),
        key=k("unit"),
    )
    committee = GoalDocument(
        level="committee",
        title="Alla barn lär och leker i trygghet",
        texts=(TextDocument("Beskrivning", "<p>Nämnden vill att varje barn är tryggt.</p>", k("t0")),),
        activities=(ActivityDocument("Nämnden ser över lokalerna", datetime.date(year, 1, 1), key=k("a1")),),
        goals=(unit_goal,),
        inherited=True,
        key=k("committee"),
    )
    area = GoalDocument(
        level="area",
        title="Barnen får en bra start",
        number="1.2",
        indicators=(
            IndicatorDocument("Andel nöjda vårdnadshavare", "År", "85 %", "90 %", key=k("i1")),
            IndicatorDocument("Sjukfrånvaro", "Tertial", "", "Tas fram av nämnden", key=k("i2")),
        ),
        goals=(committee,),
        inherited=True,
        key=k("area"),
    )
    direction = GoalDocument(
        level="direction",
        title="En kommun att växa i",
        number="1.",
        goals=(area,),
        inherited=True,
        key=k("d"),
    )
    economy = TextDocument(
        "Uppföljning av ekonomi",
        "",
        k("c1"),
        (
            TextDocument(
                "Budget", "<table><tbody><tr><td>Lön</td><td>4 mkr</td></tr></tbody></table>", k("c2")
            ),
        ),
    )
    return PlanDocument(
        year=year,
        unit="Förskolan Granen",
        within=("Granskogs kommun", "Barnnämnden"),
        registry_number="BN 2026/17",
        opening=(TextDocument("Inledning", "<p>Granen har fyra avdelningar.</p>", k("o1")),),
        goals=(direction,),
        closing=(economy, TextDocument("Övrigt", "", k("c3"))),
        status="draft",
    )
