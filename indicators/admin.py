from __future__ import annotations

from django.contrib import admin

from indicators.models import Indicator, Measurement, Period, Target
from vp.org.read_only import ReadOnly, ReadOnlyRows


class TargetsOfIndicator(ReadOnlyRows):
    model = Target
    fields = ("unit", "year", "words", "value", "since", "reason")


@admin.register(Indicator)
class IndicatorAdmin(ReadOnly):
    list_display = ("name", "owner", "periodicity", "by_gender", "direction")
    list_filter = ("by_gender", "direction", "accumulates", "aggregation", "is_share", "periodicity")
    list_select_related = ("owner",)
    search_fields = ("name", "description", "owner__name", "=key")
    inlines = (TargetsOfIndicator,)
    ordering = ("name",)


@admin.register(Target)
class TargetAdmin(ReadOnly):
    list_display = ("indicator", "unit", "year", "words", "value", "since")
    list_filter = ("year", ("since", admin.EmptyFieldListFilter))
    list_select_related = ("indicator", "unit")
    search_fields = ("indicator__name", "unit__name", "words", "reason")
    ordering = ("-year", "pk")


@admin.register(Period)
class PeriodAdmin(ReadOnly):
    list_display = ("name", "code", "year", "starts_on", "ends_on")
    list_filter = ("year",)
    search_fields = ("name", "code")


@admin.register(Measurement)
class MeasurementAdmin(ReadOnly):
    list_display = ("indicator", "unit", "period", "total", "women", "men", "forecast", "words", "changed_at")
    list_filter = ("period__year", "period__code")
    list_select_related = ("indicator", "unit", "period")
    search_fields = ("indicator__name", "unit__name", "words", "comment", "=key")
    ordering = ("-changed_at", "-pk")
