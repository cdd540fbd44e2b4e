"""Forms of a plan's moves. Each carries the version of the plan that the page showed."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils import timezone

from goals.actions.moves import LONGEST_UNLOCK
from goals.models import Plan
from vp.org.forms import day_field, helper


class MoveForm(forms.Form):
    """Made from one version of the plan: a move that somebody else made meanwhile isn't run over."""

    button = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = plan.version
        self.helper = helper(self.button)


class ReadyForm(MoveForm):
    """Asks once more where something is not written."""

    button = "Klarmarkera"
    anyway = forms.BooleanField(
        label="Planen är klar ändå",
        error_messages={"required": "Kryssa i rutan om planen är klar ändå, eller skriv det som saknas."},
    )

    def __init__(self, *args: Any, plan: Plan, asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        if not asks:
            del self.fields["anyway"]


def reason_field(label: str, required: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required},
    )


class ReturnForm(MoveForm):
    button = "Skicka tillbaka"
    reason = reason_field(
        "Vad behöver ändras?",
        "Skriv vad som behöver ändras.",
        "Står på planen tills den klarmarkeras igen, och sparas i historiken.",
    )


class ReviseForm(MoveForm):
    button = "Öppna för revidering"
    reason = reason_field(
        "Varför revideras planen?",
        "Skriv varför planen revideras.",
        "Till exempel ett beslut om ändrad budget. Skälet följer med den nya versionen.",
    )


class UnlockForm(MoveForm):
    button = "Lås upp"
    until = forms.DateTimeField(
        label="Upplåst till",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "Välj en tid.", "invalid": "Skriv tiden som 2025-03-31 16:00."},
    )
    reason = reason_field("Varför låses planen upp?", "Skriv varför planen låses upp.", "Står på planen.")

    def clean_until(self) -> datetime.datetime:
        until: datetime.datetime = self.cleaned_data["until"]
        if not timezone.now() < until <= timezone.now() + LONGEST_UNLOCK:
            raise forms.ValidationError(f"Välj en tid framåt, högst {LONGEST_UNLOCK.days} dagar.")
        return until


class LockForm(MoveForm):
    button = "Lås igen"


class DecideForm(MoveForm):
    button = "Fastställ planen"
    decided_on = day_field("Beslutsdatum")
    decided_by = forms.CharField(
        label="Fastställd av",
        max_length=200,
        help_text="Nämnd och paragraf, eller den som har rätt att besluta.",
        error_messages={"required": "Skriv vem som har fastställt planen."},
    )
    registry_number = forms.CharField(label="Diarienummer (frivilligt)", max_length=200, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        self.fields["decided_on"].initial = timezone.localdate
        self.fields["registry_number"].initial = plan.registry_number

    def clean_decided_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Beslutet kan inte ligga i framtiden.")
        return day
