"""The addresses inside a plan's page: every goal and every text can be linked to."""

from __future__ import annotations

import uuid


def goal_anchor(key: uuid.UUID | str) -> str:
    return f"mal-{str(key)[:8]}"


def text_anchor(key: uuid.UUID | str) -> str:
    return f"text-{str(key)[:8]}"
