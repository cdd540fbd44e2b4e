"""The tree of a goal as HTML, put together from strings: hundreds of goals take too long in a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString

from followup import anchors
from followup.pages.goal_down_reading import Node
from goals.models import Level
from goals.pages.anchors import goal_anchor

UNFOLDED = 12
"""A goal with more goals right under it than that is folded."""
_ANYWHERE = "00000000-0000-0000-0000-000000000000"


def tree_html(
    nodes: Sequence[Node], year: int, code: str, label: Callable[[str], str], *, own: str
) -> SafeString:
    """The goals with all that stands under them, as they are judged in the round of the code. `own` is the
    address name of the unit whose plan it begins in: its name isn't repeated."""
    writer = _Writer(year, code, {level.word: label(level.word) for level in Level}, own)
    return SafeString(writer.nodes(nodes))  # escaped where it is made


class _Writer:
    """Addresses are made once; a goal's and a unit's parts of them are put in."""

    def __init__(self, year: int, code: str, labels: Mapping[str, str], own: str) -> None:
        self.labels = labels
        self.own = own
        self.goal = reverse("followup:goal", args=[year, "enhet-0", _ANYWHERE])
        self.plan = reverse("goals:plan", args=[year, "enhet-0"])
        self.follow_up = reverse("followup:judging", args=[year, code, "enhet-0"]) if code else ""

    def nodes(self, nodes: Sequence[Node]) -> str:
        if not nodes:
            return ""
        return f'<ul class="goal-tree">{"".join(self.node(each) for each in nodes)}</ul>'

    def node(self, node: Node) -> str:
        below = self.nodes(node.children)
        if len(node.children) > UNFOLDED:
            below = f"<details><summary>{len(node.children)} mål under</summary>{below}</details>"
        address = self.goal.replace("enhet-0", node.slug).replace(_ANYWHERE, str(node.key))
        title = f'<a href="{address}">{escape(node.name)}</a>' if node.children else escape(node.name)
        return (
            f'<li class="of-{node.level.word}"><div class="goal-line"><div>'
            f'<p class="goal-label">{escape(self.labels[node.level.word])}</p>'
            f'<p class="goal-name">{title}</p>{self.unit(node)}</div>{self.judged(node)}</div>{below}</li>'
        )

    def unit(self, node: Node) -> str:
        if node.slug == self.own:
            return ""
        plan = f"{self.plan.replace('enhet-0', node.slug)}#{goal_anchor(node.key)}"
        what = '<span class="visually-hidden">, planen</span>'
        return f'<p class="goal-unit"><a href="{plan}">{escape(node.unit_name)}{what}</a></p>'

    def judged(self, node: Node) -> str:
        """How it is judged, with a link to why; nothing where the unit has no follow-up that one may read."""
        if node.follow_up is None:
            return ""
        if node.is_corrected:
            return '<p class="goal-judged"><span class="line-note">Rättas just nu</span></p>'
        address = f"{self.follow_up.replace('enhet-0', node.slug)}#{anchors.goal_anchor(node.key)}"
        if node.attainment is None:
            chip = '<span class="judged">Inte bedömt ännu</span>'
        else:
            chip = f'<span class="judged judged-{node.attainment.value}">{node.attainment.label}</span>'
        why = f'<span class="visually-hidden">: {escape(node.unit_name)}, uppföljningen</span>'
        return f'<p class="goal-judged"><a href="{address}">{chip}{why}</a></p>'
