"""Which values somebody may read: those of the drafts that she reads, and what closed rounds made public."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from followup.models import FollowUp
from indicators.models import Measurement, MeasurementQuerySet
from vp.org.access import Actor, Permission, area, municipalities


def values_visible_to(actor: Actor) -> MeasurementQuerySet:
    """Values of one's own part of the tree, and of months that a closed round covers for the unit.

    While a unit is reopened its values are being corrected: others see them when it is closed again.
    """
    covering = FollowUp.objects.filter(
        unit=OuterRef("unit"),
        round__closed_at__isnull=False,
        round__period__starts_on__lte=OuterRef("period__starts_on"),
        round__period__ends_on__gte=OuterRef("period__ends_on"),
    )
    is_settled = Exists(covering) & ~Exists(covering.exclude(reopened_until=None))
    public = Q(is_settled) & municipalities(actor).condition("unit")
    return Measurement.objects.filter(area(actor, Permission.READ_DRAFT).condition("unit") | public)
