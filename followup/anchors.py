"""The addresses inside a follow-up's page: what is missing is linked to where it is written."""

from __future__ import annotations

import uuid

from goals.pages.anchors import goal_anchor

__all__ = ["activity_anchor", "economy_anchor", "goal_anchor", "heading_anchor", "value_anchor"]


def value_anchor(key: uuid.UUID | str) -> str:
    """Of an indicator row; the key is the row's in the plan."""
    return f"varde-{str(key)[:8]}"


def activity_anchor(key: uuid.UUID | str) -> str:
    return f"aktivitet-{str(key)[:8]}"


def economy_anchor(key: uuid.UUID | str) -> str:
    return f"ekonomi-{str(key)[:8]}"


def heading_anchor(heading: int) -> str:
    return f"rubrik-{heading}"
