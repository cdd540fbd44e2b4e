"""The tests' own kinds of print, for workers in processes of their own."""

from django.apps import AppConfig


class Notes(AppConfig):
    name = "tests.printing"
    label = "test_notes"

    def ready(self) -> None:
        from tests.printing import notes

        notes.offer()
