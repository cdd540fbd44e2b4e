"""Two people have written in the same row of a follow-up: the fields of the one who saved first."""

from __future__ import annotations

from collections.abc import Mapping

from followup.models import ActivityState, ActivityStatus, EconomyRow, FollowUpText, GoalAssessment
from goals.pages.conflicts import ConflictPage, conflict_between
from indicators.judgements import Attainment
from indicators.numbers import written
from vp.richtext import clean, plain
from vp.saving import Saved

LABELS = {
    "attainment": "Bedömning",
    "analysis": "Analys",
    "status": "Status",
    "deviation": "Avvikelse",
    "carry_over": "Förs över till nästa år",
    "name": "Namn",
    "budget": "Budget",
    "outcome": "Utfall",
    "forecast": "Prognos",
    "comment": "Kommentar",
    "body": "Text",
}
_SUBJECTS = {
    GoalAssessment: "followup.goal",
    ActivityStatus: "followup.activity",
    EconomyRow: "followup.economy",
    FollowUpText: "followup.text",
}


def conflict_of(row: Saved, key: object, sent: Mapping[str, str]) -> ConflictPage:
    """`key` is what names the row in its address. In one query."""
    assert isinstance(row, (GoalAssessment, ActivityStatus, EconomyRow, FollowUpText))  # noqa: S101
    theirs = _fields(row)
    mine = {name: sent.get(name, "") for name in theirs}
    shown = {name: (_words(name, theirs[name]), _words(name, mine[name])) for name in theirs}
    return conflict_between(
        _SUBJECTS[type(row)], row, key=str(key), fields=theirs, shown=shown, labels=LABELS
    )


def _fields(row: GoalAssessment | ActivityStatus | EconomyRow | FollowUpText) -> dict[str, str]:
    """The row's fields as its form holds them."""
    if isinstance(row, GoalAssessment):
        return {"attainment": row.attainment, "analysis": row.analysis}
    if isinstance(row, ActivityStatus):
        carried = "on" if row.carry_over else ""
        return {"status": row.status, "deviation": row.deviation, "carry_over": carried}
    if isinstance(row, FollowUpText):
        return {"body": row.body}
    amounts = {name: getattr(row, name) for name in ("budget", "outcome", "forecast")}
    typed = {name: "" if value is None else written(value) for name, value in amounts.items()}
    return {"name": row.name, **typed, "comment": row.comment}


def _words(name: str, value: str) -> str:
    """A field's value as it is read."""
    if name in {"analysis", "body"}:
        return plain(clean(value))
    if name == "attainment":
        return Attainment(value).label if value in set(Attainment) else ""
    if name == "status":
        return ActivityState(value).label if value in ActivityState.values else ""
    if name == "carry_over":
        return "ja" if value else "nej"
    return value
