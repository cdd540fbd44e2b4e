from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "vp.org"
    label = "org"
    verbose_name = "Organisation"
