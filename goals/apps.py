from django.apps import AppConfig


class GoalsConfig(AppConfig):
    name = "goals"
    label = "goals"
    verbose_name = "Planer"

    def ready(self) -> None:
        from goals import headings, printed_plan

        headings.listen()
        printed_plan.offer()
