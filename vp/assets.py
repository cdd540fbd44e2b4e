"""Which static files are collected: of the packages' many, those that a page can ask for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class AssetsConfig(StaticFilesConfig):
    # Bootstrap comes in 32 files and we load one; to compress them all takes longer than everything else.
    ignore_patterns = [  # noqa: RUF012 - as in the class above
        *StaticFilesConfig.ignore_patterns,
        "bootstrap.css*",
        "bootstrap.rtl*",
        "bootstrap-*.css*",
        "*-cyrillic*",
        "*-greek*",
        "*-vietnamese*",
    ]
