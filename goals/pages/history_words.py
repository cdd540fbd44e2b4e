"""What a change of a plan was, in plain words: 'Ändrade texten Arbetssätt'; pure."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.utils import timezone

from goals.lifecycle import Move
from goals.pages.history_fields import FieldWords, new_target, said
from goals.pages.history_kept import ACTIVITY, GOAL, PLAN, ROW, TARGET, TEXT, Kept
from goals.pages.numbers import counted

NOUNS = {
    PLAN: "planen",
    GOAL: "målet",
    TEXT: "texten",
    ACTIVITY: "aktiviteten",
    ROW: "indikatorn",
    TARGET: "årsmålet för",
}
VERBS = {
    "added": "Lade till",
    "adopted": "Lade till",
    "changed": "Ändrade",
    "moved": "Flyttade",
    "removed": "Tog bort",
    "restored": "Tog tillbaka",
}
OF_PLANS = {
    Move.MARK_READY.value: "Klarmarkerade planen",
    Move.RETURN.value: "Skickade tillbaka planen",
    Move.DECIDE.value: "Fastställde planen",
    Move.REVISE.value: "Öppnade planen för revidering",
    Move.UNLOCK.value: "Låste upp planen",
    Move.LOCK.value: "Låste planen igen",
    "started": "Började på planen",
    "imported": "Läste in planen från en fil",
    "replaced": "Ersatte planen med en inläst fil",
}
COUNTED = {
    GOAL: ("mål", "mål"),
    TEXT: ("text", "texter"),
    ROW: ("indikator", "indikatorer"),
    ACTIVITY: ("aktivitet", "aktiviteter"),
}


@dataclass(frozen=True)
class Deed:
    """`Ändrade årsmålet för` `Sjukfrånvaro` `från 5 % till 4 %`."""

    what: str
    title: str = ""
    rest: str = ""


def deed_of(change: Kept, title: str) -> Deed:
    """What was done, with the title of the row."""
    noun = NOUNS.get(change.subject)
    if change.subject == PLAN and change.action in OF_PLANS:
        return Deed(OF_PLANS[change.action])
    if noun is None or change.action not in VERBS:
        return Deed(f"Annan ändring: {change.action} {change.subject}", title)
    if rest := new_target(change):
        return Deed(f"Ändrade {NOUNS[TARGET]}", title or "en indikator", rest)
    under = _listed(Counter(subject for subject, _row in change.under))
    return Deed(f"{VERBS[change.action]} {noun}", title, f"med {under}" if under else "")


def notes_of(change: Kept, fields: Sequence[FieldWords]) -> list[str]:
    """What more there is to say of it, a sentence each."""
    same = change.action == "changed" and not fields and change.before == change.after
    notes = [
        _place(change) if change.action == "moved" else "",
        _decision(change) if change.subject == PLAN else "",
        _until(change) if change.action == Move.UNLOCK else "",
        f"Gäller från {said(change.later.get('since'))}." if change.later.get("since") else "",
        f"Från planen för {said(change.later.get('from'))}." if change.later.get("from") else "",
        f"Filen hade {_listed(change.held)}." if any(change.held.values()) else "",
        "Orden blev till slut desamma som före." if same else "",
    ]
    return [note for note in notes if note]


def _place(change: Kept) -> str:
    """From where to where something was moved; positions are as people count them."""
    sides = (change.former, change.later)
    under = [said(each.get("under")) for each in sides]
    if under[0] != under[1]:
        places = [each or "planens översta nivå" for each in under]
        return f"Från {places[0]} till {places[1]}."
    positions = [said(each.get("position")) for each in sides]
    return f"Från plats {positions[0]} till plats {positions[1]}." if all(positions) else ""


def _decision(change: Kept) -> str:
    version, day, whom = (said(change.later.get(name)) for name in ("version", "decided_on", "decided_by"))
    return ", ".join(filter(None, [f"Version {version}", day, whom])) + "." if version else ""


def _until(change: Kept) -> str:
    with suppress(ValueError):
        until = datetime.datetime.fromisoformat(said(change.later.get("until")))
        return f"Öppen till {timezone.localtime(until):%Y-%m-%d %H:%M}."
    return ""


def _listed(held: Mapping[str, int]) -> str:
    """`3 texter och 1 aktivitet`."""
    *first, last = [counted(held[each], *COUNTED[each]) for each in COUNTED if held.get(each)] or [""]
    return f"{', '.join(first)} och {last}" if first else last
