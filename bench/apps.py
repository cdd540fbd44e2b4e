"""The measurements' own kinds of print, for workers in processes of their own."""

from django.apps import AppConfig


class LongReports(AppConfig):
    name = "bench"
    label = "bench"

    def ready(self) -> None:
        from bench import long_reports

        long_reports.offer()
