"""A document as sections: order, what is inherited, what is missing, anchors; any document can be shown."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from django.template.loader import render_to_string
from hypothesis import HealthCheck, given, settings

from goals.document import GoalDocument, PlanDocument, TextDocument
from goals.pages.plan_sections import Sections, sections_of
from goals.pages.words import AskedHeading, Words
from tests.documents import plan_documents
from tests.rich import key, rich_document


def sections(document: PlanDocument, words: Words | None = None) -> Sections:
    return sections_of(document, words or Words())


def headings(page: Sections) -> list[int]:
    """The levels of all headings in reading order, the page's own h1 first."""
    html = render_to_string("goals/document.html", {"body": page})
    found = re.findall(r'<h([1-6])[ >]|role="heading" aria-level="(\d+)"', html)
    return [1, *(int(tag or aria) for tag, aria in found)]


def test_sections_come_as_printed() -> None:
    page = sections(rich_document())
    assert [section.kind for section in page.sections] == [
        "chapter",
        "goal of-direction inherited",
        "goal of-area inherited",
        "goal of-committee inherited",
        "goal of-unit",
        "chapter",
        "chapter",
    ]


def test_a_goal_above_is_inherited_and_says_from_where() -> None:
    goals = [section for section in sections(rich_document()).sections if section.head]
    heads = {goal.kind.split()[1]: goal.head for goal in goals}
    assert "Från kommunfullmäktige" in heads["of-direction"]
    assert "Från nämnden" in heads["of-committee"]
    assert "origin" not in heads["of-unit"]


def test_every_goal_has_an_anchor_of_its_key() -> None:
    anchors = {section.anchor for section in sections(rich_document()).sections}
    assert f"mal-{str(key('unit'))[:8]}" in anchors


def test_goals_without_keys_have_anchors_all_the_same() -> None:
    anchors = [section.anchor for section in sections(rich_document(keys=False)).sections]
    assert len(set(anchors)) == len(anchors)
    assert all(anchors)


def test_the_municipality_names_its_levels() -> None:
    page = sections(rich_document(), Words(labels={"unit": "Enhetens mål"}))
    heads = [section.head for section in page.sections if section.head]
    assert "Enhetens mål</p>" in heads[3]
    assert "Nämndmål" in heads[2]


def test_a_title_is_escaped() -> None:
    page = sections(PlanDocument(2027, "Granen", goals=(GoalDocument("unit", "<b>Fler</b> & bättre"),)))
    assert "&lt;b&gt;Fler&lt;/b&gt; &amp; bättre" in page.sections[0].head


def test_an_empty_own_text_is_missing_and_an_inherited_one_is_not() -> None:
    empty = (TextDocument("Beskrivning", ""), TextDocument("Arbetssätt", "<p> </p>"))
    own = GoalDocument("unit", "Eget mål", texts=empty)
    above = GoalDocument("committee", "Nämndens mål", texts=empty, inherited=True, goals=(own,))
    page = sections(PlanDocument(2027, "Granen", goals=(above,), status="draft"))
    assert page.missing == 2
    assert "Inget skrivet ännu" not in page.sections[0].texts
    assert page.sections[1].texts.count("Inget skrivet ännu") == 2


def test_a_heading_with_texts_under_it_is_not_missing() -> None:
    chapter = TextDocument("Ekonomi", "", texts=(TextDocument("Budget", "<p>4 mkr</p>"),))
    assert sections(PlanDocument(2027, "Granen", closing=(chapter,))).missing == 0


def test_a_picture_alone_is_something() -> None:
    chapter = TextDocument("Årshjul", f'<p><img src="/bilder/{"a" * 64}" alt="Årets gång"></p>')
    assert sections(PlanDocument(2027, "Granen", opening=(chapter,))).missing == 0


def test_a_required_heading_that_nobody_has_begun_is_missing() -> None:
    words = Words(
        headings=(
            AskedHeading("goal", "unit", "Förväntat resultat"),
            AskedHeading("goal", "unit", "Uppföljning"),
            AskedHeading("opening", "", "Inledning"),
            AskedHeading("closing", "", "Budget"),
        )
    )
    page = sections(rich_document(), words)
    unit = next(section for section in page.sections if section.kind == "goal of-unit")
    assert unit.texts.count("Inget skrivet ännu") == 1
    assert "Uppföljning</h6>" in unit.texts
    assert page.sections[-1].texts.startswith("<h2>Budget</h2>")
    assert page.missing == 3  # Uppföljning, Budget, and the document's own empty Övrigt


def test_a_decided_plan_is_not_asked_for_more() -> None:
    page = sections(replace(rich_document(), status="decided"))
    assert "Inget skrivet<" in page.sections[-1].texts


def test_replaced_targets_are_shown_with_date_and_reason() -> None:
    html = render_to_string("goals/document.html", {"body": sections(rich_document())})
    assert "Tidigare 2 timmar. Ändrat <time>2027-03-01</time>: Ny gård" in html
    assert '<td role="cell" data-label="Startdatum">2026-12-01</td>' in html


def test_contents_nest_as_the_goals_do() -> None:
    page = sections(rich_document())
    assert page.contents.count("<ol>") == page.contents.count("</ol>") == 4
    assert "1.2 Barnen får en bra start" in page.contents


def test_titles_are_escaped_everywhere() -> None:
    goal = GoalDocument("unit", "<b>Mål</b> & <script>", number="<i>")
    page = sections(PlanDocument(2027, "Granen", goals=(goal,)))
    html = render_to_string("goals/document.html", {"body": page}) + page.contents
    assert "<b>" not in html
    assert "<script>" not in html
    assert "<i>" not in html


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan_documents())
def test_any_document_can_be_shown_with_headings_in_order(document: PlanDocument) -> None:
    levels = headings(sections(document))
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
