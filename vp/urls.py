"""A table of contents."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from goals.views.image import image
from vp import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goals.urls")),
    path("", include("followup.urls")),
    path("", include("vp.org.urls")),
    path("", include("vp.printing.urls")),
    path("api/1/", include("followup.api.urls")),
    path("bilder/<slug:sha256>", image, name="image"),
    path("admin/", admin.site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

handler400 = "vp.errors.bad_request"
