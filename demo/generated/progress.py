"""How far it has come: a bar that moves on a terminal, plain lines anywhere else."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

_WIDTH = 30


class Progress:
    """`total` steps lie ahead. Called with how many more have been taken, and what they were."""

    def __init__(self, out: OutputWrapper, total: int) -> None:
        self.out = out
        self.total = max(1, total)
        self.taken = 0
        self.began = time.monotonic()

    def __call__(self, steps: int, what: str) -> None:
        self.taken += steps
        done = min(1.0, self.taken / self.total)
        line = f"{done:4.0%}  {time.monotonic() - self.began:5.0f} s  {what}"
        if self.out.isatty():
            bar = "█" * round(done * _WIDTH)
            self.out.write(f"\r\x1b[K{bar:░<{_WIDTH}} {line[:70]}", ending="")
        else:
            self.out.write(line)
        self.out.flush()

    def end(self) -> None:
        if self.out.isatty():
            self.out.write("\r\x1b[K", ending="")
