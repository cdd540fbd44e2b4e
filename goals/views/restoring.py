"""What the history tells of is put back: undo right after a removal, and any time later."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from goals.actions.restoring import Restored, restore
from goals.models import Plan
from goals.pages.anchors import goal_anchor, text_anchor
from goals.pages.pen_rows import row_anchor
from goals.views.editing import writing
from vp.history.models import Change
from vp.org.models import User
from vp.refusals import Gone

BACK = "Det du ångrade står i planen igen."
MOVED = "Det står i planen igen, men på ett annat ställe: det som det stod under finns inte längre."


@require_POST
@writing
def restore_change(request: HttpRequest, person: User, plan: Plan, change: int) -> HttpResponse:
    """Put back what the change took away."""
    found = Change.objects.filter(pk=change, plan_key=plan.key).first()
    if found is None:
        raise Gone("Ändringen finns inte i planens historik.")
    restored = restore(by=person, plan=plan, change=found)
    anchor, words = _anchor(restored), MOVED if restored.moved else BACK
    messages.success(request, format_html('{} <a href="#{}">Gå dit</a>', words, anchor))
    return redirect(f"{reverse('goals:plan', args=[plan.year, plan.unit.slug])}#{anchor}")


def _anchor(restored: Restored) -> str:
    anchors = {"goals.goal": goal_anchor, "goals.text": text_anchor}
    return anchors.get(restored.subject, row_anchor)(restored.key)
