"""Forms of an import in the browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from goals.actions.incoming import TOO_LARGE, writable_units
from goals.importing.reading import LARGEST
from vp.org.forms import helper
from vp.org.models import Unit, User


class UploadForm(forms.Form):
    """One file; what it is, is judged by its content once it is here."""

    file = forms.FileField(
        label="Fil",
        help_text="Word (.docx), PDF, text, eller en plan som exporterats härifrån. Högst 20 MB.",
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


if TYPE_CHECKING:
    UnitField = forms.ModelChoiceField[Unit]
else:
    UnitField = forms.ModelChoiceField


class UnitChoice(UnitField):
    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.name} ({obj.parent.name})" if obj.parent else obj.name


class PlaceForm(forms.Form):
    """Whose plan the upload becomes, and for which year."""

    unit = UnitChoice(
        label="Enhet",
        queryset=Unit.objects.none(),
        empty_label="Välj enhet",
        error_messages={"required": "Välj vilken enhet planen gäller."},
    )
    year = forms.IntegerField(
        label="År",
        min_value=1990,
        max_value=2200,
        error_messages={
            "required": "Ange vilket år planen gäller.",
            "invalid": "Ange året med fyra siffror.",
        },
    )
    replace = forms.BooleanField(label="Ersätt planen som redan finns", required=False)

    def __init__(self, *args: Any, user: User, ask_to_replace: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["unit"]
        assert isinstance(chosen, UnitChoice)  # noqa: S101
        allowed = [unit.pk for unit in writable_units(user)]
        chosen.queryset = Unit.objects.filter(pk__in=allowed).select_related("parent").by_name()
        if not ask_to_replace:
            self.fields["replace"].widget = forms.HiddenInput()
        self.helper = helper("Spara som utkast")
