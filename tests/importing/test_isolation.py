"""Foreign files are read in a process of their own: it starts fast, and its end is nobody else's."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import docx
import pytest

from goals.importing import isolated_reader, isolation
from goals.importing.lines import Line, Source, SourceError
from goals.importing.source_json import source_from_json, source_to_json

ROOT = Path(isolation.__file__).parents[2]


def small_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("Maten är god")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def in_child(code: str) -> subprocess.CompletedProcess[bytes]:
    """Runs code after the child's limits are taken on."""
    begun = f"from goals.importing.isolated_reader import limit_itself\nlimit_itself()\n{code}"
    return subprocess.run(
        [sys.executable, "-c", begun], cwd=ROOT, capture_output=True, timeout=60, check=False
    )


def test_the_readers_know_nothing_of_django() -> None:
    code = (
        "import sys, goals.importing.reading, goals.importing.read_pdf, goals.importing.read_docx,"
        " goals.importing.read_pdf_attachment\nsys.exit(any(one.startswith('django') for one in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_a_source_survives_the_way_between_processes() -> None:
    line = Line(
        3, "a b", page=2, heading=1, item="bullet", depth=1, cells=("a", "b"), header=True, whole=True
    )
    source = Source(lines=(line, Line(4, "")), furniture=(Line(1, "Sid 1"),), title="Plan")
    assert source_from_json(source_to_json(source)) == source


def test_starting_costs_little() -> None:
    data = small_docx()
    isolation.read_isolated(data)
    began = time.perf_counter()
    found = isolation.read_isolated(data)
    assert isinstance(found, Source)
    assert [line.text for line in found.lines] == ["Maten är god"]
    assert time.perf_counter() - began < 1.5, "far more than the 0.2 s that it takes on an idle machine"


def test_memory_has_an_end() -> None:
    ended = in_child("b = bytearray(2 * 1024**3)")
    assert ended.returncode != 0
    assert b"MemoryError" in ended.stderr


def test_processor_time_has_an_end() -> None:
    assert isolation.Limits().seconds > isolated_reader.PROCESSOR_SECONDS
    code = "from resource import *; print(*getrlimit(RLIMIT_CPU), *getrlimit(RLIMIT_AS))"
    assert in_child(code).stdout.decode().split() == ["20", "20", str(1024**3), str(1024**3)]


def test_no_file_is_written(tmp_path: Path) -> None:
    ended = in_child(f"with open({str(tmp_path / 'x')!r}, 'w') as file:\n file.write('a' * 9)")
    assert ended.returncode != 0


@pytest.mark.parametrize(
    "program",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise MemoryError",
        "print('{\"source\": {}}')",
        "print('[]')",
        'print(\'{"source": {"title": "", "lines": [[1]], "furniture": []}}\')',
        "print('')",
        "import time; time.sleep(60)",
        "import os\nwhile True: os.write(1, b'a' * 65536)",
    ],
)
def test_whatever_the_child_does_the_answer_is_a_refusal(program: str) -> None:
    limits = isolation.Limits(seconds=3, answer=10_000_000)
    began = time.monotonic()
    with pytest.raises(SourceError, match="Filen gick inte att läsa"):
        isolation.read_isolated(b"%PDF-1.7", command=(sys.executable, "-c", program), limits=limits)
    assert time.monotonic() - began < 8
