"""What a column of a sheet can mean, with the words that headings say it in. Pure.

A meaning is a word: a role (`unit`, `period` …), a field of a value (`total`, `women` …), `i:NAME:FIELD` for
a column that holds one field of one indicator, or SKIP.
"""

from __future__ import annotations

from collections.abc import Mapping

from followup.sheets.matching import Names

SKIP = "-"
"""Means that a column, or a unit's rows, are left out."""
UNIT, WITHIN, INDICATOR, PERIOD, YEAR = "unit", "within", "indicator", "period", "year"
FIELD_WORDS: Mapping[str, tuple[str, ...]] = {
    "women_numerator": ("kvinnor täljare", "täljare kvinnor"),
    "women_denominator": ("kvinnor nämnare", "nämnare kvinnor"),
    "men_numerator": ("män täljare", "täljare män"),
    "men_denominator": ("män nämnare", "nämnare män"),
    "numerator": ("täljare",),
    "denominator": ("nämnare",),
    "women": ("kvinnor", "utfall kvinnor", "värde kvinnor", "varav kvinnor", "kvinna", "flickor"),
    "men": ("män", "utfall män", "värde män", "varav män", "man", "pojkar"),
    "forecast": ("prognos helår", "helårsprognos", "prognos"),
    "not_measured_because": ("ej mätt därför att", "varför det inte är mätt", "skäl till ej mätt", "skäl"),
    "comment": ("kommentar", "kommentarer", "anteckning"),
    "total": ("utfall", "periodens utfall", "värde", "totalt", "total", "samtliga", "alla", "resultat"),
}
ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    UNIT: (
        "enhet", "enhetsnamn", "enhetens namn", "organisationsenhet", "orgenhet", "arbetsplats", "verksamhet",
        "förskola", "skola", "boende",
    ),
    WITHIN: ("hör till", "förvaltning", "nämnd", "område", "avdelning", "överordnad enhet", "överordnad"),
    INDICATOR: ("indikator", "indikatorer", "nyckeltal", "mått", "mätetal"),
    PERIOD: ("period", "tertial", "uppföljning", "mätperiod"),
    YEAR: ("år",),
    SKIP: ("mäts i", "måttenhet", "årsmål", "kf s årsmål", "mål"),
}  # fmt: skip
BY_WORD = {word: role for role, words in (*FIELD_WORDS.items(), *ROLE_WORDS.items()) for word in words}
FIELD_BY_WORD = {word: field for field, words in FIELD_WORDS.items() for word in words}
LABELS = {
    UNIT: "Enhet", WITHIN: "Hör till", INDICATOR: "Indikator", PERIOD: "Period", YEAR: "År",
    "total": "Utfall", "numerator": "Täljare", "denominator": "Nämnare",
    "women": "Kvinnor", "women_numerator": "Kvinnor, täljare", "women_denominator": "Kvinnor, nämnare",
    "men": "Män", "men_numerator": "Män, täljare", "men_denominator": "Män, nämnare",
    "forecast": "Prognos helår", "not_measured_because": "Ej mätt, därför att", "comment": "Kommentar",
}  # fmt: skip


def indicator_field(indicator: str, field: str) -> str:
    """The meaning of a column that holds one field of one indicator."""
    return f"i:{indicator}:{field}"


def read_meaning(means: str) -> tuple[str, str]:
    """The indicator and the field that such a meaning names; no indicator for any other."""
    if means.startswith("i:"):
        _i, indicator, field = means.split(":", 2)
        return indicator, field
    return "", means


def meaning_label(means: str, indicators: Names) -> str:
    """What a column is, in words."""
    indicator, field = read_meaning(means)
    if means == SKIP:
        return "Läses inte in"
    label = LABELS.get(field, "")
    if not indicator:
        return label
    named = indicators.by_key.get(indicator)
    return f"{named.name if named else ''}: {label.lower()}"
