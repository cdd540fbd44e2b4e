"""The form that a sheet of values is uploaded with."""

from __future__ import annotations

from typing import Any

from django import forms

from followup.sheets.book import LARGEST
from followup.sheets.reading import TOO_LARGE
from vp.org.forms import helper


class SheetForm(forms.Form):
    """One file; what it is, is judged by its content once it is here."""

    file = forms.FileField(
        label="Fil med värden",
        help_text="Excel (.xlsx) eller CSV, högst 10 MB. Enheter på raderna och indikatorer i kolumnerna, "
        "eller en rad för varje värde.",
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": "Välj en fil.",
            "empty": "Filen är tom. Välj en annan fil.",
            "missing": "Välj en fil.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Läs in och granska")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file
