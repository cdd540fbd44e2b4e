from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "vp.images"
    label = "images"
    verbose_name = "Bilder"
