"""Which indicators and targets somebody may read: those of the drafts that she reads, and what is public."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from goals.models import GoalIndicator, Plan
from indicators.models import Indicator, IndicatorQuerySet, Target, TargetQuerySet
from vp.org.access import Actor, Permission, area


def indicators_visible_to(actor: Actor) -> IndicatorQuerySet:
    """Those of the units whose drafts one reads, and those in a plan whose rows one may read.

    The plans' indicators are found once, not asked for anew for each indicator: with hundreds of units that
    takes seconds.
    """
    plans = Plan.objects.rows_visible_to(actor).values("pk")
    rows = GoalIndicator.objects.filter(plan__in=plans).order_by().values("indicator")
    own = area(actor, Permission.READ_DRAFT).condition("owner")
    return Indicator.objects.filter(own | Q(pk__in=rows))


def targets_visible_to(actor: Actor) -> TargetQuerySet:
    """A target is read with the rows of its unit's plan for the year."""
    plans = Plan.objects.rows_visible_to(actor).filter(unit=OuterRef("unit"), year=OuterRef("year"))
    drafts = area(actor, Permission.READ_DRAFT).condition("unit")
    return Target.objects.filter(drafts | Exists(plans))
