from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "vp.history"
    label = "history"
    verbose_name = "Historik"

    def ready(self) -> None:
        from vp.history.organisation import listen

        listen()
