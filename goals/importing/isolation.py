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
from pathlib import Path
from typing import Any

from goals.importing.lines import Source, SourceError
from goals.importing.source_json import source_from_json

SECONDS = 30
"""Wall clock for one file; the child's own limit of processor time is lower."""
LARGEST_ANSWER = 96 * 1024 * 1024

UNREADABLE = (
    "Filen gick inte att läsa. Den kan vara skadad, eller större inuti än någon plan är. "
    "Öppna den, spara den på nytt och försök igen."
)
_ROOT = Path(__file__).resolve().parent.parent.parent


def read_isolated(data: bytes) -> Source | str:
    """A PDF or Word file's lines, or the JSON text of the plan that a PDF of ours carries.

    Raises SourceError where the file is refused or its reader is stopped.
    """
    answer = _answer(data)
    try:
        if "refused" in answer:
            raise SourceError(str(answer["refused"]))
        return str(answer["plan"]) if "plan" in answer else source_from_json(answer["source"])
    except (KeyError, TypeError) as error:
        raise SourceError(UNREADABLE) from error


def _answer(data: bytes) -> dict[str, Any]:
    with tempfile.TemporaryFile() as handed:
        handed.write(data)
        handed.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "goals.importing.isolated_reader"],
            stdin=handed, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT,
        )  # fmt: skip
        written = _read_bounded(child)
    try:
        answer = json.loads(written)
    except ValueError as error:  # cut off, since the child crashed or was stopped
        raise SourceError(UNREADABLE) from error
    if not isinstance(answer, dict):
        raise SourceError(UNREADABLE)
    return answer


def _read_bounded(child: subprocess.Popen[bytes]) -> bytes:
    """All that the child writes, which is killed when it writes too much or for too long."""
    clock = threading.Timer(SECONDS, child.kill)
    clock.start()
    try:
        with child:
            written = child.stdout.read(LARGEST_ANSWER + 1) if child.stdout else b""
            if len(written) > LARGEST_ANSWER:
                child.kill()
                written = b""
    finally:
        clock.cancel()
    return written if child.returncode == 0 else b""
