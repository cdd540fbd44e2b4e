from django.urls import URLPattern, path

from goals.views import incoming, life, links, pdf, plan, plans, search, start, targets, units, versions

app_name = "goals"
urlpatterns: list[URLPattern] = [
    path("", start.start, name="start"),
    path("planer/", plans.plans, name="plans"),
    path("planer/importera/", incoming.upload, name="upload"),
    path("planer/importera/<uuid:key>/", incoming.incoming, name="incoming"),
    path("planer/importera/<uuid:key>/ratta/", incoming.incoming_correct, name="incoming_correct"),
    path("planer/importera/<uuid:key>/ta-bort/", incoming.incoming_discard, name="incoming_discard"),
    path("planer/<int:year>/<slug:unit>/", plan.plan, name="plan"),
    path("planer/<int:year>/<slug:unit>/mal-ovanfor/", links.links, name="links"),
    path("planer/<int:year>/<slug:unit>/mal-ovanfor/koppla/", links.adopt, name="adopt"),
    path("planer/<int:year>/<slug:unit>/klarmarkera/", life.ready, name="mark_ready"),
    path("planer/<int:year>/<slug:unit>/skicka-tillbaka/", life.send_back, name="return"),
    path("planer/<int:year>/<slug:unit>/faststall/", life.decide, name="decide"),
    path("planer/<int:year>/<slug:unit>/revidera/", life.revise, name="revise"),
    path("planer/<int:year>/<slug:unit>/las-upp/", life.unlock, name="unlock"),
    path("planer/<int:year>/<slug:unit>/las/", life.lock, name="lock"),
    path("planer/<int:year>/<slug:unit>/arsmal/", targets.change, name="change_target"),
    path("planer/<int:year>/<slug:unit>/versioner/", versions.versions, name="versions"),
    path("planer/<int:year>/<slug:unit>/versioner/<int:number>/", versions.version, name="version"),
    path("planer/<int:year>/<slug:unit>/andringar/", versions.changes, name="changes"),
    path("planer/<int:year>/<slug:unit>/plan.json", plan.plan_json, name="plan_json"),
    path("planer/<int:year>/<slug:unit>/pdf/", pdf.order, name="plan_pdf"),
    path("enheter/", units.units, name="units"),
    path("enheter/<slug:slug>/", units.unit, name="unit"),
    path("sok/", search.search, name="search"),
]
