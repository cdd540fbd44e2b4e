"""Where a plan is in its life: every move so far, and the moves that the reader may make."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from goals.actions.moves import may_move
from goals.actions.targets import may_change_targets
from goals.actions.writing import may_write
from goals.lifecycle import Move, open_moves
from goals.models import Plan, State
from goals.models.plan import UNLOCKED
from vp.history.models import Change
from vp.org.access import Actor, Permission, can, those_who

STEPS = {
    Move.MARK_READY: "Klarmarkerad",
    Move.RETURN: "Skickad tillbaka",
    Move.DECIDE: "Fastställd",
    Move.REVISE: "Öppnad för revidering",
    Move.UNLOCK: "Upplåst",
    Move.LOCK: "Låst igen",
}
OFFERS = {
    Move.MARK_READY: "Klarmarkera",
    Move.RETURN: "Skicka tillbaka",
    Move.DECIDE: "Fastställ",
    Move.REVISE: "Revidera",
    Move.UNLOCK: "Lås upp",
    Move.LOCK: "Lås igen",
}


@dataclass(frozen=True)
class Step:
    """A move that was made; `at` as 2027-03-31 14:05, `about` what was decided where and when."""

    move: str
    what: str
    at: str
    by: str
    reason: str
    about: str


@dataclass(frozen=True)
class Offer:
    label: str
    address: str


@dataclass(frozen=True)
class Life:
    """`steps` come newest first, for those who may read the plan's drafts.

    `returned` is set until a plan that was sent back is marked ready again, `revision` until a plan
    that is revised has been decided again, `unlocked` until an unlocked plan is locked. `ask` names
    whom to ask to open a locked plan, where one can't do it oneself, and `waits_for` who decides on one
    that is marked ready, where one could write in it before; `versions` and `changes` are the
    addresses of all versions of a plan that has any, and of what differs between them, `history` that of
    all changes, for those who may read its drafts.
    """

    steps: Sequence[Step] = ()
    offers: Sequence[Offer] = ()
    returned: Step | None = None
    revision: str = ""
    unlocked: str = ""
    ask: Sequence[str] = ()
    waits_for: Sequence[str] = ()
    versions: str = ""
    changes: str = ""
    history: str = ""


def life_of(plan: Plan, actor: Actor) -> Life:
    """In one query, and one more to say whom to ask where the plan is locked or marked ready."""
    steps = _steps(plan, actor)
    draft = plan.state == State.DRAFT
    where = [plan.year, plan.unit.slug]
    return Life(
        steps=steps,
        offers=_offers(plan, actor),
        returned=steps[0] if draft and steps and steps[0].move == Move.RETURN else None,
        revision=plan.revision_reason if steps else "",
        unlocked=_unlocked(plan) if steps else "",
        ask=_whom_to_ask(plan, actor) if steps else (),
        waits_for=_waits_for(plan, actor),
        versions=reverse("goals:versions", args=where) if plan.is_in_force else "",
        changes=reverse("goals:changes", args=where) if plan.is_in_force else "",
        history=reverse("goals:history", args=where) if can(actor, Permission.READ_DRAFT, plan.unit) else "",
    )


def _offers(plan: Plan, actor: Actor) -> list[Offer]:
    where = [plan.year, plan.unit.slug]
    offers = [
        Offer(OFFERS[move], reverse(f"goals:{move.value}", args=where))
        for move in open_moves(plan.stage)
        if may_move(actor, plan, move)
    ]
    if plan.is_in_force and may_change_targets(actor, plan):
        offers.append(Offer("Ändra årsmål", reverse("goals:change_target", args=where)))
    return offers


def _unlocked(plan: Plan) -> str:
    if plan.stage != UNLOCKED or plan.unlocked_until is None:
        return ""
    until, out = _when(plan.unlocked_until), plan.unlocked_until < timezone.now()
    words = f"Upplåsningen gick ut {until}" if out else f"Planen är upplåst till {until}"
    return f"{words}: {plan.unlock_reason}"


def _whom_to_ask(plan: Plan, actor: Actor) -> list[str]:
    if plan.stage != State.DECIDED or may_move(actor, plan, Move.UNLOCK):
        return []
    return those_who(Permission.DECIDE, plan.unit)


def _waits_for(plan: Plan, actor: Actor) -> list[str]:
    if plan.state != State.READY or not can(actor, Permission.WRITE, plan.unit) or may_write(actor, plan):
        return []
    return those_who(Permission.DECIDE, plan.unit)


def _when(at: datetime.datetime) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def _steps(plan: Plan, actor: Actor) -> list[Step]:
    kept = Change.objects.of("goals.plan", plan.key).visible_to(actor).filter(action__in=list(Move))
    rows = kept.values_list(
        "action", "at", "by_name", "reason", "after__version", "after__decided_on", "after__decided_by"
    )
    return [
        Step(
            move=action,
            what=STEPS[Move(action)],
            at=_when(at),
            by=by,
            reason=reason,
            about=f"Version {version}, {decided_on}, {decided_by}" if version else "",
        )
        for action, at, by, reason, version, decided_on, decided_by in rows
    ]
