"""Follow-ups as their reader is shown them, many at a time, in memory that doesn't grow with their number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.db.models import F

from followup.document import FollowUpDocument
from followup.models import FollowUp, FollowUpQuerySet
from followup.reports.showing import shown_documents
from vp.org.access import Actor
from vp.org.swedish import swedish_order

BATCH = 60
"""Follow-ups that are read at once, in as many queries as one."""


def shown_in(
    follow_ups: FollowUpQuerySet, *, reader: Actor, batch: int = BATCH
) -> Iterator[tuple[FollowUp, FollowUpDocument]]:
    """Those of them that the reader sees, as she is shown them, round by round and in the tree's order.

    One query, and then as many for each batch of a round.
    """
    rows = follow_ups.visible_to(reader).order_by(
        "round__period__ends_on",
        "round__period__starts_on",
        "round",
        F("unit__path__len"),
        swedish_order("unit__name"),
        "pk",
    )
    for _, of_round in groupby(rows.values_list("round", "pk"), key=lambda row: row[0]):
        ids = [pk for _, pk in of_round]
        for start in range(0, len(ids), batch):
            yield from shown_of(ids[start : start + batch], reader=reader)


def shown_of(ids: Sequence[int], *, reader: Actor) -> Iterator[tuple[FollowUp, FollowUpDocument]]:
    """Follow-ups of one round, in the order of their ids; what the reader doesn't see is left out."""
    rows = FollowUp.objects.visible_to(reader).filter(pk__in=ids)
    found = {row.pk: row for row in rows.select_related("round__period", "round__owner", "unit")}
    follow_ups = [found[pk] for pk in ids if pk in found]
    documents = shown_documents(follow_ups, reader=reader)
    for row in follow_ups:
        if row.pk in documents:
            yield row, documents[row.pk]
