"""The forms of the way in (logging in, changing and resetting a password), and what all our forms share."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm


def helper(button: str) -> FormHelper:
    """One column, the errors at their fields, and one button."""
    made = FormHelper()
    made.attrs = {"novalidate": ""}  # our own words for what is missing, read out with the field
    made.add_input(Submit("send", button))
    return made


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Välj en dag.", "invalid": "Skriv dagen som 2025-03-31."},
    )


class LogInForm(AuthenticationForm):
    username = forms.EmailField(
        label="E-postadress",
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "Skriv din e-postadress.", "invalid": "Skriv hela e-postadressen."},
    )
    password = forms.CharField(
        label="Lösenord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Skriv ditt lösenord."},
    )
    error_messages = {  # noqa: RUF012 (Django's own shape)
        "invalid_login": "E-postadressen eller lösenordet stämmer inte. Försök igen, eller få ett nytt "
        "lösenord med länken under knappen.",
        "inactive": "E-postadressen eller lösenordet stämmer inte.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Logga in")


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label="E-postadress",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"}),
        error_messages={"required": "Skriv din e-postadress.", "invalid": "Skriv hela e-postadressen."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("Skicka länk")


_WHAT_IS_GOOD = (
    "Minst 12 tecken. Några ord som hör ihop bara för dig är lätta att minnas och svåra att gissa."
)


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_in_our_words(self)
        self.helper = helper("Spara lösenordet")


class ChangePasswordForm(PasswordChangeForm):
    error_messages = {  # noqa: RUF012 (Django's own shape)
        **PasswordChangeForm.error_messages,
        "password_incorrect": "Det är inte ditt nuvarande lösenord.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say_in_our_words(self)
        self.fields["old_password"].label = "Nuvarande lösenord"
        self.fields["old_password"].error_messages["required"] = "Skriv ditt nuvarande lösenord."
        self.fields["old_password"].widget.attrs["autofocus"] = False
        self.helper = helper("Byt lösenord")


def _say_in_our_words(form: forms.Form) -> None:
    new, again = form.fields["new_password1"], form.fields["new_password2"]
    new.label, again.label = "Nytt lösenord", "Nytt lösenord en gång till"
    new.help_text, again.help_text = _WHAT_IS_GOOD, ""
    new.error_messages["required"] = "Skriv ett nytt lösenord."
    again.error_messages["required"] = "Skriv det nya lösenordet en gång till."
