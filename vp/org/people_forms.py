"""The forms for people: invite, end a role, appoint a deputy, close an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from vp.org.access import Actor, Permission, area, roles_to_give
from vp.org.forms import day_field, helper
from vp.org.models import Role, Unit, User


def _email(label: str) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": "Skriv en e-postadress.", "invalid": "Skriv hela e-postadressen."},
    )


class InviteForm(forms.Form):
    email = _email("E-postadress")
    name = forms.CharField(
        label="Namn",
        max_length=150,
        error_messages={"required": "Skriv personens namn."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    unit = forms.ModelChoiceField(
        label="Enhet",
        queryset=Unit.objects.none(),
        empty_label="Välj enhet",
        error_messages={"required": "Välj en enhet.", "invalid_choice": "Välj en av enheterna i listan."},
    )
    role = forms.ChoiceField(label="Roll", choices=Role.choices)
    starts_on = day_field("Från och med")
    ends_on = day_field(
        "Till och med (frivilligt)", required=False, help_text="Lämna tomt om rollen gäller tills vidare."
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        reached = area(by, Permission.MANAGE_PEOPLE).condition()
        units = Unit.objects.open_on(timezone.localdate()).filter(reached).by_name()
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = timezone.localdate
        self.fields["role"].initial = Role.STAFF
        self.helper = helper("Bjud in")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        unit, role = cleaned.get("unit"), cleaned.get("role")
        if unit and role and Role(role) not in roles_to_give(self.by, unit):
            self.add_error("role", f"Du får inte ge rollen {Role(role).label.lower()} i {unit.name}.")
        return cleaned


class EndRoleForm(forms.Form):
    last_day = day_field("Sista dag", help_text="Dagen i går tar bort rollen nu genast.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate
        self.helper = helper("Avsluta rollen")


class DeputyForm(forms.Form):
    email = _email("Vikariens e-postadress")
    starts_on = day_field("Från och med")
    ends_on = day_field("Till och med")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = timezone.localdate
        self.helper = helper("Utse vikarie")

    def clean_email(self) -> User:
        user: User | None = User.objects.filter(
            email__iexact=self.cleaned_data["email"], is_active=True
        ).first()
        if user is None:
            raise forms.ValidationError("Ingen med den e-postadressen är inlagd. Bjud in personen först.")
        return user


class AccountForm(forms.Form):
    """Why an account is closed or opened again."""

    reason = forms.CharField(label="Skäl (frivilligt)", required=False, max_length=500)

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(button)
