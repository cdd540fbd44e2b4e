"""One person at a logging table, as the server sees her: the page, and saves of her row's value."""

from __future__ import annotations

import re
import time
import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.saving_client import Answer, Browser


@dataclass
class Logger(Browser):
    """`plan` is the address of her unit's values, `text` that of her row. Each of her values is another."""

    number: int = 0

    def open(self) -> None:
        """The page, which gives the token, and says from which version her row is."""
        status, page = self._ask("GET", self.plan)
        assert status == 200, (self.plan, status)
        found = re.search(rf'action="{re.escape(self.text)}"[^>]*? data-version="(\d+)"', page)
        assert found is not None, self.text
        self.opened = self.version = int(found[1])

    def save(self) -> float:
        """The next value. Refused, she sees the other's beside hers, and saves hers over it the next time."""
        save, value = str(uuid.uuid4()), f"{self.number},{len(self.answers)}1"
        form = urlencode({"total": value, "version": self.version, "save": save})
        began = time.perf_counter()
        status, answer = self._ask("POST", self.text, form)
        passed = (time.perf_counter() - began) * 1000
        found = re.search(r'"version": (\d+)' if status == 200 else r'data-version="(\d+)"', answer)
        assert status in {200, 409}, (status, answer[:500])
        assert found is not None, answer[:500]
        self.version = int(found[1])
        self.answers.append(Answer(save, value, self.name, status, self.version, passed))
        return passed
