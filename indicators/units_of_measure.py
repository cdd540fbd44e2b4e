"""What values are counted in, with the spellings that mean the same."""

from __future__ import annotations

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "%": ("procent", "pct"),
    "‰": ("promille",),
    "procentenheter": ("procentenhet", "p.e.", "pe", "%-enheter"),
    "kr": ("kronor", "krona", "sek", ":-"),
    "tkr": ("kkr", "tusen kronor", "tusen kr", "tusen"),
    "mnkr": ("mkr", "miljoner kronor", "miljoner kr", "miljoner", "miljon"),
    "mdkr": ("miljarder kronor", "miljarder kr", "miljarder", "miljard"),
    "st": ("st.", "stycken", "styck", "antal"),
    "dagar": ("dag", "dgr"),
    "dygn": (),
    "timmar": ("timme", "tim", "tim.", "h"),
    "minuter": ("minut", "min", "min."),
    "veckor": ("vecka",),
    "månader": ("månad", "mån", "mån."),
    "år": (),
    "poäng": ("p",),
    "index": (),
    "gånger": ("gång", "ggr", "ggr."),
    "g": ("gram",),
    "kg": ("kilo",),
    "ton": (),
    "km": (),
    "mil": (),
    "m²": ("m2", "kvm"),
    "liter": ("l",),
    "kWh": ("kwh",),
    "MWh": ("mwh",),
    "GWh": ("gwh",),
    "personer": ("person",),
    "barn": (),
    "elever": ("elev",),
    "platser": ("plats",),
    "besök": (),
    "årsarbetare": (),
}
_CANONICAL = {word.lower(): unit for unit, words in _SPELLINGS.items() for word in (unit, *words)}


def canonical(unit: str) -> str:
    """One spelling for all that mean the same: `kronor` is `kr`. What follows a unit that we know
    (`% av brukarna`) doesn't count; a unit that we don't know is itself."""
    folded = " ".join(unit.lower().split())
    if folded in _CANONICAL:
        return _CANONICAL[folded]
    first = folded.partition(" ")[0]
    return _CANONICAL.get(first, folded)


def is_known(unit: str) -> bool:
    """Whether it is a unit that we know, in any spelling."""
    return canonical(unit) in _SPELLINGS


def same_unit(one: str, other: str) -> bool:
    return canonical(one) == canonical(other)
