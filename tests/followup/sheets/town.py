"""A committee whose units report two indicators, and its controller at a browser."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from followup.models import IncomingSheet
from indicators.actions import log_value
from indicators.entries import Given
from indicators.models import Measurement
from tests.factories import (
    CommitteeFactory,
    FormerUnitFactory,
    GoalFactory,
    GoalIndicatorFactory,
    IndicatorFactory,
    PlanFactory,
    UnitFactory,
    member,
)
from tests.followup.rounds import a_round, save
from tests.followup.sheets.files import xlsx
from vp.org.access import OPERATOR
from vp.org.models import Role, Unit

YEAR = 2027
HEAD = ["Enhet", "Sjukfrånvaro", "Sjukfrånvaro kvinnor", "Andel nöjda barn"]
ROWS = (
    ["Personalrapport"],
    [],
    HEAD,
    ["granens daghem", 5.1, 5.4, "80 %"],
    ["Tallen, Förskolan", "6,2", None, None],
)


class Town:
    """A committee with preschools that report two indicators in T1, and its controller."""

    def __init__(self, units: int = 2) -> None:
        self.committee = CommitteeFactory(name="Barnnämnden", slug="barnnamnden")
        self.absence = IndicatorFactory(name="Sjukfrånvaro", measured_in="%", by_gender=True)
        self.content = IndicatorFactory(name="Andel nöjda barn", is_share=True)
        names = ["Förskolan Granen", "Förskolan Tallen", *(f"Förskolan nummer {n}" for n in range(2, units))]
        self.units = [self.a_unit(name) for name in names]
        FormerUnitFactory(unit=self.units[0], name="Granens daghem")
        self.round = a_round(self.committee)
        self.period = self.round.period
        self.controller = member(self.committee, Role.CONTROLLER, name="Petra Ek")
        self.client = Client()
        self.client.force_login(self.controller)

    def a_unit(self, name: str) -> Unit:
        unit = UnitFactory(name=name, parent=self.committee)
        goal = GoalFactory(plan=PlanFactory(unit=unit, year=YEAR), level=4)
        for indicator in (self.absence, self.content):
            GoalIndicatorFactory(goal=goal, indicator=indicator)
        return unit

    @property
    def where(self) -> list[Any]:
        return [YEAR, "T1", self.committee.slug]

    def upload(self, data: bytes, name: str = "hr.xlsx", client: Client | None = None) -> Any:
        file = SimpleUploadedFile(name, data)
        return (client or self.client).post(reverse("followup:sheet", args=self.where), {"file": file})

    def incoming(self, *rows: list[Any]) -> IncomingSheet:
        answer = self.upload(xlsx(*rows))
        assert answer.status_code == 302, answer.content.decode()
        return IncomingSheet.objects.get()

    def page(self, incoming: IncomingSheet) -> str:
        answer = self.client.get(reverse("followup:incoming_sheet", args=[incoming.key]))
        assert answer.status_code == 200
        return answer.content.decode()

    def confirm(self, incoming: IncomingSheet, **over: Any) -> Any:
        """What the preview's form sends, as it stands now."""
        address = reverse("followup:incoming_sheet", args=[incoming.key])
        page = self.client.get(address).context["page"]
        sent = {"version": page.version, "sedda": page.seen, "fragade": page.asked}
        return self.client.post(address, {**sent, **over})

    def log(self, unit: Unit, total: str, version: int = 0, by: Any = OPERATOR) -> None:
        log_value(
            by=by,
            indicator=self.absence,
            unit=unit,
            period=self.period,
            given=Given(total=total),
            save=save(version),
        )

    def totals(self) -> dict[tuple[str, str], str]:
        rows = Measurement.objects.select_related("unit", "indicator")
        return {
            (row.unit.name, row.indicator.name): f"{row.total.normalize():f}" for row in rows if row.total
        }


def exported(town: Town, client: Client | None = None) -> tuple[bytes, list[list[Any]]]:
    content = (client or town.client).get(reverse("followup:sheet_export", args=town.where)).content
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return content, [list(row) for row in sheet.iter_rows(values_only=True)]
