"""Forms of a plan's first days: how it begins, and its number in the register."""

from __future__ import annotations

from typing import Any

from django import forms

from goals.actions.registry_number import LONGEST_REGISTRY_NUMBER
from goals.actions.starting import Copying
from goals.pages.numbers import counted
from goals.pages.starting import StartingPage
from vp.org.forms import helper

COPY, EMPTY = "utga", "tom"


class StartForm(forms.Form):
    """How the plan begins. Without a former plan there is nothing to choose but to begin."""

    begin = forms.ChoiceField(
        label="Hur vill du börja?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Välj hur du vill börja.",
            "invalid_choice": "Välj ett av alternativen.",
        },
    )
    activities = forms.BooleanField(required=False, initial=True)
    targets = forms.BooleanField(required=False)

    def __init__(self, *args: Any, page: StartingPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(f"Börja på planen för {page.year}")
        copied = page.copied
        if copied is None:
            for name in ("begin", "activities", "targets"):
                del self.fields[name]
            return
        begin = self.fields["begin"]
        assert isinstance(begin, forms.ChoiceField)  # noqa: S101
        begin.choices = [(COPY, f"Utgå från planen för {copied.year}"), (EMPTY, "Börja på en tom plan")]
        begin.initial = COPY
        other = "till " if copied.carried else ""
        going_on = counted(
            copied.activities,
            f"aktivitet {other}som inte är avslutad",
            f"aktiviteter {other}som inte är avslutade",
        )
        self._offer("activities", copied.activities, f"Ta med {going_on}")
        self._offer("targets", copied.targets, f"Ta med {copied.targets} årsmål från {copied.year}")

    def _offer(self, name: str, number: int, label: str) -> None:
        """A box to tick where there is something to take along."""
        if number:
            self.fields[name].label = label
        else:
            del self.fields[name]

    def copying(self) -> Copying | None:
        """What is taken along; None for an empty plan."""
        given = self.cleaned_data
        if given.get("begin") != COPY:
            return None
        return Copying(activities=given.get("activities", False), targets=given.get("targets", False))


class RegistryNumberForm(forms.Form):
    """`former` is the number that the page showed, so that nobody's is run over."""

    number = forms.CharField(
        required=False,
        max_length=LONGEST_REGISTRY_NUMBER,
        error_messages={"max_length": f"Diarienumret är längre än {LONGEST_REGISTRY_NUMBER} tecken."},
    )
    former = forms.CharField(required=False)
