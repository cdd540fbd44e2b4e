"""Reads a foreign PDF or Word file in a process of its own, so that a hostile one hurts nobody else.

The child (isolated_reader.py) limits its own memory and processor time before it looks at the file; this
side limits the wall clock and the size of the answer. What comes back is JSON, never code or pickles.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goals.importing.lines import Source, SourceError
from goals.importing.source_json import source_from_json

UNREADABLE = (
    "Filen gick inte att läsa. Den kan vara skadad, eller större inuti än någon plan är. "
    "Öppna den, spara den på nytt och försök igen."
)
COMMAND = (sys.executable, "-X", "utf8", "-m", "goals.importing.isolated_reader")
_ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Limits:
    """Seconds of wall clock for one file, more than the child's own of processor time; bytes of an answer."""

    seconds: float = 30
    answer: int = 96 * 1024 * 1024


LIMITS = Limits()


def read_isolated(data: bytes, *, command: Sequence[str] = COMMAND, limits: Limits = LIMITS) -> Source | str:
    """A PDF or Word file's lines, or the JSON text of the plan that a PDF of ours carries.

    Raises SourceError where the file is refused or its reader is stopped.
    """
    answer = answer_of_child(data, command, limits)
    if "refused" in answer:
        raise SourceError(str(answer["refused"]))
    try:
        return str(answer["plan"]) if "plan" in answer else source_from_json(answer["source"])
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(UNREADABLE) from error


def answer_of_child(data: bytes, command: Sequence[str], limits: Limits = LIMITS) -> dict[str, Any]:
    """What a reader in a process of its own says of a file; SourceError where it is stopped or crashes."""
    with tempfile.TemporaryFile() as handed:
        handed.write(data)
        handed.seek(0)
        child = subprocess.Popen(
            command, stdin=handed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT
        )
        written = _read_bounded(child, limits)
    try:
        answer = json.loads(written)
    except ValueError as error:  # cut off, since the child crashed or was stopped
        raise SourceError(UNREADABLE) from error
    if not isinstance(answer, dict):
        raise SourceError(UNREADABLE)
    return answer


def _read_bounded(child: subprocess.Popen[bytes], limits: Limits) -> bytes:
    """All that the child writes; it is killed when it writes too much or for too long."""
    clock = threading.Timer(limits.seconds, child.kill)
    clock.start()
    try:
        with child:
            written = child.stdout.read(limits.answer + 1) if child.stdout else b""
            if len(written) > limits.answer:
                child.kill()
    finally:
        clock.cancel()
    return written if child.returncode == 0 else b""
