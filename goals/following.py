"""Rows in other plans that show a goal: what becomes of them when the goal goes."""

from __future__ import annotations

from django.db.models import QuerySet

from goals.copying import copy_words
from goals.models import Goal, State


def release_followers(goals: QuerySet[Goal]) -> None:
    """Unlink the rows that show these goals. A draft that followed one keeps its words as its own.

    A decided plan's words stand in its version, so that only the link of its row is let go.
    """
    for row in Goal.objects.filter(source__in=goals).select_related("source", "plan"):
        source = row.source
        if source is None:
            continue
        if not row.keeps_own_words:
            row.number, row.title, row.keeps_own_words = source.number, source.title, True
            if row.plan.state != State.DECIDED:
                copy_words(source, row)
        row.source = None
        row.save(update_fields=["number", "title", "keeps_own_words", "source"])
