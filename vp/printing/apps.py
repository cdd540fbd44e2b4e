from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "vp.printing"
    label = "printing"
    verbose_name = "Utskrift"
