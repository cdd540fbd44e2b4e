"""Whatever document comes, it is kept whole or refused whole."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from goals.document import GoalDocument, PlanDocument, TextDocument
from goals.importing.save import save_plan
from goals.loading import load_plan
from goals.models import Plan
from tests.documents import plan_documents
from tests.factories import CommitteeFactory, UnitFactory
from vp.org.access import OPERATOR
from vp.richtext import clean


def as_kept(document: PlanDocument, loaded: PlanDocument) -> PlanDocument:
    """What a plan keeps of a document: bodies as accepted, keys as given or made, its own unit."""

    def texts(given: tuple[TextDocument, ...], kept: tuple[TextDocument, ...]) -> tuple[TextDocument, ...]:
        assert len(given) == len(kept)
        return tuple(
            replace(one, body=clean(one.body), key=one.key or other.key, texts=texts(one.texts, other.texts))
            for one, other in zip(given, kept, strict=True)
        )

    def rows(given: tuple[Any, ...], kept: tuple[Any, ...]) -> tuple[Any, ...]:
        assert len(given) == len(kept)
        return tuple(replace(one, key=one.key or other.key) for one, other in zip(given, kept, strict=True))

    def goals(given: tuple[GoalDocument, ...], kept: tuple[GoalDocument, ...]) -> tuple[GoalDocument, ...]:
        assert len(given) == len(kept)
        return tuple(
            replace(
                one,
                key=one.key or other.key,
                texts=texts(one.texts, other.texts),
                indicators=rows(one.indicators, other.indicators),
                activities=rows(one.activities, other.activities),
                goals=goals(one.goals, other.goals),
            )
            for one, other in zip(given, kept, strict=True)
        )

    return replace(
        document,
        unit=loaded.unit,
        within=loaded.within,
        opening=texts(document.opening, loaded.opening),
        goals=goals(document.goals, loaded.goals),
        closing=texts(document.closing, loaded.closing),
        warnings=(),
        dropped=(),
        images={},
        status="draft",
        version=None,
        decision=None,
    )


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(document=plan_documents())
def test_kept_whole_or_refused_whole(document: PlanDocument) -> None:
    with transaction.atomic():
        unit = UnitFactory(parent=CommitteeFactory())
        plan = None
        with suppress(ValidationError), transaction.atomic():
            plan = save_plan(by=OPERATOR, document=document, unit=unit).plan
        if plan is None:
            assert not Plan.objects.exists()
        else:
            loaded = load_plan(plan)
            assert loaded == as_kept(document, loaded)
            again = save_plan(by=OPERATOR, document=loaded, unit=unit, replace=True).plan
            assert load_plan(again) == loaded
        transaction.set_rollback(True)
