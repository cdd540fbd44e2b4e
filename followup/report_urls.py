"""The addresses of a unit's report."""

from __future__ import annotations

from django.urls import URLPattern, path

from followup.addresses import UNIT
from followup.views import exports, report

_REPORT = f"{UNIT}rapport/"
urlpatterns: list[URLPattern] = [
    path(_REPORT, report.report, name="report"),
    path(f"{_REPORT}pdf/", report.report_pdf, name="report_pdf"),
    path(f"{_REPORT}uppfoljning.json", report.report_json, name="report_json"),
    path(f"{_REPORT}rapport.docx", exports.report_docx, name="report_docx"),
    path(f"{_REPORT}version/<int:number>/", report.report_version, name="report_version"),
]
