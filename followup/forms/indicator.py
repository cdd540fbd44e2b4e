"""How an indicator is measured: each setting with an example of what follows from it."""

from __future__ import annotations

from typing import Any

from django import forms

from indicators.kinds import Aggregation, Direction
from indicators.models import Indicator
from indicators.outcomes import Measure
from vp.org.forms import helper

_YES, _NO = "ja", "nej"
MOST_DECIMALS = 6


def _radios(label: str, choices: list[tuple[str, str]], help_text: str = "") -> forms.ChoiceField:
    words = f"Välj ett av alternativen under ”{label}”."
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": words, "invalid_choice": words},
    )


class MeasureForm(forms.Form):
    """All of an indicator's `Measure`, and the version that the change is made from."""

    direction = _radios(
        "Vad är bättre?",
        [
            (Direction.HIGHER.value, "Ett högre värde. Årsmål 85 och utfall 90: uppfylls helt."),
            (Direction.LOWER.value, "Ett lägre värde. Årsmål 5 och utfall 4: uppfylls helt."),
            (
                Direction.WITHIN.value,
                "Ett värde inom ett spann. Årsmål 80–90 och utfall 92: ligger utanför.",
            ),
            (
                Direction.NONE.value,
                "Inget av det. En person bedömer, om inte årsmålet säger minst eller högst.",
            ),
        ],
    )
    is_share = _radios(
        "Är det en andel?",
        [
            (
                _YES,
                "Ja. Enheten lämnar täljare och nämnare: 157 nöjda av 200 som svarat blir 78,5 %.",
            ),
            (_NO, "Nej. Enheten lämnar värdet som det är: 12 dagar."),
        ],
        "När värden har lämnats går det inte att ändra. Gör då en ny indikator.",
    )
    measured_in = forms.CharField(
        label="Mäts i",
        required=False,
        max_length=60,
        help_text="Till exempel kr, dagar eller kg CO₂. Står efter värdet: 12 dagar. En andel mäts alltid i "
        "procent, så lämna fältet tomt då.",
        error_messages={"max_length": "Högst 60 tecken. Du har skrivit %(show_value)d."},
    )
    decimals = forms.IntegerField(
        label="Decimaler",
        required=False,
        min_value=0,
        max_value=MOST_DECIMALS,
        help_text="Så många visas, och med så många jämförs värdet med årsmålet. Med 0 visas 84,6 som 85, "
        "och når årsmålet 85. Tomt: lika många som den som lämnade värdet skrev.",
        error_messages={
            "invalid": "Skriv ett heltal, eller lämna tomt.",
            "min_value": "Skriv ett heltal från 0 till 6, eller lämna tomt.",
            "max_value": "Ett värde har högst sex decimaler.",
        },
    )
    accumulates = _radios(
        "Vad gäller ett värde?",
        [
            (_YES, "Året hittills. T1 12, T2 30: året hittills är 30, och 18 av dem kom efter T1."),
            (_NO, "Sin egen period. T1 12, T2 30: varje period står för sig."),
        ],
    )
    aggregation = _radios(
        "Hur läggs enheternas värden ihop?",
        [
            (Aggregation.SUM.value, "Summa. Två enheter med 12 och 30: nämndens värde är 42."),
            (Aggregation.MEAN.value, "Medelvärde. 12 och 30: 21. Varje enhet väger lika."),
            (
                Aggregation.WEIGHTED.value,
                "Vägt med nämnaren. 9 av 10 och 50 av 100: 59 av 110, 53,6 %. Stora enheter väger mer.",
            ),
            (Aggregation.LATEST.value, "Senaste värdet. Det som lämnades sist gäller för alla."),
            (
                Aggregation.NONE.value,
                "De läggs inte ihop. Nämnden lämnar sitt eget värde, och enheterna visas bredvid varandra.",
            ),
        ],
        "Läggs de ihop räknas nämndens värde fram ur enheternas, och ingen behöver lämna det. Värdet visas "
        "när minst hälften har rapporterat.",
    )
    by_gender = _radios(
        "Delas värdet upp på kvinnor och män?",
        [
            (_YES, "Ja. Enheten lämnar också kvinnors och mäns värden, och diagrammet visar tre linjer."),
            (_NO, "Nej. Bara ett värde för alla."),
        ],
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "direction": indicator.direction,
            "is_share": _word(indicator.is_share),
            "measured_in": indicator.measured_in,
            "decimals": indicator.decimals,
            "accumulates": _word(indicator.accumulates),
            "aggregation": indicator.aggregation,
            "by_gender": _word(indicator.by_gender),
            "version": indicator.version,
        }
        super().__init__(*args, **kwargs)
        self.helper = helper("Spara")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        measured_in = " ".join(given.get("measured_in", "").split())
        given["measured_in"] = measured_in
        if given.get("is_share") == _YES and measured_in not in {"", "%"}:
            self.add_error("measured_in", "En andel mäts alltid i procent. Lämna fältet tomt.")
        return given

    @property
    def measure(self) -> Measure:
        given = self.cleaned_data
        is_share = given["is_share"] == _YES
        return Measure(
            direction=Direction(given["direction"]),
            aggregation=Aggregation(given["aggregation"]),
            accumulates=given["accumulates"] == _YES,
            is_share=is_share,
            by_gender=given["by_gender"] == _YES,
            measured_in="" if is_share else given["measured_in"],
            decimals=given["decimals"],
        )


def _word(is_so: bool) -> str:
    return _YES if is_so else _NO
