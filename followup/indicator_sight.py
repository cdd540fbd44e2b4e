"""Which indicators and targets somebody may read: those of the drafts that she reads, and what is public."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from followup.visibility import values_visible_to
from goals.models import GoalIndicator, Plan
from indicators.models import Indicator, IndicatorQuerySet, Target, TargetQuerySet
from vp.org.access import Actor, Permission, area


def indicators_visible_to(actor: Actor) -> IndicatorQuerySet:
    """Those of the units whose drafts one reads, and those in a plan or with a value that one may read."""
    rows = GoalIndicator.objects.filter(
        indicator=OuterRef("pk"), plan__in=Plan.objects.rows_visible_to(actor).values("pk")
    )
    values = values_visible_to(actor).filter(indicator=OuterRef("pk"))
    own = area(actor, Permission.READ_DRAFT).condition("owner")
    return Indicator.objects.filter(own | Exists(rows) | Exists(values))


def targets_visible_to(actor: Actor) -> TargetQuerySet:
    """A target is read with the rows of its unit's plan for the year."""
    plans = Plan.objects.rows_visible_to(actor).filter(unit=OuterRef("unit"), year=OuterRef("year"))
    drafts = area(actor, Permission.READ_DRAFT).condition("unit")
    return Target.objects.filter(drafts | Exists(plans))
