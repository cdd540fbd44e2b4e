"""Thirty people save texts over HTTP, on the demo's own server: how long it takes, and that nothing is lost.

First as people write, each a save every second or two, then all at the same instant; some of them in the
same text, so that saves are refused. Beside each stands an empty page at the same pace. At last everything
is read back: every save that was acknowledged made one version, and the history has it or what the same
person wrote in its place. `python -m bench saving`
"""

from __future__ import annotations

import json
import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterable
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from bench.demo_server import running_demo
from bench.saving_client import Answer, Browser

AIM = 200
"""Milliseconds that 95 saves of 100 may take at most."""
WRITING_SECONDS, LOOKING_SECONDS = 20, 8
PAUSE = (1.0, 2.0)
INSTANTS = 6
Act = Callable[[Browser], float]


def run() -> None:
    folder = Path(os.environ["VP_VAR"]) / "demo"
    with running_demo(folder) as demo:
        people = [Browser(demo.port, **each) for each in json.loads(demo.ask("bench.saving_people", "in"))]
        for person in people:
            person.open()
        print(f"  {len(people)} personer, last {os.getloadavg()[0]:.1f} på {os.cpu_count()} processorer")
        measure(people)
        keys = json.dumps([person.text for person in people])
        kept = json.loads(demo.ask("bench.saving_people", "out", given=keys))
    answers = [answer for person in people for answer in person.answers]
    opened = {person.text: person.opened for person in people}
    wrong = [f"texten {key} finns inte kvar" for key in opened if key not in kept] + [
        fault for key, text in kept.items() for fault in faults(text, written_in(people, key), opened[key])
    ]
    if wrong:
        raise SystemExit("  SPARADE ORD HAR FÖRSVUNNIT:\n    " + "\n    ".join(wrong))
    saved = sum(answer.status == 200 for answer in answers)
    print(f"  alla {saved} kvitterade finns kvar, alla {len(answers) - saved} nekade fick veta det")


def measure(people: list[Browser]) -> None:
    base = paced(people, Browser.look, LOOKING_SECONDS)
    report("som man skriver", people, lambda: paced(people, Browser.save, WRITING_SECONDS), base)
    bases: list[float] = []

    def instants() -> list[float]:
        saves: list[float] = []
        for _ in range(INSTANTS):
            bases.extend(at_once(people, Browser.look))
            saves.extend(at_once(people, Browser.save))
        return saves

    report("alla på en gång", people, instants, bases)


def report(name: str, people: list[Browser], act: Callable[[], list[float]], base: list[float]) -> None:
    before = sum(len(person.answers) for person in people), refused(people)
    times = act()
    saves, told = sum(len(person.answers) for person in people) - before[0], refused(people) - before[1]
    p95, empty = percentile(times, 95), percentile(base, 95)
    print(
        f"  {name}: {saves} sparningar, {told} nekade; p50 {percentile(times, 50):.0f} ms, "
        f"p95 {p95:.0f} ms (mål: {AIM}{'' if p95 <= AIM else ', MISSAT'}), längst {max(times):.0f} ms; "
        f"tom sida p95 {empty:.0f} ms, kvot {p95 / empty:.2f}"
    )


def refused(people: Iterable[Browser]) -> int:
    return sum(answer.status == 409 for person in people for answer in person.answers)


def percentile(times: list[float], part: int) -> float:
    return statistics.quantiles(times, n=100)[part - 1]


def paced(people: list[Browser], act: Act, seconds: float) -> list[float]:
    """Everybody on her own, with a pause of a second or two between one and the next."""
    end = time.monotonic() + seconds

    def go_on(person: Browser) -> list[float]:
        chance = random.Random(person.name)  # noqa: S311  only so that not all write in step
        times: list[float] = []
        time.sleep(chance.uniform(0, PAUSE[1]))
        while time.monotonic() < end:
            times.append(act(person))
            time.sleep(chance.uniform(*PAUSE))
        return times

    return together(people, go_on)


def at_once(people: list[Browser], act: Act) -> list[float]:
    gate = threading.Barrier(len(people))

    def go(person: Browser) -> list[float]:
        gate.wait()
        return [act(person)]

    return together(people, go)


def together(people: list[Browser], work: Callable[[Browser], list[float]]) -> list[float]:
    """Each in a thread; what one of them raises is raised here."""
    times: list[float] = []
    raised: list[BaseException] = []

    def alone(person: Browser) -> None:
        try:
            times.extend(work(person))
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=alone, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
    return times


def written_in(people: Iterable[Browser], key: str) -> list[Answer]:
    """The acknowledged saves of a text, in the order of the versions that they made."""
    answers = [answer for person in people if person.text == key for answer in person.answers]
    return sorted((answer for answer in answers if answer.status == 200), key=lambda each: each.version)


def faults(text: dict[str, Any], saves: list[Answer], opened: int = 1) -> list[str]:
    """What doesn't hang together: versions, the text as it stands, or the history's chain up to it.

    `opened` is the version that the text had before all saves. The history joins what somebody writes
    without a pause, until somebody else writes there.
    """
    found = []
    if [save.version for save in saves] != list(range(opened + 1, text["version"] + 1)):
        found.append(f"versionerna {[save.version for save in saves]} leder inte till {text['version']}")
    if saves and saves[-1].body != text["body"]:
        found.append(f"där står inte vad {saves[-1].name} sparade sist")
    latest = [save.save for save in saves][-len(text["saves"]) :]
    if text["saves"][-len(latest) :] != latest:
        found.append("de senaste sparningarnas id är inte de kvitterade")
    turns = [(name, list(each)[-1].body) for name, each in groupby(saves, key=lambda save: save.name)]
    told = [(change["by_name"], change["after"]["body"]) for change in text["changes"]]
    if told != turns:
        found.append(f"historiken har {len(told)} led i stället för {len(turns)}, eller andra ord")
    if any(one["after"]["body"] != next_["before"]["body"] for one, next_ in pairwise(text["changes"])):
        found.append("historikens led sitter inte ihop")
    return found
