"""How a write takes hold of a follow-up, and of the row that it writes.

The round is taken FOR SHARE and then the follow-up, before any row: many write at once, a closing or a move
waits for those that came before it and refuses those that come after, and nobody waits in a ring.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone

from followup.gate import shut_for
from followup.models import FollowUp, Round, State
from followup.models.rows import WrittenRow
from indicators.models import Period
from vp.history.models import Change
from vp.history.record import record, record_words
from vp.org.access import Actor, Permission, can, require
from vp.org.models import Unit, User
from vp.saving import Save, check_version, kept_already, mark_saved

NOT_HERE = {
    Permission.WRITE: "Du får inte skriva i uppföljningen för {unit}. Fråga enhetens chef om en roll där.",
    Permission.LOG_VALUES: "Du får inte rapportera för {unit}. Fråga enhetens chef om en roll där.",
}
Row = TypeVar("Row", bound=WrittenRow)


def may_write(
    actor: Actor, follow_up: FollowUp, today: datetime.date, permission: Permission = Permission.WRITE
) -> bool:
    """Whether the follow-up is open, and the actor's to write in; LOG_VALUES for values and statuses."""
    return can(actor, permission, follow_up.unit) and shut_for(actor, follow_up, today) is None


def begin_followup(*, by: Actor, follow_up: FollowUp, permission: Permission = Permission.WRITE) -> FollowUp:
    """The follow-up as it stands, held against moves and closings until the transaction ends.

    The first write starts it. Raises PermissionDenied without the right, and a `Shut` where it isn't open.
    """
    held = hold(follow_up)
    require(by, permission, held.unit, NOT_HERE[permission].format(unit=held.unit))
    shut = shut_for(by, held, timezone.localdate())
    if shut is not None:
        raise shut
    start(by, held)
    return held


def hold(follow_up: FollowUp) -> FollowUp:
    """The row, FOR SHARE; one that hasn't been started FOR UPDATE, so that whoever starts it needn't wait."""
    unit, period = follow_up.unit, follow_up.round.period
    [round_] = Round.objects.raw("SELECT * FROM followup_round WHERE id = %s FOR SHARE", [follow_up.round_id])
    if follow_up.state == State.NOT_STARTED:
        held = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    else:
        [held] = FollowUp.objects.raw(
            "SELECT * FROM followup_followup WHERE id = %s FOR SHARE", [follow_up.pk]
        )
    held.unit, held.round, held.round.period = unit, round_, period
    return held


def hold_keeping(unit: Unit, period: Period) -> FollowUp | None:
    """The follow-up that a value of the period belongs to, held as `hold` does; None where there is none.

    In one statement where the unit has begun, as it has for all its values but the first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_KEEPING, [unit.pk, period.starts_on, period.ends_on, State.NOT_STARTED])
        found = cursor.fetchone()
    if found is None:
        waiting = FollowUp.objects.keeping(unit, period).select_related("round__period").first()
        if waiting is None:
            return None
        waiting.unit = unit
        return hold(waiting)
    held = FollowUp.from_db(DEFAULT_DB_ALIAS, _FOLLOW_UP, found[: len(_FOLLOW_UP)])
    held.unit, held.round = unit, Round.from_db(DEFAULT_DB_ALIAS, _ROUND, found[len(_FOLLOW_UP) :])
    return held


_FOLLOW_UP, _ROUND = (
    tuple(field.attname for field in model._meta.concrete_fields) for model in (FollowUp, Round)
)
_HOLD_KEEPING = f"""
    WITH keeping AS (
      SELECT round.*, follow_up.id AS follow_up_id
      FROM followup_followup follow_up
      JOIN followup_round round ON round.id = follow_up.round_id
      JOIN indicators_period period ON period.id = round.period_id
      WHERE follow_up.unit_id = %s AND period.starts_on <= %s AND period.ends_on >= %s
      ORDER BY period.ends_on, period.starts_on DESC, round.id LIMIT 1
      FOR SHARE OF round)
    SELECT {", ".join(f"follow_up.{name}" for name in _FOLLOW_UP)},
      {", ".join(f"keeping.{name}" for name in _ROUND)}
    FROM keeping JOIN followup_followup follow_up ON follow_up.id = keeping.follow_up_id
    WHERE follow_up.state <> %s
    FOR SHARE OF follow_up
"""  # noqa: S608  the names are the models' own
"""`FollowUp.objects.keeping`, and the round before the follow-up as everywhere."""


def start(by: Actor, held: FollowUp) -> None:
    """The first write is kept as when the unit began; a closed round's follow-up stays what it was."""
    if held.state != State.NOT_STARTED or held.round.is_closed:
        return
    held.state = State.IN_PROGRESS
    held.save(update_fields=["state"])
    record(
        by=by,
        unit=held.unit,
        subject="followup.followup",
        key=held.key,
        plan_key=held.key,
        action="begin",
        before={"state": State.NOT_STARTED},
        after={"state": State.IN_PROGRESS},
    )


def hold_many(follow_ups: Iterable[FollowUp]) -> list[FollowUp]:
    """The same of several, in two statements: the rounds FOR SHARE, then the rows FOR UPDATE in one order."""
    wanted = {row.pk: row for row in follow_ups}
    rounds = Round.objects.raw(
        "SELECT * FROM followup_round WHERE id = ANY(%s) ORDER BY id FOR SHARE",
        [sorted({row.round_id for row in wanted.values()})],
    )
    held_rounds = {round_.pk: round_ for round_ in rounds}
    held = list(FollowUp.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    for row in held:
        asked = wanted[row.pk]
        row.unit, row.round = asked.unit, held_rounds[row.round_id]
        row.round.period = asked.round.period
    return held


def start_many(by: Actor, held: Iterable[FollowUp]) -> None:
    """The same of several, in two statements where any is started."""
    rows = [row for row in held if row.state == State.NOT_STARTED and not row.round.is_closed]
    for row in rows:
        row.state = State.IN_PROGRESS
    FollowUp.objects.bulk_update(rows, ["state"])
    Change.objects.bulk_create(
        Change(
            by=by if isinstance(by, User) else None,
            by_name=by.name,
            unit=row.unit,
            subject="followup.followup",
            key=row.key,
            plan_key=row.key,
            action="begin",
            before={"state": State.NOT_STARTED},
            after={"state": State.IN_PROGRESS},
        )
        for row in rows
    )


def held_row(model: type[Row], follow_up: FollowUp, **named: Any) -> Row:
    """The row of that name, held until the transaction ends; version 0 where it is made now.

    Of two who make it at the same moment the second waits for the first, and gets the first one's row.
    """
    rows = model._default_manager.select_for_update(of=("self",)).filter(follow_up=follow_up, **named)
    row = rows.first()
    if row is None:
        new = model(follow_up=follow_up, version=0, **named)
        model._default_manager.bulk_create([new], ignore_conflicts=True)
        row = rows.get()
    return row


def keep(
    *, by: Actor, follow_up: FollowUp, subject: str, row: WrittenRow, values: dict[str, Any], save: Save
) -> int:
    """Save the values in a held row; returns its version, which is new where they said something new.

    The same save again is answered as it was. Raises Conflict where somebody else has saved since.
    """
    made = kept_already(row, save)
    if made is not None:
        return made
    is_new = row.version == 0
    before = dict.fromkeys(values, "") if is_new else told(row, values)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed and not (is_new and any(values.values())):
        return row.version
    check_version(row, save)
    for name in changed:
        setattr(row, name, values[name])
    mark_saved(row, save)
    row.save(update_fields=[*changed, "version", "saves"])
    record_words(
        by=by,
        unit=follow_up.unit,
        subject=subject,
        key=row.key,
        plan_key=follow_up.key,
        before=before,
        after=told(row, values),
    )
    return row.version


def told(row: WrittenRow, names: Any) -> dict[str, Any]:
    """The row's fields as the history keeps them: numbers as text, empty where there is none."""
    fields = {name: getattr(row, name) for name in names}
    return {
        name: value if isinstance(value, bool | str) else "" if value is None else str(value)
        for name, value in fields.items()
    }
