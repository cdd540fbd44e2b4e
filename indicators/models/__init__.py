"""What is measured: indicators, their targets, the periods that values belong to, and the values."""

from indicators.kinds import Aggregation, Direction
from indicators.models.indicator import Indicator, IndicatorQuerySet
from indicators.models.measurement import Measurement, MeasurementQuerySet
from indicators.models.period import Period, PeriodQuerySet
from indicators.models.target import Target, TargetQuerySet

__all__ = [
    "Aggregation",
    "Direction",
    "Indicator",
    "IndicatorQuerySet",
    "Measurement",
    "MeasurementQuerySet",
    "Period",
    "PeriodQuerySet",
    "Target",
    "TargetQuerySet",
]
