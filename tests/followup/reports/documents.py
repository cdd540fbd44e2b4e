"""A closed follow-up of our own: every sort of row, a table of all columns, lists that break over pages."""

from __future__ import annotations

import datetime
import uuid
from decimal import Decimal

from followup.document import (
    ActivityFollowUp,
    BelowDocument,
    ChapterDocument,
    EarlierDocument,
    EconomyDocument,
    FigureDocument,
    FollowUpDocument,
    GoalFollowUp,
    IndicatorFollowUp,
    OutcomeDocument,
    PeriodDocument,
)

_NAMESPACE = uuid.UUID("3a0c5d52-7f0e-4d9f-8a55-0d6e7c4b9f21")
T1 = PeriodDocument("T1", "Tertial 1", datetime.date(2027, 1, 1), datetime.date(2027, 4, 30))
T2 = PeriodDocument("T2", "Tertial 2", datetime.date(2027, 1, 1), datetime.date(2027, 8, 31))
VB = PeriodDocument("VB", "Helår", datetime.date(2027, 1, 1), datetime.date(2027, 12, 31))
_ANALYSIS = (
    "<p>Kontinuiteten har blivit bättre sedan schemat lades om, men sommaren bröt utvecklingen. "
    "Tolv olika personer per hyresgäst är fortfarande för många.</p>"
    "<h4>Vad vi gör nu</h4><ul><li>Fasta par på kvällarna</li><li>Introduktion redan i maj</li></ul>"
)


def key(name: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, name)


def number(value: str) -> FigureDocument:
    return FigureDocument(Decimal(value))


def outcome(total: str, women: str = "", men: str = "", forecast: str = "") -> OutcomeDocument:
    return OutcomeDocument(
        total=number(total),
        women=number(women) if women else None,
        men=number(men) if men else None,
        forecast=Decimal(forecast) if forecast else None,
    )


SATISFIED = IndicatorFollowUp(
    name="Andel hyresgäster som är nöjda med bemötandet",
    periodicity="Tertial",
    key=key("nöjda"),
    measured_in="%",
    by_gender=True,
    target="85 %",
    council_target="87 %",
    is_due=True,
    period=T2,
    outcome=outcome("78.5", "81", "75.4", "82"),
    comment="Enkäten besvarades av 41 av 52.",
    attainment="partly",
    reason="Utfallet 78,5 % når inte 85 %, men 80 % av vägen.",
    previous=EarlierDocument("T1", 2027, outcome("76")),
    last_year=EarlierDocument("T2", 2026, outcome("74.25")),
)
FALLS = IndicatorFollowUp(
    name="Antal fallolyckor",
    periodicity="Tertial",
    key=key("fall"),
    target="högst 1 200",
    is_due=True,
    period=T2,
    below=BelowDocument(outcome("1340"), 3, 5),
    attainment="not",
    reason="Utfallet 1 340 är över årsmålet.",
    previous=EarlierDocument("T1", 2027, outcome("1340")),
)
UNMEASURED = IndicatorFollowUp(
    name="Brukarindex",
    periodicity="Kvartal",
    key=key("index"),
    target="Tas fram av nämnd",
    is_due=True,
    period=PeriodDocument("K2", "Kvartal 2", datetime.date(2027, 4, 1), datetime.date(2027, 6, 30)),
    outcome=OutcomeDocument(not_measured_because="Enkäten är försenad."),
    attainment="not_measured",
    reason="Ej mätt: Enkäten är försenad.",
)
MISSING = IndicatorFollowUp(
    name="Sjukfrånvaro", periodicity="Tertial", key=key("sjuk"), is_due=True, period=T2
)
LATER = IndicatorFollowUp(name="Nöjdhet bland anhöriga", periodicity="År", key=key("anhöriga"))


def _activities(count: int) -> tuple[ActivityFollowUp, ...]:
    states = ("done", "in_progress", "delayed", "not_started", "dropped", "")
    return tuple(
        ActivityFollowUp(
            title=f"Gå igenom rutin {n} med arbetslaget och kontaktpersonerna",
            key=key(f"aktivitet {n}"),
            start=datetime.date(2027, 1, 15),
            end=datetime.date(2027, 3 + n % 9, 1),
            responsible="Planeringsgruppen" if n % 3 else "",
            status=states[n % 6],
            deviation="Flyttas till hösten eftersom lokalen byggs om." if n % 6 == 2 else "",
            carry_over=n % 6 == 2,
        )
        for n in range(count)
    )


def follow_up_document(
    activities: int = 40, *, closed: bool = True, period: PeriodDocument = T2
) -> FollowUpDocument:
    own = GoalFollowUp(
        "unit", "Hyresgästerna möter få och kända personer", key("mål 1"), "1.3.2.1",
        attainment="partly", analysis=_ANALYSIS, proposed="partly",
        indicators=(SATISFIED, FALLS, UNMEASURED, MISSING, LATER), activities=_activities(activities),
    )  # fmt: skip
    other = GoalFollowUp("unit", "Maten smakar", key("mål 2"), "1.3.2.2", indicators=(LATER,))
    committee = GoalFollowUp(
        "committee", "Insatserna har hög kontinuitet", key("nm"), "1.3.2", inherited=True, goals=(own, other)
    )
    area = GoalFollowUp(
        "area", "Äldre får vård av hög kvalitet", key("om"), "1.3", inherited=True, goals=(committee,)
    )
    direction = GoalFollowUp(
        "direction", "En kommun där alla åldras väl", key("im"), "1.", inherited=True, goals=(area,)
    )
    texts = (
        ChapterDocument(
            "Sammanfattande analys", "<p>Året håller, men sommaren tog på krafterna.</p>", key("s")
        ),
        ChapterDocument("Uppföljning av ekonomi", "<p>Övertiden är dyrare än budgeterat.</p>", key("e")),
        ChapterDocument("Systematiskt kvalitetsarbete", "", key("k")),
        ChapterDocument("Övrigt", "<p>Lokalen byggs om till november.</p>", key("ö")),
    )
    economy = (
        EconomyDocument("cost", "Personal", key("p"), Decimal(-48200), Decimal(-33020), Decimal(-49150),
                        "Övertid under sommaren."),
        EconomyDocument("cost", "Lokaler", key("l"), Decimal(-3100), Decimal("-2066.5"), Decimal(-3100)),
        EconomyDocument("income", "Avgifter", key("a"), Decimal(4100), Decimal(2733), Decimal(4180)),
    )  # fmt: skip
    return FollowUpDocument(
        year=2027, code=period.code, name="Tertialrapport 2", period=period, unit="Hemtjänsten Åsbacken",
        within=("Granens kommun", "Äldrenämnden"), status="approved", texts=texts, goals=(direction,),
        economy=economy, comment_from=Decimal(2),
        **({"version": 1, "closed_on": datetime.date(2027, 9, 24)} if closed else {}),
    )  # fmt: skip
