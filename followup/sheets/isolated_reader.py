"""The child process of reading.py: an Excel file on standard input, JSON on standard output."""

from __future__ import annotations

import json
import sys
from typing import Any

from followup.sheets.book import SheetError, book_to_json
from goals.importing.isolated_reader import limit_itself


def main() -> int:
    limit_itself()
    from followup.sheets.read_xlsx import read_xlsx

    answer: dict[str, Any]
    try:
        answer = {"book": book_to_json(read_xlsx(sys.stdin.buffer.read()))}
    except SheetError as error:
        answer = {"refused": str(error), "status": error.status}
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
