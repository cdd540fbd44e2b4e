"""Forms of a goal: what it is called, and where it stands."""

from __future__ import annotations

import uuid

from django import forms

from goals.actions.goals import LONGEST_NUMBER, LONGEST_TITLE, GoalWords


class GoalForm(forms.Form):
    """A goal's number and title."""

    number = forms.CharField(label="Nummer", max_length=LONGEST_NUMBER, required=False)
    title = forms.CharField(
        label="Rubrik",
        max_length=LONGEST_TITLE,
        error_messages={
            "required": "Skriv vad målet heter.",
            "max_length": f"Rubriken får ha högst {LONGEST_TITLE} tecken.",
        },
    )

    def words(self) -> GoalWords:
        return GoalWords(self.cleaned_data["title"], self.cleaned_data["number"])


class NewGoalForm(GoalForm):
    """A new goal: its key, so that a retry makes no second one, and the goal it stands under (or none)."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    under = forms.UUIDField(widget=forms.HiddenInput, required=False)


class PlaceForm(forms.Form):
    """Where a goal is moved: one step, or under a goal (none: the top) and before another (none: last)."""

    till = forms.ChoiceField(choices=[("upp", "Upp"), ("ner", "Ner")], required=False)
    parent = forms.UUIDField(required=False)
    before = forms.UUIDField(required=False)
