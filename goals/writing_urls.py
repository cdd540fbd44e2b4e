"""The addresses of a plan where something is written in it, under `/planer/<year>/<unit>/`."""

from django.urls import URLPattern, path

from goals.views import (
    above,
    goals,
    indicator_rows,
    pictures,
    presence,
    removing,
    restoring,
    rows,
    starting,
    texts,
)

urlpatterns: list[URLPattern] = [
    path("bilder/", pictures.add, name="picture"),
    path("diarienummer/", starting.registry_number, name="registry_number"),
    path("har/", presence.here, name="presence"),
    path("texter/<uuid:key>/", texts.text, name="text"),
    path("texter/<uuid:key>/visa/", texts.text_read, name="text_read"),
    path("mal-ovanfor/visa/", above.choose, name="choose_above"),
    path("mal/ny/", goals.new_goal, name="new_goal"),
    path("mal/<uuid:key>/", goals.goal, name="goal"),
    path("mal/<uuid:key>/visa/", goals.goal_read, name="goal_read"),
    path("mal/<uuid:key>/flytta/", goals.move, name="move_goal"),
    path("ta-bort/<slug:kind>/<uuid:key>/", removing.remove, name="remove"),
    path("historik/<int:change>/ta-tillbaka/", restoring.restore_change, name="restore"),
    path("aktiviteter/ny/", rows.new_activity, name="new_activity"),
    path("aktiviteter/<uuid:key>/", rows.activity, name="activity"),
    path("aktiviteter/<uuid:key>/visa/", rows.activity_read, name="activity_read"),
    path("aktiviteter/<uuid:key>/flytta/", rows.activity_move, name="move_activity"),
    path("indikatorer/ny/", indicator_rows.pick, name="add_indicator"),
    path("indikatorer/egen/", indicator_rows.make, name="add_own_indicator"),
    path("indikatorer/<uuid:key>/", indicator_rows.indicator, name="indicator"),
    path("indikatorer/<uuid:key>/visa/", indicator_rows.indicator_read, name="indicator_read"),
    path("indikatorer/<uuid:key>/namn/", indicator_rows.define, name="define_indicator"),
    path("indikatorer/<uuid:key>/flytta/", rows.indicator_move, name="move_indicator"),
]
