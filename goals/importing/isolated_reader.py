"""The child process of isolation.py: a PDF or Word file on standard input, JSON on standard output.

It takes its limits on itself before anything of the file is looked at: memory, processor time, no files
written, few opened. It imports only what the file's kind needs, so that starting costs little.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from goals.importing.lines import SourceError
from goals.importing.source_json import source_to_json

MEMORY = 1024 * 1024 * 1024
PROCESSOR_SECONDS = 20


def main() -> int:
    limit_itself()
    try:
        answer = _read(sys.stdin.buffer.read())
    except SourceError as error:
        answer = {"refused": str(error)}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode())
    return 0


def limit_itself() -> None:
    """Memory, processor time and files of this process, from now on."""
    for what, limit in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        hard = resource.getrlimit(what)[1]
        low = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (low, low))


def _read(data: bytes) -> dict[str, Any]:
    if data.startswith(b"PK"):
        from goals.importing.read_docx import read_docx

        return {"source": source_to_json(read_docx(data))}
    from goals.importing.read_pdf import embedded_plan, read_pdf

    plan = embedded_plan(data)
    return {"source": source_to_json(read_pdf(data))} if plan is None else {"plan": plan}


if __name__ == "__main__":
    sys.exit(main())
