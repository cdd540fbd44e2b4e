"""The form for an access key of one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from vp.org.actions.tokens import last_day
from vp.org.forms import day_field, helper


class TokenForm(forms.Form):
    name = forms.CharField(
        label="Vad används nyckeln till?",
        max_length=100,
        help_text="Till exempel ”Power BI, nämndens rapport”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Skriv vad nyckeln används till."},
    )
    expires_on = day_field("Gäller till och med", help_text="Högst ett år framåt.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        day = self.fields["expires_on"]
        day.initial = last_day(today)
        day.widget.attrs |= {"min": today.isoformat(), "max": last_day(today).isoformat()}
        self.helper = helper("Skapa nyckel")


class RevokeForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Avsluta nyckeln")
