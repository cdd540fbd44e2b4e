"""A plan out and in again: the PDF carries the plan, and its text holds every word of it."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from django.conf import settings

from goals.document import PlanDocument
from goals.importing.lines import Source
from goals.importing.parse import parse_plan
from goals.importing.reading import read_source
from goals.importing.save import save_plan
from goals.printed_plan import printable_document, printable_plan, whole_document
from tests.factories import UnitFactory
from tests.printing.plans import long_plan
from tests.printing.test_pdf import printed, words_of
from tests.printing.walker import Walk
from tests.rich import rich_document
from vp.org.access import OPERATOR

SEEDS = Path(settings.BASE_DIR).parent / "shared" / "seeds"
SEED_FILES = sorted(SEEDS.glob("*.txt")) if SEEDS.is_dir() else []


@pytest.mark.parametrize("document", [rich_document(), long_plan()], ids=["rich", "long"])
def test_a_printed_plan_is_read_back_whole(document: PlanDocument) -> None:
    assert read_source(printed(printable_document(document)), name="plan.pdf") == document


@pytest.mark.django_db
def test_a_saved_plan_comes_back_with_its_keys() -> None:
    plan = save_plan(by=OPERATOR, document=rich_document(), unit=UnitFactory()).plan
    document = whole_document(plan)
    assert document.goals[0].key is not None
    assert read_source(printed(printable_plan(plan)), name="plan.pdf") == document


@pytest.mark.skipif(not SEED_FILES, reason="needs ../shared/seeds, which isn't here")
@pytest.mark.parametrize("path", SEED_FILES, ids=lambda path: path.stem)
def test_the_seeds_survive_print(path: Path) -> None:
    source = read_source(path.read_bytes(), name=path.name)
    assert isinstance(source, Source)
    document = parse_plan(source, unit="Provenheten").document
    content = printed(printable_document(document))
    assert read_source(content, name="plan.pdf") == document
    assert Walk(content).findings == []
    text = "".join(page.get_textpage().get_text_range() + "\n" for page in pypdfium2.PdfDocument(content))
    left = iter(re.sub(r"-\r?\n|\ufffe", "", text).split())
    missing = [word for word in words_of(document) if not any(word == found for found in left)]
    assert missing == []
