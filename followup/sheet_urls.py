"""The addresses of values that come in and go out as files."""

from __future__ import annotations

from django.urls import URLPattern, path

from followup import addresses
from followup.views import sheets

_ROUND = f"{addresses.ROUND}varden/"
_KEY = "uppfoljning/varden/<uuid:key>/"
urlpatterns: list[URLPattern] = [
    path(_ROUND, sheets.sheet, name="sheet"),
    path(f"{_ROUND}exportera/", sheets.export, name="sheet_export"),
    path(_KEY, sheets.incoming_sheet, name="incoming_sheet"),
    path(f"{_KEY}val/", sheets.choices, name="sheet_choices"),
    path(f"{_KEY}ta-bort/", sheets.discard, name="discard_sheet"),
]
