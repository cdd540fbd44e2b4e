from django.urls import URLPattern, path

from vp.printing import views

app_name = "printing"
urlpatterns: list[URLPattern] = [
    path("utskrifter/<uuid:key>/", views.job, name="job"),
    path("utskrifter/<uuid:key>/fil", views.file, name="file"),
    path("utskrifter/<uuid:key>/igen", views.again, name="again"),
    path("utskrifter/<uuid:key>/avbryt", views.cancel, name="cancel"),
]
