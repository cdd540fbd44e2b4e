"""A table of contents."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from vp import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goals.urls")),
    path("", include("vp.org.urls")),
    path("", include("vp.printing.urls")),
    path("bilder/", include("vp.images.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
