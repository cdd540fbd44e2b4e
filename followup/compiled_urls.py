"""The addresses of a committee's compiled report."""

from __future__ import annotations

from django.urls import URLPattern, path

from followup.addresses import UNIT
from followup.views import compiled, exports

_REPORT = f"{UNIT}sammanstallning/"
_CHOOSING = f"{_REPORT}innehall/"
urlpatterns: list[URLPattern] = [
    path(_REPORT, compiled.report, name="compiled"),
    path(f"{_REPORT}pdf/", compiled.pdf, name="compiled_pdf"),
    path(f"{_REPORT}zip/", compiled.zip_, name="compiled_zip"),
    path(f"{_REPORT}json/", compiled.json_, name="compiled_json"),
    path(f"{_REPORT}word/", exports.compiled_docx, name="compiled_docx"),
    path(_CHOOSING, compiled.choosing, name="choose_compiled"),
    path(f"{_CHOOSING}forsattsblad/", compiled.cover, name="compiled_cover"),
    path(f"{_CHOOSING}delar/", compiled.parts, name="compiled_parts"),
    path(f"{_CHOOSING}utdrag/", compiled.extracts, name="compiled_extracts"),
    path(f"{_CHOOSING}fardigstall/", compiled.finish, name="finish_compiled"),
    path(f"{_CHOOSING}oppna/", compiled.reopen, name="reopen_compiled"),
]
