"""Reads the JSON form `verksamhetsplan/1` into a `PlanDocument`, strictly.

What docs/plan.schema.json allows is read, everything else is refused with a Swedish message that names
the place (`goals[2].indicators[0].target ska vara text`). Beyond the schema it also refuses what could
never be saved: a key that stands on two rows, an activity that ends before it begins, a goal that stands
under a goal of its own level or a lower one, a picture whose bytes don't match its name, unknown fields
anywhere. HTML in bodies is left as it is: whoever saves or shows a document sanitises it.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from goals.document import (
    DEEPEST,
    FORMAT,
    LEVELS,
    STATUSES,
    ActivityDocument,
    Decision,
    DocumentError,
    EmbeddedImage,
    GoalDocument,
    IndicatorDocument,
    PlanDocument,
    Remark,
    TargetChange,
    TextDocument,
)
from goals.document_json import JsonObject, load_json
from goals.document_pictures import read_picture

MIN_YEAR, MAX_YEAR = 1990, 2200


def read_document(text: str | bytes) -> PlanDocument:
    """The plan that the JSON `text` holds; raises DocumentError where it is not one of this form."""
    value = load_json(text, deepest=2 * DEEPEST + 5)  # a list and an object a level, and a row's history
    if not isinstance(value, dict):
        raise DocumentError("Filen är JSON men ingen verksamhetsplan: den ska börja med ett objekt, { … }.")
    return read_value(value)


def read_value(value: dict[str, Any]) -> PlanDocument:
    """The same of JSON that has been read already, as from our own database; checked as strictly."""
    _check_format(value)
    return _Reader().plan(JsonObject(value))


def _check_format(value: dict[str, Any]) -> None:
    if "format" not in value:
        raise DocumentError(f"Filen är JSON men ingen verksamhetsplan: fältet format (”{FORMAT}”) saknas.")
    if value["format"] != FORMAT:
        found = str(value["format"])[:60]
        raise DocumentError(
            f"Filen har formen ”{found}”, men det här systemet läser ”{FORMAT}”. "
            "Exportera planen på nytt från ett system med samma version."
        )


@dataclass
class _Reader:
    """One reading; remembers the keys it has met, since each may stand on one row only."""

    keys: dict[uuid.UUID, str] = field(default_factory=dict)

    def plan(self, here: JsonObject) -> PlanDocument:
        here.only(
            "format", "year", "unit", "registry_number", "status", "version", "decision", "opening", "goals",
            "closing", "warnings", "dropped", "images",
        )  # fmt: skip
        unit = here.child("unit")
        unit.only("name", "within")
        return PlanDocument(
            year=here.whole_number("year", MIN_YEAR, MAX_YEAR),
            unit=unit.text("name"),
            within=unit.words("within"),
            registry_number=here.text("registry_number", ""),
            opening=self._texts(here, "opening", 1, required=True),
            goals=self._goals(here, "goals", 1, above="", required=True),
            closing=self._texts(here, "closing", 1, required=True),
            warnings=tuple(_warning(row) for row in here.children("warnings")),
            dropped=here.words("dropped"),
            status=here.choice("status", STATUSES) if "status" in here else "",
            version=here.whole_number("version", 1) if "version" in here else None,
            decision=_decision(here.child("decision")) if "decision" in here else None,
            images=_images(here.child("images")) if "images" in here else {},
        )

    def _texts(
        self, parent: JsonObject, name: str, depth: int, *, required: bool = False
    ) -> tuple[TextDocument, ...]:
        return tuple(self._text(row, depth) for row in parent.children(name, required=required))

    def _text(self, here: JsonObject, depth: int) -> TextDocument:
        _check_depth(here, depth)
        here.only("key", "heading", "body", "texts")
        return TextDocument(
            key=self._key(here),
            heading=here.text("heading"),
            body=here.text("body"),
            texts=self._texts(here, "texts", depth + 1),
        )

    def _goals(
        self, parent: JsonObject, name: str, depth: int, *, above: str, required: bool = False
    ) -> tuple[GoalDocument, ...]:
        return tuple(self._goal(row, depth, above) for row in parent.children(name, required=required))

    def _goal(self, here: JsonObject, depth: int, above: str) -> GoalDocument:
        _check_depth(here, depth)
        here.only(
            "key", "level", "number", "title", "texts", "indicators", "activities", "goals", "inherited"
        )  # fmt: skip
        level = here.choice("level", LEVELS)
        if above and LEVELS.index(level) <= LEVELS.index(above):
            raise here.wrong("level", f"är ”{level}”, men målet står under ett mål på nivån ”{above}”")
        return GoalDocument(
            key=self._key(here),
            level=level,
            number=here.text("number", ""),
            title=here.text("title"),
            inherited=here.flag("inherited"),
            texts=self._texts(here, "texts", depth + 1),
            indicators=tuple(self._indicator(row) for row in here.children("indicators")),
            activities=tuple(self._activity(row) for row in here.children("activities")),
            goals=self._goals(here, "goals", depth + 1, above=level),
        )

    def _indicator(self, here: JsonObject) -> IndicatorDocument:
        here.only(
            "key", "name", "target", "council_target", "periodicity", "by_gender", "target_history"
        )  # fmt: skip
        return IndicatorDocument(
            key=self._key(here),
            name=here.text("name"),
            target=here.text("target", ""),
            council_target=here.text("council_target", ""),
            periodicity=here.text("periodicity"),
            by_gender=here.flag("by_gender"),
            target_history=tuple(_target_change(row) for row in here.children("target_history")),
        )

    def _activity(self, here: JsonObject) -> ActivityDocument:
        here.only("key", "title", "start", "end", "responsible")
        start = here.date("start") if "start" in here else None
        end = here.date("end") if "end" in here else None
        if start and end and end < start:
            raise here.wrong("end", f"({end}) ligger före start ({start})")
        return ActivityDocument(
            key=self._key(here),
            title=here.text("title"),
            start=start,
            end=end,
            responsible=here.text("responsible", ""),
        )

    def _key(self, here: JsonObject) -> uuid.UUID | None:
        if "key" not in here:
            return None
        key = here.uuid("key")
        if key in self.keys:
            raise here.wrong("key", f"är samma som i {self.keys[key]}; en nyckel får stå på en enda rad")
        self.keys[key] = here.path
        return key


def _check_depth(here: JsonObject, depth: int) -> None:
    if depth > DEEPEST:
        raise DocumentError(f"Filen är nästlad djupare än {DEEPEST} nivåer ({here.path[:80]}…).")


def _target_change(here: JsonObject) -> TargetChange:
    here.only("target", "from", "reason")
    return TargetChange(
        target=here.text("target"), since=here.date("from"), reason=here.text("reason", "")
    )  # fmt: skip


def _warning(here: JsonObject) -> Remark:
    here.only("line", "message")
    return Remark(line=here.whole_number("line"), message=here.text("message"))


def _decision(here: JsonObject) -> Decision | None:
    here.only("date", "by", "reason")
    date = here.date("date") if "date" in here else None
    decision = Decision(date=date, by=here.text("by", ""), reason=here.text("reason", ""))
    return None if decision == Decision() else decision  # an empty one says nothing, and isn't written


def _images(here: JsonObject) -> dict[str, EmbeddedImage]:
    return {digest: read_picture(here.child(digest), digest) for digest in here.names()}
