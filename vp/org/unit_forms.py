"""The forms for the organisation: open a unit, give it another name, move it, close it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from vp.org.access import Actor, Permission, area
from vp.org.forms import day_field, helper
from vp.org.models import Kind, Unit


def _name() -> forms.CharField:
    return forms.CharField(
        label="Namn",
        max_length=200,
        error_messages={"required": "Skriv enhetens namn."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NewUnitForm(forms.Form):
    name = _name()
    kind = forms.ChoiceField(
        label="Slag", choices=[choice for choice in Kind.choices if choice[0] != Kind.COUNCIL]
    )
    opened_on = day_field("Öppnar")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = Kind.UNIT
        self.fields["opened_on"].initial = timezone.localdate
        self.helper = helper("Lägg till enheten")


class _ChangeForm(forms.Form):
    """Made from one version of the unit: a change that somebody else made meanwhile isn't overwritten."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RenameForm(_ChangeForm):
    name = _name()
    on = day_field("Gäller från och med")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.localdate
        self.helper = helper("Byt namn")


class MoveForm(_ChangeForm):
    to = forms.ModelChoiceField(
        label="Ska höra till",
        queryset=Unit.objects.none(),
        empty_label="Välj enhet",
        error_messages={"required": "Välj en enhet.", "invalid_choice": "Välj en av enheterna i listan."},
    )
    on = day_field("Gäller från och med")

    def __init__(self, *args: Any, by: Actor, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        reached = area(by, Permission.MANAGE_UNITS)
        near = Unit.objects.open_on(today).filter(path__0=unit.path[0]).by_name()
        places = [place.pk for place in near if reached.covers_below(place) and unit.pk not in place.path]
        self.fields["to"].queryset = near.filter(pk__in=places)  # type: ignore[attr-defined]
        self.fields["on"].initial = timezone.localdate
        self.helper = helper("Flytta enheten")


class CloseForm(_ChangeForm):
    last_day = day_field("Sista dag")
    reason = forms.CharField(label="Skäl (frivilligt)", required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate
        self.helper = helper("Stäng enheten")


class ReopenForm(_ChangeForm):
    reason = forms.CharField(label="Skäl (frivilligt)", required=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Öppna enheten igen")
