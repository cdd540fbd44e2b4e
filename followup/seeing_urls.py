"""Where one sees how it goes: indicators over the years, and a goal from the council down to the units."""

from __future__ import annotations

from django.urls import URLPattern, path

from followup.views import goal_down, indicator

urlpatterns: list[URLPattern] = [
    path("indikatorer/", indicator.indicators, name="indicators"),
    path("indikatorer/<uuid:key>/", indicator.indicator, name="indicator"),
    path("indikatorer/<uuid:key>/installningar/", indicator.settings, name="indicator_settings"),
    path("mal/<int:year>/<slug:unit>/", goal_down.goals, name="goals"),
    path("mal/<int:year>/<slug:unit>/<uuid:key>/", goal_down.goal, name="goal"),
]
