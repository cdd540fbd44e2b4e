"""Sixty staff log values in one round over HTTP, on the demo's own server: how long it takes, and that
nothing is lost.

First as people log, each a value every second or two, then all at the same instant; some of them in the same
row, so that saves are refused. Beside each stands an empty page at the same pace. At last everything is read
back: every value that was acknowledged made one version, and the history has it or what the same person
logged in its place. `python -m bench logging_at_once`
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from bench.demo_server import running_demo
from bench.logging_client import Logger
from bench.saving import (
    INSTANTS,
    LOOKING_SECONDS,
    WRITING_SECONDS,
    at_once,
    faults,
    paced,
    report,
    written_in,
)
from bench.saving_client import Browser


def run() -> None:
    with running_demo(Path(os.environ["VP_VAR"]) / "logging") as demo:
        people = [Logger(demo.port, **each) for each in json.loads(demo.ask("bench.logging_people", "in"))]
        for person in people:
            person.open()
        print(f"  {len(people)} personer, last {os.getloadavg()[0]:.1f} på {os.cpu_count()} processorer")
        measure(people)
        rows = json.dumps([person.text for person in people])
        kept = json.loads(demo.ask("bench.logging_people", "out", given=rows))
    opened = {person.text: person.opened for person in people}
    wrong = [
        f"{row}: {fault}"
        for row, value in kept.items()
        for fault in faults(value, written_in(people, row), opened[row])
    ]
    if wrong or kept.keys() != opened.keys():
        raise SystemExit("  LÄMNADE VÄRDEN HAR FÖRSVUNNIT:\n    " + "\n    ".join(wrong))
    answers = [answer for person in people for answer in person.answers]
    saved = sum(answer.status == 200 for answer in answers)
    print(f"  alla {saved} kvitterade finns kvar, alla {len(answers) - saved} nekade fick veta det")


def measure(people: list[Logger]) -> None:
    everybody: list[Browser] = list(people)
    base = paced(everybody, Browser.look, LOOKING_SECONDS)
    report("som man lämnar värden", everybody, lambda: paced(everybody, save, WRITING_SECONDS), base)
    bases: list[float] = []

    def instants() -> list[float]:
        saves: list[float] = []
        for _ in range(INSTANTS):
            bases.extend(at_once(everybody, Browser.look))
            saves.extend(at_once(everybody, save))
        return saves

    report("alla på en gång", everybody, instants, bases)


def save(person: Browser) -> float:
    return person.save()
