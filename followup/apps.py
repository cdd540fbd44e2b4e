from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    name = "followup"
    label = "followup"
    verbose_name = "Uppföljning"

    def ready(self) -> None:
        from followup import carrying, guard, headings, joining
        from followup.pages import start, unit_panel
        from followup.reports import compiled_printed, printed

        carrying.offer()
        guard.listen()
        headings.listen()
        joining.listen()
        start.offer()
        unit_panel.offer()
        printed.offer()
        compiled_printed.offer()
