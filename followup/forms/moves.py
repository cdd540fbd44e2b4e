"""Forms of a follow-up's moves. Each carries the version of the follow-up that the page showed."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from followup.models import FollowUp, Round
from goals.actions.moves import LONGEST_UNLOCK
from goals.forms.life import reason_field
from vp.org.forms import helper


class MoveForm(forms.Form):
    """Made from one version of a follow-up or a round: what somebody else did meanwhile isn't run over."""

    button = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: FollowUp | Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = row.version
        self.helper = helper(self.button)


def _anyway(label: str, required: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, error_messages={"required": required})


class AskingForm(MoveForm):
    """Asks once more where something is missing."""

    def __init__(self, *args: Any, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks:
            del self.fields["although_missing"]


class ReadyForm(AskingForm):
    button = "Klarmarkera"
    although_missing = _anyway(
        "Uppföljningen är klar ändå",
        "Kryssa i rutan om uppföljningen är klar ändå, eller fyll i det som saknas.",
    )


class CloseRoundForm(AskingForm):
    button = "Stäng omgången"
    although_missing = _anyway(
        "Stäng omgången ändå",
        "Kryssa i rutan om omgången ska stängas ändå, eller vänta in de enheter som inte är godkända.",
    )


class RemoveRoundForm(MoveForm):
    button = "Ta bort omgången"


class ReturnForm(MoveForm):
    button = "Skicka tillbaka"
    reason = reason_field(
        "Vad behöver ändras?",
        "Skriv vad som behöver ändras.",
        "Står på uppföljningen tills den klarmarkeras igen, och sparas i historiken.",
    )


class ApproveForm(MoveForm):
    button = "Godkänn"


class ReopenForm(MoveForm):
    button = "Öppna igen"
    until = forms.DateTimeField(
        label="Öppen till",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Välj en tid.", "invalid": "Skriv tiden som 2025-03-31 16:00."},
    )
    reason = reason_field(
        "Varför öppnas uppföljningen igen?",
        "Skriv varför uppföljningen öppnas igen.",
        "Står på uppföljningen, och följer med den nya versionen.",
    )

    def clean_until(self) -> datetime.datetime:
        until: datetime.datetime = self.cleaned_data["until"]
        if not timezone.now() < until <= timezone.now() + LONGEST_UNLOCK:
            raise forms.ValidationError(f"Välj en tid framåt, högst {LONGEST_UNLOCK.days} dagar.")
        return until


class CloseAgainForm(MoveForm):
    button = "Stäng igen"
