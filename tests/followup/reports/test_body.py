"""What a report says: every cell as text, the columns that are needed and no others, sums and trends."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from followup.document import (
    ChapterDocument,
    EarlierDocument,
    FollowUpDocument,
    GoalFollowUp,
    OutcomeDocument,
)
from followup.reports.body import PAGE, PRINT, Line, ReportBody, Table, report_body
from followup.reports.body_style import Style
from followup.reports.printed import follow_up_html
from followup.reports.words import Trend, trend_of
from tests.followup.documents import documents
from tests.followup.reports.documents import FALLS, SATISFIED, T2, VB, follow_up_document, outcome


def body_of(document: FollowUpDocument) -> ReportBody:
    return report_body(document, {"unit": "Enhetens mål"})


def told(line: Line) -> dict[str, str]:
    return {cell.column.label: f"{cell.text} {cell.note}".strip() for cell in line.cells}


@pytest.fixture(scope="module")
def body() -> ReportBody:
    return body_of(follow_up_document())


def indicators(body: ReportBody) -> Table:
    return next(goal.indicators for goal in body.walk_goals() if goal.indicators)


def test_the_summary_comes_first_and_what_is_empty_is_left_out(body: ReportBody) -> None:
    assert [each.heading for each in body.opening] == ["Sammanfattande analys"]
    assert [each.heading for each in body.closing] == ["Övrigt"]
    assert body.economy is not None
    assert body.economy.heading == "Uppföljning av ekonomi"
    assert (body.title, body.status) == ("Uppföljning T2 2027 Hemtjänsten Åsbacken", "Stängd 2027-09-24")
    assert body.months == "januari–augusti"


@pytest.mark.parametrize(
    ("headings", "opening", "closing"),
    [
        (["Inledning", "Sammanfattning", "Övrigt"], ["Inledning", "Sammanfattning"], ["Övrigt"]),
        (["Läget", "Övrigt"], ["Läget"], ["Övrigt"]),
        (["Ekonomi", "Övrigt"], ["Övrigt"], []),
        ([], [], []),
    ],
)
def test_where_texts_stand(headings: list[str], opening: list[str], closing: list[str]) -> None:
    texts = tuple(ChapterDocument(each, "<p>Ord.</p>") for each in headings)
    found = body_of(replace(follow_up_document(), texts=texts))
    assert [each.heading for each in found.opening] == opening
    assert [each.heading for each in found.closing] == closing


def test_goals_are_judged_by_whoever_set_them(body: ReportBody) -> None:
    marks = [
        (goal.label, goal.full_title, goal.mark.label if goal.mark else None) for goal in body.walk_goals()
    ]
    assert marks == [
        ("KF:s inriktningsmål", "1. En kommun där alla åldras väl", None),
        ("KF:s mål för verksamhetsområdet", "1.3 Äldre får vård av hög kvalitet", None),
        ("Nämndmål", "1.3.2 Insatserna har hög kontinuitet", None),
        ("Enhetens mål", "1.3.2.1 Hyresgästerna möter få och kända personer", "Uppfylls delvis"),
        ("Enhetens mål", "1.3.2.2 Maten smakar", "Ej bedömt"),
    ]
    assert [each.mark.label for each in body.overview] == ["Uppfylls delvis", "Ej bedömt"]
    assert [goal.level for goal in body.walk_goals()] == [2, 3, 4, 5, 5]


def test_an_indicator_is_told_whole(body: ReportBody) -> None:
    satisfied, falls, unmeasured, missing = map(told, indicators(body).lines)
    assert satisfied == {
        "Indikator": "Andel hyresgäster som är nöjda med bemötandet",
        "Periodens utfall": "78,5\xa0%",
        "Utfall kvinnor": "81\xa0%",
        "Utfall män": "75,4\xa0%",
        "Årsmål": "85 %",
        "KF:s årsmål": "87 %",
        "Prognos helår": "82\xa0%",
        "Period": "T2",
        "Trend": "Upp 74,25\xa0% (T2 2026)",
    }
    assert falls["Periodens utfall"] == "1\u202f340 3 av 5 enheter"
    assert falls["Årsmål"] == "högst 1\u202f200"
    assert falls["Trend"] == "Oförändrat 1\u202f340 (T1 2027)"
    assert (unmeasured["Periodens utfall"], unmeasured["Period"]) == ("Ej mätt", "Kvartal 2")
    assert missing["Periodens utfall"] == "Saknas"


def test_what_is_said_stands_under_its_row(body: ReportBody) -> None:
    satisfied, _, unmeasured, missing = indicators(body).lines
    assert [(each.mark.label if each.mark else "", each.label, each.text) for each in satisfied.remarks] == [
        ("Uppfylls delvis", "", "Utfallet 78,5 % når inte 85 %, men 80 % av vägen."),
        ("", "Kommentar", "Enkäten besvarades av 41 av 52."),
    ]
    assert [(each.mark.label if each.mark else "", each.text) for each in unmeasured.remarks] == [
        ("Ej mätt", "Enkäten är försenad.")
    ]
    assert missing.remarks == ()


def test_columns_that_no_row_needs_are_left_out() -> None:
    goal = GoalFollowUp("unit", "Mål", indicators=(replace(FALLS, previous=None, below=None),))
    table = indicators(body_of(replace(follow_up_document(), goals=(goal,))))
    assert [each.label for each in table.columns] == ["Indikator", "Periodens utfall", "Årsmål", "Period"]


def test_what_isnt_due_is_named_and_not_in_the_table(body: ReportBody) -> None:
    assert {goal.not_due for goal in body.walk_goals()} == {
        "",
        "Följs inte upp i T2: Nöjdhet bland anhöriga.",
    }
    assert "Nöjdhet bland anhöriga" not in str(indicators(body))


@pytest.mark.parametrize(
    ("last_year", "previous", "trend"),
    [
        ("74", "76", Trend("↑", "Upp", "74\xa0% (T2 2026)")),
        (None, "80", Trend("↓", "Ned", "80\xa0% (T1 2027)")),
        ("78.5", None, Trend("", "Oförändrat", "78,5\xa0% (T2 2026)")),
        (None, None, None),
    ],
)
def test_trends_are_against_the_same_months_if_they_can(
    last_year: str | None, previous: str | None, trend: Trend | None
) -> None:
    row = replace(
        SATISFIED,
        last_year=EarlierDocument("T2", 2026, outcome(last_year)) if last_year else None,
        previous=EarlierDocument("T1", 2027, outcome(previous)) if previous else None,
    )
    assert trend_of(row) == trend
    assert trend_of(replace(row, outcome=OutcomeDocument(words="Bättre"))) is None
    assert trend_of(replace(row, grows=True)) == (trend if last_year else None)


def test_trends_are_told_in_words() -> None:
    assert Trend("↑", "Upp", "74 %").words == "Upp från 74 %"
    assert Trend("", "Oförändrat", "74 %").words == "Oförändrat mot 74 %"


def test_activities_tell_their_status_and_why_they_slip(body: ReportBody) -> None:
    table = next(goal.activities for goal in body.walk_goals() if goal.activities)
    assert told(table.lines[2]) == {
        "Aktivitet": "Gå igenom rutin 2 med arbetslaget och kontaktpersonerna Ansvarig: Planeringsgruppen",
        "Startdatum": "2027-01-15",
        "Slutdatum": "2027-05-01",
        "Status": "Försenad Förs över till 2028",
        "Avvikelse": "Flyttas till hösten eftersom lokalen byggs om.",
    }


def test_the_economy_is_summed_up(body: ReportBody) -> None:
    assert body.economy is not None
    assert body.economy.table is not None
    lines = [" | ".join(told(line).values()) for line in body.economy.table.lines]
    assert [line.replace("\u202f", " ").replace("\xa0", " ") for line in lines] == [
        "Personal | −48 200 | −33 020 | −49 150 | −950 2 %",
        "Lokaler | −3 100 | −2 066,5 | −3 100 | 0",
        "Summa kostnader | −51 300 | −35 086,5 | −52 250 | −950 1,9 %",
        "Avgifter | 4 100 | 2 733 | 4 180 | 80 2 %",
        "Resultat | −47 200 | −32 353,5 | −48 070 | −870 1,8 %",
    ]


@pytest.mark.parametrize(("period", "words"), [(T2, "prognos minus budget"), (VB, "utfall minus budget")])
def test_a_deviation_is_that_of_the_year(period, words) -> None:
    document = follow_up_document(period=period)
    economy = (replace(document.economy[0], outcome=Decimal(-48000)),)
    part = body_of(replace(document, economy=economy)).economy
    assert words in part.note
    assert part.table.lines[0].cell("deviation").text == ("−950" if period is T2 else "200")
    assert len(part.table.lines) == 1  # nothing to sum up


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_any_document_can_be_read_and_printed(document: FollowUpDocument) -> None:
    html = follow_up_html(document, {})
    assert html.count("<h1") >= len(document.goals)
    page, part = report_body(document, {}), report_body(document, {}, Style(3, PRINT.make_prose, "e7-"))
    titles = [goal.title for goal in document.walk_goals()]
    assert [goal.title for goal in page.walk_goals()] == [goal.title for goal in part.walk_goals()] == titles
    assert all(goal.anchor.startswith("e7-") for goal in part.walk_goals())
    assert {PAGE.level, *(goal.level for goal in page.walk_goals())} <= {2, 3, 4, 5, 6}
