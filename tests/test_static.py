"""Static files as production serves them: collected, hashed, compressed, cached for a year."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client, override_settings

ROOT = Path(__file__).resolve().parent.parent
HASHED = {"staticfiles": {"BACKEND": "vp.assets.HashedStorage"}}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory):
    """Collects once; every reference in a stylesheet or script must lead somewhere, or this fails."""
    root = tmp_path_factory.mktemp("static")
    with override_settings(
        STORAGES=settings.STORAGES | HASHED,
        STATIC_ROOT=root,
        WHITENOISE_USE_FINDERS=False,
        WHITENOISE_AUTOREFRESH=False,
    ):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root


def test_every_file_that_a_template_names_is_there(collected: Path) -> None:
    names = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""{%\s*static\s+['"]([^'"]+)['"]""", template.read_text())
    }
    assert "vendor/bootstrap/css/bootstrap.min.css" in names
    for name in names:
        stored = staticfiles_storage.stored_name(name)
        assert (collected / stored).is_file(), name
        assert stored != name


def test_files_are_cached_for_ever_and_compressed(collected: Path) -> None:
    url = staticfiles_storage.url("vendor/bootstrap/css/bootstrap.min.css")
    answer = Client().get(url, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer["Content-Encoding"] == "gzip"


def test_a_page_s_fonts_are_among_them(collected: Path) -> None:
    sheet = (collected / staticfiles_storage.stored_name("app/fonts.css")).read_text()
    fonts = re.findall(r'url\("([^"]+)"\)', sheet)
    assert fonts
    for font in fonts:
        assert (collected / "app" / font).resolve().is_file()


def test_what_no_page_loads_stays_away(collected: Path) -> None:
    names = {path.name.split(".")[0] for path in (collected / "vendor/bootstrap/css").glob("*.css")}
    assert names == {"bootstrap"}


def test_modules_import_each_other_by_hashed_names(collected: Path) -> None:
    """What a script imports, also on demand, can be kept for ever like the script itself."""
    ours = [
        path for path in (collected / "app").rglob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", path.name)
    ]
    imports = [
        (path, address)
        for path in ours
        for address in re.findall(r'\b(?:from |import |import\()"(\.[^"]+)"', path.read_text())
    ]
    assert any("editor" in address for _, address in imports)
    for path, address in imports:
        assert re.search(r"\.[0-9a-f]{12}\.js$", address), (path, address)
        assert (path.parent / address).is_file(), (path, address)
