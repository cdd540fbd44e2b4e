"""What programs put on the clipboard as HTML, in the forms that they write it, around sentences of ours."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
PROGRAMS = "excel google_docs outlook outlook_web word word_changes word_table word_web".split()


def brought(program: str) -> str:
    return (_HERE / f"{program}.html").read_text()


def cleaned(program: str) -> str:
    """What is to become of it."""
    return (_HERE / f"{program}.clean.html").read_text().strip()
