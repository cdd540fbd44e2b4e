from django.urls import URLPattern, path

from goals.views import plan, plans, search, start, units

app_name = "goals"
urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("planer/", plans.plans, name="plans"),
    path("planer/<int:year>/<slug:unit>/", plan.plan, name="plan"),
    path("planer/<int:year>/<slug:unit>/plan.json", plan.plan_json, name="plan_json"),
    path("enheter/", units.units, name="units"),
    path("enheter/<slug:slug>/", units.unit, name="unit"),
    path("sok/", search.search, name="search"),
]
