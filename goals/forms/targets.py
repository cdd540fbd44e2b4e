"""The form of a target that changes during the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from goals.forms.life import reason_field
from goals.models import GoalIndicator, Plan
from vp.org.forms import day_field, helper

if TYPE_CHECKING:
    RowField = forms.ModelChoiceField[GoalIndicator]
else:
    RowField = forms.ModelChoiceField


class RowChoice(RowField):
    def label_from_instance(self, obj: GoalIndicator) -> str:
        return str(obj)


class TargetForm(forms.Form):
    row = RowChoice(
        label="Indikator",
        queryset=GoalIndicator.objects.none(),
        empty_label="Välj indikator",
        error_messages={"required": "Välj en indikator.", "invalid_choice": "Välj en indikator i listan."},
    )
    words = forms.CharField(
        label="Nytt årsmål",
        max_length=500,
        help_text="Ett tal eller ord, som det ska stå i planen: 85 %, öka, tas fram av nämnden.",
        error_messages={"required": "Skriv det nya årsmålet."},
    )
    since = day_field("Gäller från och med")
    reason = reason_field(
        "Varför ändras årsmålet?",
        "Skriv varför årsmålet ändras.",
        "Står i planen bredvid det gamla årsmålet. Nämn gärna beslutet.",
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["row"]
        assert isinstance(chosen, RowChoice)  # noqa: S101
        chosen.queryset = plan.indicators.select_related("indicator").order_by("position", "pk")
        self.helper = helper("Ändra årsmålet")
