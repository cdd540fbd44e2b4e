"""A PDF that carries its plan gives back that very plan, whatever its pages say."""

from __future__ import annotations

import dataclasses
import io
import json
import uuid

import pikepdf
import pytest
from weasyprint import HTML, Attachment

from goals.document import GoalDocument, PlanDocument, TextDocument
from goals.importing.lines import Source, SourceError
from goals.importing.reading import read_source

TEXT = TextDocument("Arbetssätt", "<p>Vi provar.</p>")
PLAN = PlanDocument(
    year=2026,
    unit="Köksenheten",
    goals=(GoalDocument("unit", "Maten är god", texts=(TEXT,), key=uuid.uuid4()),),
)  # fmt: skip


def pdf_with(text: str, name: str = "verksamhetsplan.json", variant: str | None = "pdf/a-3a") -> bytes:
    attachment = Attachment(string=text, name=name, relationship="Source")
    made: bytes = HTML(string="<html lang=sv><title>Plan</title><p>Något annat</p>").write_pdf(
        pdf_variant=variant, attachments=[attachment]
    )
    return made


def changed(data: bytes, change: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)  # type: ignore[operator]
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("variant", ["pdf/a-3a", "pdf/ua-1", None])
def test_the_plan_inside_is_the_plan(variant: str | None) -> None:
    assert read_source(pdf_with(PLAN.to_json(), variant=variant)) == PLAN


def test_an_unpacked_attachment_is_read_too() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_with(PLAN.to_json()))) as pdf:
        pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.generalized, compress_streams=False)
    assert read_source(out.getvalue()) == PLAN


def test_a_file_of_another_name_is_no_plan() -> None:
    found = read_source(pdf_with(PLAN.to_json(), name="bilaga.json"))
    assert isinstance(found, Source)
    assert [line.text for line in found.lines] == ["Något annat"]


def test_another_version_inside() -> None:
    other = {**PLAN.to_dict(), "format": "verksamhetsplan/2"}
    with pytest.raises(SourceError, match=r"bär en plan inuti.*verksamhetsplan/2.*verksamhetsplan/1"):
        read_source(pdf_with(json.dumps(other)))


def test_a_broken_plan_inside() -> None:
    with pytest.raises(SourceError, match="bär en plan inuti"):
        read_source(pdf_with('{"format": "verks'))
    with pytest.raises(SourceError, match="bär en plan inuti, men den är skadad"):
        read_source(changed(pdf_with(PLAN.to_json()), _garble))


def _garble(pdf: pikepdf.Pdf) -> None:
    stream = next(iter(pdf.attachments.values())).obj.EF.F
    stream.write(b"no deflate at all", filter=pikepdf.Name.FlateDecode)


def test_a_plan_that_unpacks_without_end() -> None:
    bomb = dataclasses.replace(PLAN, opening=(TextDocument("", " " * 60_000_000),)).to_json()
    with pytest.raises(SourceError, match="större än någon plan"):
        read_source(pdf_with(bomb))
