"""Forms of a round: which one is opened, its days and thresholds, and its headings."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.forms import BaseFormSet, formset_factory

from followup.actions.rounds import NAMES, RoundWords
from followup.models import Round
from indicators.periods import MONTHS, Months
from vp.org.forms import day_field, helper
from vp.org.models import Unit

OWN = "egen"
_CODE = re.compile(r"[A-Za-zÅÄÖåäö0-9-]+")


class ChooseForm(forms.Form):
    """Whose round, of which year, and which one: asked first, since the rest is proposed from it."""

    enhet = forms.ChoiceField(label="För")
    ar = forms.IntegerField(label="År", min_value=1990, max_value=2200)
    omgang = forms.ChoiceField(label="Omgång", choices=[*NAMES.items(), (OWN, "Egen omgång")])

    def __init__(self, *args: Any, owners: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enhet"].choices = [(unit.slug, unit.name) for unit in owners]  # type: ignore[attr-defined]


class RoundForm(forms.Form):
    """What a controller sets of a round, also once it is open."""

    name = forms.CharField(label="Namn (frivilligt)", max_length=60, required=False)
    opens_on = day_field("Öppnar", help_text="Från och med den dagen kan enheterna fylla i.")
    due_on = day_field(
        "Ska vara klar", help_text="Enheterna påminns veckan innan, och sedan tills de är klara."
    )
    comment_from = forms.DecimalField(
        label="Ekonomi: kommentar krävs från (procent)",
        min_value=0,
        max_value=999,
        decimal_places=2,
        localize=True,
        help_text="Så mycket får en rad avvika från budget utan kommentar.",
    )
    partly_from = forms.IntegerField(
        label="Årsmål: uppfylls delvis från (procent)",
        min_value=1,
        max_value=100,
        help_text="Så stor del av årsmålet ska vara nådd för att det ska räknas som delvis uppfyllt.",
    )

    def __init__(self, *args: Any, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(button)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        opens, due = given.get("opens_on"), given.get("due_on")
        if opens and due and due < opens:
            self.add_error("due_on", "Sista dagen ligger före den första.")
        return given

    @property
    def words(self) -> RoundWords:
        given = self.cleaned_data
        return RoundWords(**{name: given[name] for name in RoundWords.__dataclass_fields__})


class ChangeForm(RoundForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        shown = {name: getattr(round_, name) for name in RoundWords.__dataclass_fields__}
        kwargs["initial"] = {**shown, "version": round_.version}
        super().__init__(*args, button="Spara", **kwargs)


class OpenForm(RoundForm):
    """A round of the year's own periods; its code and months stand in the address."""

    field_order: Sequence[str] = ("name", "opens_on", "due_on")

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, button="Skapa omgången", **kwargs)
        self.code = code
        self.fields["name"].help_text = f"Utan namn heter den {NAMES.get(code, 'som koden')}."

    @property
    def given_code(self) -> str:
        return self.code

    @property
    def months(self) -> Months | None:
        return None


_MONTHS = [(number, name) for number, name in enumerate(MONTHS, 1)]


class OpenOwnForm(OpenForm):
    """A round of the municipality's own, over months of its own."""

    field_order = ("own_code", "name", "first_month", "last_month")
    own_code = forms.CharField(
        label="Kod",
        max_length=12,
        help_text="Kort, till exempel Q1 eller LOV. Står i tabeller och adresser.",
        error_messages={"required": "Skriv en kod."},
    )
    first_month = forms.TypedChoiceField(label="Från och med", choices=_MONTHS, coerce=int)
    last_month = forms.TypedChoiceField(label="Till och med", choices=_MONTHS, coerce=int, initial=12)

    def clean_own_code(self) -> str:
        code: str = self.cleaned_data["own_code"]
        if not _CODE.fullmatch(code):
            raise forms.ValidationError("Använd bara bokstäver, siffror och bindestreck.")
        return code

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given.get("first_month"), given.get("last_month")
        if first and last and last < first:
            self.add_error("last_month", "Den sista månaden ligger före den första.")
        return given

    @property
    def given_code(self) -> str:
        return str(self.cleaned_data["own_code"])

    @property
    def months(self) -> Months | None:
        return Months(self.cleaned_data["first_month"], self.cleaned_data["last_month"])


class HeadingForm(forms.Form):
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label="Rubrik",
        max_length=200,
        error_messages={"required": "Ge rubriken ett namn eller ta bort den."},
    )
    guidance = forms.CharField(
        label="Anvisningar",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Hjälper den som ska skriva.",
    )
    required = forms.BooleanField(label="Ska fyllas i", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class HeadingFormSet(BaseFormSet):  # type: ignore[type-arg]
    def add_fields(self, form: HeadingForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "Plats i ordningen"
        tools = ["required", "ORDER"]
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Ta bort rubriken"
            tools.append("DELETE")
        form.helper.layout = Layout("id", "name", "guidance", Div(*tools, css_class="heading-tools"))


HeadingForms = formset_factory(
    HeadingForm,
    formset=HeadingFormSet,
    can_order=True,
    can_delete=True,
    can_delete_extra=False,
    extra=1,
    max_num=40,
    absolute_max=60,
)


def proposed_days(year: int, last_month: int) -> tuple[datetime.date, datetime.date]:
    """From the middle of the last month that a round covers to the middle of the next."""
    after = (year + 1, 1) if last_month == 12 else (year, last_month + 1)
    return datetime.date(year, last_month, 15), datetime.date(*after, 15)
