"""Static files: which are collected of the packages' many, and how those that a page loads are named."""

from __future__ import annotations

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class AssetsConfig(StaticFilesConfig):
    # Bootstrap comes in 32 files and we load one; to compress them all takes longer than everything else.
    # Of the editor's package we load the library alone: its fields, icons and styles are not ours.
    ignore_patterns = [  # noqa: RUF012 - as in the class above
        *StaticFilesConfig.ignore_patterns,
        "bootstrap.css*",
        "bootstrap.rtl*",
        "bootstrap-*.css*",
        "*-cyrillic*",
        "*-greek*",
        "*-vietnamese*",
        "configurable.js*",
        "default.js*",
        "material-icons*",
        "overrides.css*",
        "editor.css*",
    ]


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Every file has its hash in its name and can be kept for ever; our modules import each other by it.

    Django can do the same for every script, but stumbles over what only looks like an import in a package's.
    """

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        (
            "app/*.js",
            (
                (
                    r"""(?P<matched>(?P<before>\b(?:from |import |import\())"(?P<url>\.{1,2}/[^"]+\.js)")""",
                    '%(before)s"%(url)s"',
                ),
            ),
        ),
    )
