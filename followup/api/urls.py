from django.urls import URLPattern, path

from followup.api import views

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("", views.index, name="index"),
    path("omgangar/", views.rounds, name="rounds"),
    path("planer/", views.plans, name="plans"),
    path("planer/<int:year>/<slug:unit>/", views.plan, name="plan"),
    path("<slug:table>/", views.table, name="table"),
    path("<path:rest>", views.nothing, name="nothing"),
]
