"""The forms of table rows. Plain fields: their templates lay them out, and a row is opened in a blink."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from goals.actions.activities import ActivityWords
from goals.actions.indicators import IndicatorWords
from indicators.models import Direction
from vp.org.forms import day_field

LONGEST_TITLE = 1000
LONGEST_RESPONSIBLE = 300
LONGEST_TARGET = 500
LONGEST_PERIODICITY = 100
SIGNS = "Ett tecken i texten går inte att spara. Skriv om det som du klistrade in."


class LineField(forms.CharField):
    """Words on one line, however they were pasted."""

    def __init__(self, label: str, longest: int, *, missing: str = "", **kwargs: Any) -> None:
        super().__init__(
            label=label,
            max_length=longest,
            required=bool(missing),
            error_messages={
                "required": missing,
                "max_length": f"Högst {longest} tecken. Du har skrivit %(show_value)d.",
                "null_characters_not_allowed": SIGNS,
            },
            **kwargs,
        )

    def to_python(self, value: object) -> str:
        return " ".join((super().to_python(value) or "").split())


def any_day(label: str) -> forms.DateField:
    """A day of any year that a plan can mean; one that is half written has another."""
    field = day_field(label, required=False)
    words = "Skriv årtalet med fyra siffror."
    field.validators += [
        MinValueValidator(datetime.date(1900, 1, 1), words),
        MaxValueValidator(datetime.date(2299, 12, 31), words),
    ]
    return field


class ActivityForm(forms.Form):
    title = LineField("Aktivitet", LONGEST_TITLE, missing="Skriv vad som ska göras.")
    starts_on = any_day("Startdatum")
    ends_on = any_day("Slutdatum")
    responsible = LineField("Ansvarig", LONGEST_RESPONSIBLE)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Slutdatum ligger före startdatum.")
        return given

    def words(self) -> ActivityWords:
        return ActivityWords(**self.cleaned_data)


class RowTargetForm(forms.Form):
    target = LineField("Årsmål", LONGEST_TARGET)


class OwnIndicatorForm(forms.Form):
    name = LineField("Namn", LONGEST_TITLE, missing="Skriv vad som mäts.")
    periodicity = LineField("Periodicitet", LONGEST_PERIODICITY)
    by_gender = forms.ChoiceField(
        label="Könsuppdelad",
        choices=[("nej", "Nej"), ("ja", "Ja, kvinnor och män var för sig")],
        error_messages={"required": "Välj ja eller nej.", "invalid_choice": "Välj ja eller nej."},
    )
    direction = forms.ChoiceField(
        label="Riktning",
        choices=[(each.label, each.label.capitalize()) for each in Direction],
        error_messages={"required": "Välj en riktning.", "invalid_choice": "Välj en riktning i listan."},
    )

    def words(self) -> IndicatorWords:
        given = self.cleaned_data
        direction = next(each for each in Direction if each.label == given["direction"])
        return IndicatorWords(
            given["name"], given["periodicity"], given["by_gender"] == "ja", direction.value
        )

    @staticmethod
    def written(definition: Mapping[str, object]) -> dict[str, str]:
        """The fields as they are written in the form, of a definition as the history keeps it."""
        return {
            "name": str(definition["name"]),
            "periodicity": str(definition["periodicity"]),
            "by_gender": "ja" if definition["by_gender"] else "nej",
            "direction": Direction(str(definition["direction"])).label,
        }
