"""What is asked about a value that could be a slip: a question with a field, never a wall."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """`field` is the form's field that it stands at (`total`, `women`, `forecast` …)."""

    field: str
    words: str
