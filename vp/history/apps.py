from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "vp.history"
    label = "history"
    verbose_name = "Historik"
