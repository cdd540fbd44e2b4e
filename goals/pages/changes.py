"""'Visa ändringar': two versions, the draft and a version, or this year's plan and last year's, compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from goals.differences import Difference, Kind, differences
from goals.document import PlanDocument
from goals.loading import load_plan
from goals.models import Plan, PlanVersion, State
from goals.showing import document_of, document_of_version, reads_draft
from vp.org.access import Actor

DRAFT, LAST_YEAR = "utkast", "forra-aret"
KINDS = {
    Kind.ADDED: ("Nytt", "Ny"),
    Kind.REMOVED: ("Borttaget", "Borttagen"),
    Kind.CHANGED: ("Ändrat", "Ändrad"),
    Kind.MOVED: ("Flyttat", "Flyttad"),
}
"""As it is said of `ett mål`, and of `en text`."""
SORTS = {"goal": "mål", "text": "text", "indicator": "indikator", "activity": "aktivitet", "plan": "uppgift"}


@dataclass(frozen=True)
class Choice:
    """Something to compare; `value` is what the address says."""

    value: str
    label: str


@dataclass(frozen=True)
class Shown:
    """A difference with its words: `what` is `Ändrat mål`."""

    what: str
    difference: Difference


@dataclass(frozen=True)
class ChangesPage:
    """`before` and `after` are the chosen ones; None where there are no two to compare.

    `summary` counts: `Ändrat: 3, Nytt: 1`.
    """

    choices: Sequence[Choice]
    before: Choice | None = None
    after: Choice | None = None
    shown: Sequence[Shown] = ()
    summary: str = ""


def changes_page(plan: Plan, reader: Actor, before: str, after: str) -> ChangesPage:
    """What the reader may compare, newest first; where nothing or nonsense is asked for, the two newest."""
    documents = _documents(plan, reader)
    choices = list(documents)
    if len(choices) < 2:
        return ChangesPage(choices)
    by_value = {choice.value: choice for choice in choices}
    later = by_value.get(after, choices[0])
    following = choices[choices.index(later) + 1 :] or choices[:1]
    earlier = by_value.get(before, following[0])
    shown = shown_differences(documents[earlier](), documents[later]())
    return ChangesPage(choices, earlier, later, shown, summary_of(shown))


def shown_differences(before: PlanDocument, after: PlanDocument) -> list[Shown]:
    return [Shown(_what(each), each) for each in differences(before, after)]


def summary_of(shown: Sequence[Shown]) -> str:
    counts = Counter(KINDS[each.difference.kind][0] for each in shown)
    return ", ".join(f"{name}: {count}" for name, count in counts.items())


def _what(found: Difference) -> str:
    goal, other = KINDS[found.kind]
    return f"{goal if found.sort == 'goal' else other} {SORTS[found.sort]}"


def _documents(plan: Plan, reader: Actor) -> dict[Choice, Callable[[], PlanDocument]]:
    """What may be compared, each with what makes its document: only the chosen two are made."""
    found: dict[Choice, Callable[[], PlanDocument]] = {}
    if reads_draft(reader, plan):
        found[Choice(DRAFT, State(plan.state).label)] = lambda: load_plan(plan)
    for number, day in plan.versions.order_by("-number").values_list("number", "decided_on"):
        found[Choice(str(number), f"Version {number}, {day}")] = _version(plan, number)
    last = Plan.objects.visible_to(reader).filter(unit=plan.unit, year=plan.year - 1).first()
    if last is not None and last.is_in_force:
        found[Choice(LAST_YEAR, f"Planen för {last.year}")] = lambda: document_of(last)
    return found


def _version(plan: Plan, number: int) -> Callable[[], PlanDocument]:
    return lambda: document_of_version(PlanVersion.objects.get(plan=plan, number=number))
