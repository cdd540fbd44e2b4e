"""A plan of our own for print tests: long enough to break over pages, rich in what is hard to set."""

from __future__ import annotations

import datetime
import uuid

from goals.document import (
    ActivityDocument,
    Decision,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    TargetChange,
    TextDocument,
)

_NAMESPACE = uuid.UUID("0b8a3f7e-64cc-4d37-9b7e-3f3c1d5a7e11")

_SENTENCES = (
    "Hemtjänstens planeringsgrupp planerar förmiddagens besök så att ingen väntar mer än en halvtimme.",
    "Undersköterskorna dokumenterar i genomförandeplanen samma dag som någonting förändras.",
    "Kvalitetsuppföljningen görs tillsammans med anhöriga, och resultaten diskuteras i arbetslaget.",
    "Fallförebyggande arbete, måltidsmiljö och nattfasta följs varje månad i kvalitetsregistret.",
    "Vi räknar med att färre vikarier ger kontinuitet – åtta olika personer på två veckor, inte fjorton.",
    "Kontaktpersonen ansvarar för välkomstsamtalet, uppföljningen och kontakten med vårdcentralen.",
)


def _key(name: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, name)


def _prose(start: int, paragraphs: int) -> str:
    count = len(_SENTENCES)
    return "".join(
        "<p>" + " ".join(_SENTENCES[(start + i + j) % count] for j in range(3)) + "</p>"
        for i in range(paragraphs)
    )


_TEAMS = (
    "<h4>NORRA GRUPPEN</h4><p>Gruppen börjar dagen med en gemensam genomgång.</p>"
    "<ul><li>Morgonmöte klockan sju<ul><li>rapport från natten</li><li>dagens ändringar</li></ul></li>"
    "<li>Eftermiddagens planering</li></ul>"
    '<h6>SÖDRA GRUPPEN</h6><ol start="3"><li>Läs signeringslistan</li>'
    "<li>Ring <strong>sjuksköterskan</strong></li></ol>"
)
_RESULTS = "<ul><li>Nöjdare hyresgäster</li><li>Färre fall</li></ul>"
_TABLE = (
    "<table><tr><th>Kostnad</th><th>Åtgärd</th></tr>"
    + "".join(
        f"<tr><td>Post {i}: övertid under sommaren</td><td>Schemalägg semestrarna i mars, grupp {i}, "
        "och bemanna med egna timvikarier i första hand.</td></tr>"
        for i in range(1, 19)
    )
    + "<tr><td>En rad med en enda cell</td></tr></table>"
)


def _unit_goal(i: int) -> GoalDocument:
    return GoalDocument(
        level="unit",
        title=f"De äldre i område {i} bestämmer själva över sin vardag och vet vem som kommer",
        texts=(
            TextDocument("Förväntat resultat", _RESULTS, _key(f"r{i}")),
            TextDocument("Arbetssätt", _prose(i, 3) + (_TEAMS if i % 3 == 0 else ""), _key(f"a{i}")),
            TextDocument("Uppföljning", _prose(i + 2, 1), _key(f"u{i}")),
        ),
        indicators=(
            IndicatorDocument(
                f"Andel brukare som känner sig trygga med hemtjänsten i område {i}",
                "Tertial", "92 %", "90 %",
                by_gender=True,
                target_history=(TargetChange("88 %", datetime.date(2027, 4, 1), "Nämndens beslut § 31"),),
                key=_key(f"i{i}"),
            ),
            IndicatorDocument(
                "Kontinuitet, antal personal på fjorton dagar", "Halvår", "öka", "Tas fram av nämnden",
                key=_key(f"j{i}"),
            ),
        ),
        activities=tuple(
            ActivityDocument(
                f"Aktivitet {i}.{j}: gå igenom bemanningen och föreslå förbättringar till ledningsgruppen",
                datetime.date(2026, 11, j % 28 + 1), datetime.date(2027, j % 12 + 1, 28),
                "Enhetschef" if j % 2 else "", _key(f"x{i}.{j}"),
            )
            for j in range(1, 26 if i == 2 else 4)
        ),
        key=_key(f"g{i}"),
    )  # fmt: skip


def long_plan(status: str = "decided") -> PlanDocument:
    """About twenty pages: a list of activities and a table that break over pages, and every kind of text."""
    committees = tuple(
        GoalDocument(
            level="committee", title=f"Äldreomsorgen är trygg och förutsägbar, del {c}", inherited=True,
            texts=(TextDocument("Beskrivning", _prose(c, 2), _key(f"d{c}")),),
            goals=tuple(_unit_goal(i) for i in range(3 * c - 2, 3 * c + 1)), key=_key(f"c{c}"),
        )
        for c in (1, 2)
    )  # fmt: skip
    area = GoalDocument(
        level="area", number="1.3", title="Äldre får vård och omsorg av hög kvalitet", inherited=True,
        indicators=(
            IndicatorDocument("Maten", "År", "1,5 kg CO2 per kg livsmedel", key=_key("co2")),
        ),
        goals=committees, key=_key("area"),
    )  # fmt: skip
    direction = GoalDocument(
        level="direction", number="1.", title="En kommun där alla åldras väl", inherited=True, goals=(area,),
        key=_key("direction"),
    )  # fmt: skip
    return PlanDocument(
        year=2027,
        unit="Hemtjänsten Åsbacken",
        within=("Sjövalla kommun", "Äldrenämnden"),
        registry_number="ÄN 2026/118",
        opening=(
            TextDocument("Bakgrund", "<p>" + " ".join(_SENTENCES * 8) + "</p>", _key("o0")),
            TextDocument(
                "Inledning", _prose(0, 4), _key("o1"), (TextDocument("Målgrupp", _prose(1, 2), _key("o2")),)
            ),
        ),
        goals=(direction,),
        closing=(
            TextDocument(
                "Uppföljning av ekonomi", "", _key("e1"), (TextDocument("Åtgärdsplan", _TABLE, _key("e2")),)
            ),
            TextDocument("Övrigt", "", _key("e3")),
        ),
        status=status,
        version=2 if status == "decided" else None,
        decision=Decision(datetime.date(2026, 12, 15), "Äldrenämnden") if status == "decided" else None,
    )  # fmt: skip
