"""Units that haven't said that they are done are reminded by mail: when asked for, and on schedule."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from followup.lifecycle import RoundStage
from followup.models import FollowUp, FollowUpQuerySet, Reminder, Round, State
from vp.org.access import ROLES, Actor, Permission, Reach, require
from vp.org.actions.mail import mail_to, send_on_commit
from vp.org.models import Membership, User
from vp.refusals import Refused

NOT_YOURS = "Du får inte påminna {unit}. Det gör controllern."
DAYS_BEFORE = 7
"""So long before the due day the scheduler reminds."""
DAYS_BETWEEN = 7
"""So long after it has reminded of what is late it reminds again."""
_WORKING_HOURS = range(7, 17)
UNFINISHED = (State.NOT_STARTED, State.IN_PROGRESS)


class RemindedToday(Refused):
    """Some were reminded today: asked for again only by whoever says so."""

    def __init__(self, follow_ups: Sequence[FollowUp]) -> None:
        names = ", ".join(str(row.unit) for row in follow_ups)
        super().__init__(f"En påminnelse är redan skickad i dag till {names}.")
        self.follow_ups = tuple(follow_ups)


@dataclass(frozen=True)
class Reminded:
    """`nobody`: those whose unit has no one who can mark it ready, so that nothing was sent."""

    sent: tuple[FollowUp, ...]
    nobody: tuple[FollowUp, ...]


@transaction.atomic
def remind(*, by: Actor, follow_ups: Iterable[FollowUp], site: str, again: bool = False) -> Reminded:
    """Mail whoever marks the units' follow-ups ready, those that are still waited for.

    `site` is the address of the site's front page, for the link. Raises `RemindedToday` where somebody has
    been reminded today, unless the actor has been asked and wants it `again`.
    """
    held = _held(FollowUp.objects.filter(pk__in=[row.pk for row in follow_ups]))
    for row in held:
        require(by, Permission.DECIDE, row.unit, NOT_YOURS.format(unit=row.unit))
    waiting = [row for row in held if _is_waited_for(row)]
    if not waiting:
        raise Refused("Ingen av dem behöver påminnas längre. Ladda om sidan och se hur det står nu.")
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = [row for row in waiting if row.pk in _reminded_since(waiting, since)]
    if today and not again:
        raise RemindedToday(today)
    return _send(waiting, Reminder.Kind.ASKED, site, by=by)


@transaction.atomic
def remind_on_schedule(*, round_id: int, site: str) -> Reminded:
    """What the scheduler sends for one round: once in the week before the due day, then once a week.

    Asked twice, it sends nothing the second time. A unit that somebody has reminded today is left in peace.
    """
    round_ = Round.objects.get(pk=round_id)
    today = timezone.localdate()
    kind = _kind_due(round_, today)
    if kind is None:
        return Reminded((), ())
    held = [row for row in _held(FollowUp.objects.filter(round=round_)) if _is_waited_for(row)]
    before = kind == Reminder.Kind.BEFORE
    first = round_.due_on if before else today
    days = DAYS_BEFORE if before else DAYS_BETWEEN - 1
    since = timezone.make_aware(datetime.datetime.combine(first, datetime.time.min))
    lately = _reminded_since(held, since - datetime.timedelta(days=days))
    return _send([row for row in held if row.pk not in lately], kind, site)


def rounds_to_remind(now: datetime.datetime) -> list[int]:
    """The rounds that have something to be reminded of, on workdays while people are at work."""
    local = timezone.localtime(now)
    if local.weekday() >= 5 or local.hour not in _WORKING_HOURS:
        return []
    rounds = Round.objects.still_open().order_by("pk")
    return [round_.pk for round_ in rounds if _kind_due(round_, local.date())]


def _kind_due(round_: Round, today: datetime.date) -> Reminder.Kind | None:
    stage = round_.stage_on(today)
    if stage is RoundStage.OVERDUE:
        return Reminder.Kind.AFTER
    is_near = stage is RoundStage.OPEN and round_.due_on - today <= datetime.timedelta(days=DAYS_BEFORE)
    return Reminder.Kind.BEFORE if is_near else None


def _held(rows: FollowUpQuerySet) -> list[FollowUp]:
    """Held until the transaction ends, in one order, so that two who remind at once do it once."""
    return list(rows.select_for_update(of=("self",)).select_related("unit", "round").order_by("pk"))


def _is_waited_for(follow_up: FollowUp) -> bool:
    is_open = follow_up.round.stage_on(timezone.localdate()) in {RoundStage.OPEN, RoundStage.OVERDUE}
    return is_open and follow_up.state in UNFINISHED


def _reminded_since(follow_ups: Sequence[FollowUp], since: datetime.datetime) -> set[int]:
    rows = Reminder.objects.filter(follow_up__in=[row.pk for row in follow_ups], sent_at__gte=since)
    return set(rows.order_by().values_list("follow_up", flat=True))


def _send(rows: Sequence[FollowUp], kind: Reminder.Kind, site: str, *, by: Actor | None = None) -> Reminded:
    people = _whom(rows)
    sent = [row for row in rows if people[row.unit_id]]
    sender = by if isinstance(by, User) else None
    Reminder.objects.bulk_create(Reminder(follow_up=row, kind=kind, sent_by=sender) for row in sent)
    for row in sent:
        for person in people[row.unit_id]:
            send_on_commit(_mail(person, row, site, sender))
    return Reminded(tuple(sent), tuple(row for row in rows if not people[row.unit_id]))


def _whom(rows: Sequence[FollowUp]) -> Mapping[int, list[User]]:
    """By unit, those with a role there today that marks its follow-up ready."""
    roles = [role for role, gives in ROLES.items() if Reach.OWN in gives.get(Permission.MARK_READY, ())]
    held = Membership.objects.holding_on(timezone.localdate()).filter(
        unit__in=[row.unit_id for row in rows], role__in=roles, user__is_active=True
    )
    found: dict[int, list[User]] = defaultdict(list)
    for each in held.select_related("user").order_by("pk"):
        if each.user not in found[each.unit_id]:
            found[each.unit_id].append(each.user)
    return found


def _mail(person: User, row: FollowUp, site: str, by: User | None) -> EmailMessage:
    address = reverse("followup:followup", args=[row.round.year, row.round.code, row.unit.slug])
    late = row.round.stage_on(timezone.localdate()) is RoundStage.OVERDUE
    return mail_to(person, "reminder", follow_up=row, late=late, by=by, link=urljoin(site, address))
