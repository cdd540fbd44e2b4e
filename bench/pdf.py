"""How fast a plan is printed: pages per second, peak memory, and the price of tags and standards.

Runs in processes of its own, ours and bare WeasyPrint (same HTML, no tags, no PDF/A) in turns, so that
neither warms the other's caches; the best of each counts. `python -m bench pdf`
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 3
ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT.parent / "shared" / "seeds" / "004_8d1efeb890db01f8.txt"


def document() -> tuple[str, object]:
    """The larger seed where it lies beside the repo, otherwise the long plan of the tests."""
    if SEED.is_file():
        from goals.importing.parse import parse_plan
        from goals.importing.reading import read_source

        return "2025 seed", parse_plan(
            read_source(SEED.read_bytes(), name=SEED.name), unit="Provenheten"
        ).document
    from tests.printing.plans import long_plan

    return "long plan of the tests", long_plan()


def measure(how: str) -> dict[str, float | str]:
    """Print once to warm up, as a worker has, and once for the clock. Times are CPU and wall seconds."""
    import django

    django.setup()
    from goals.printed_plan import printable_document

    name, plan = document()
    printable = printable_document(plan)  # type: ignore[arg-type]
    numbers: dict[str, float | str] = {"name": name}
    for _ in range(2):
        wall, cpu = time.perf_counter(), time.process_time()
        numbers["pages"] = ours(printable) if how == "ours" else bare(printable)
        numbers["wall"], numbers["cpu"] = time.perf_counter() - wall, time.process_time() - cpu
    numbers["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return numbers


def ours(printable: object) -> int:
    from vp.printing import pdf

    stages: list[str] = []
    pdf.render(
        printable.html,  # type: ignore[attr-defined]
        description=printable.description,  # type: ignore[attr-defined]
        source=printable.source,  # type: ignore[attr-defined]
        images=printable.images,  # type: ignore[attr-defined]
        on_progress=stages.append,
    )
    return int(stages[1].split()[1])


def bare(printable: object) -> int:
    """The same HTML, fonts and stylesheets, given to WeasyPrint with nothing asked for."""
    from vp.printing import pdf

    laid_out = pdf.lay_out(printable.html, printable.images)  # type: ignore[attr-defined]
    laid_out.write_pdf()
    return len(laid_out.pages)


def run() -> None:
    results: dict[str, list[dict[str, float]]] = {"ours": [], "bare": []}
    environment = {
        "VP_MODE": "demo",
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "vp.settings",
        "LOG_LEVEL": "ERROR",
    }
    for _ in range(ROUNDS):
        for how, found in results.items():
            command = [sys.executable, "-m", "bench.pdf", how]
            done = subprocess.run(
                command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
            )
            found.append(json.loads(done.stdout))
    best = {how: min(found, key=lambda each: each["cpu"]) for how, found in results.items()}
    print(f"PDF of the {best['ours']['name']}, {best['ours']['pages']} pages, best of {ROUNDS} warm runs:")
    for how, title in (("ours", "PDF/A-3a and PDF/UA-1"), ("bare", "bare WeasyPrint")):
        found = best[how]
        print(
            f"  {title:22} {found['cpu']:6.2f} s CPU  {found['wall']:6.2f} s"
            f"  {found['pages'] / found['wall']:5.1f} pages/s  {found['memory']:4.0f} MB at most"
        )
    print(f"  ratio of CPU time      {best['ours']['cpu'] / best['bare']['cpu']:6.2f}  (aim: under 1.5)")


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
