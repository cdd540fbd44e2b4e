"""Whoever needs several plans takes them from the top of the tree down, so that nobody waits in a ring.

That they share them is no way around it: whoever has begun to wait for a row stands in a queue, behind
those that want it for themselves.
"""

from __future__ import annotations

from collections.abc import Collection

from goals.models import Plan

_FROM_THE_TOP = """
SELECT goals_plan.id FROM goals_plan JOIN org_unit ON org_unit.id = goals_plan.unit_id
WHERE goals_plan.id = ANY(%s) ORDER BY cardinality(org_unit.path), goals_plan.id FOR SHARE OF goals_plan
"""


def hold_plans(ids: Collection[int]) -> None:
    """Keep plans from being decided, and their rows from coming, moving or going, in this transaction."""
    if ids:
        list(Plan.objects.raw(_FROM_THE_TOP, [[*ids]]))
