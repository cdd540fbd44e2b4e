"""One person at a browser, as the server sees her: a page, an editor, and saves of what she writes."""

from __future__ import annotations

import http.client
import re
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode

EMPTY = "/sok/"
"""A page with next to nothing on it, for whoever has logged in."""
SENTENCE = (
    "Vi arbetar tillsammans med barn, föräldrar och skola, och ser efter varje termin hur det har gått. "
)


@dataclass(frozen=True)
class Answer:
    """`version` is the one that the save made, or the one that was in its way."""

    save: str
    body: str
    name: str
    status: int
    version: int
    milliseconds: float


@dataclass
class Browser:
    """Signed in by a session's cookie, with one connection that is kept.

    `opened` is the text's version when she opened it, `version` the one that her next save is made from.
    """

    port: int
    name: str
    person: str
    session: str
    plan: str
    text: str
    opened: int = 0
    version: int = 0
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._token = ""

    def open(self) -> None:
        """The plan's page, which gives the token, and the text's editor, which says from which version."""
        status, _ = self._ask("GET", self.plan)
        assert status == 200, (self.plan, status)
        status, editor = self._ask("GET", self._address)
        assert status == 200, (self._address, status)
        self.opened = self.version = int(re.findall(r'data-version="(\d+)"', editor)[0])

    def save(self) -> float:
        """What she has written by now. Refused, she looks at the other text and keeps hers, next time."""
        save = str(uuid.uuid4())
        body = f"<p>{self.name}, {save}.</p><p>{SENTENCE * 12}</p>".replace(" </p>", "</p>")
        form = urlencode({"body": body, "version": self.version, "save": save})
        began = time.perf_counter()
        status, answer = self._ask("POST", self._address, form)
        passed = (time.perf_counter() - began) * 1000
        found = re.search(r'"version": (\d+)' if status == 200 else r'data-version="(\d+)"', answer)
        assert status in {200, 409}, (status, answer[:500])
        assert found is not None, answer[:500]
        self.version = int(found[1])
        self.answers.append(Answer(save, body, self.name, status, self.version, passed))
        return passed

    def look(self) -> float:
        """An empty page."""
        began = time.perf_counter()
        status, _ = self._ask("GET", EMPTY)
        assert status == 200, status
        return (time.perf_counter() - began) * 1000

    @property
    def _address(self) -> str:
        return f"{self.plan}texter/{self.text}/"

    def _ask(self, method: str, address: str, form: str | None = None) -> tuple[int, str]:
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self._token}"}
        if form is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "HX-Request": "true",
                "Origin": f"http://127.0.0.1:{self.port}",
                "X-CSRFToken": self._token,
                "X-Person": self.person,
            }
        self._connection.request(method, address, form, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        if set_token := re.search(r"csrftoken=([^;]+)", answer.headers.get("Set-Cookie", "")):
            self._token = set_token[1]
        return answer.status, text
