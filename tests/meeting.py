"""Several people at once: threads with connections of their own, for tests with `transaction=True`."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


class Meeting:
    """Threads, each with a connection of its own, that begin each round together."""

    def __init__(self, *works: Callable[[Meeting], None]) -> None:
        self._works = works
        self._gate = threading.Barrier(len(works), timeout=60)
        self._raised: list[BaseException] = []

    def begin(self) -> None:
        """Wait for the others."""
        self._gate.wait()

    def hold(self) -> None:
        """Run all to their end; what one of them raises is raised here."""
        threads = [threading.Thread(target=self._alone, args=[work]) for work in self._works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._raised:
            raise self._raised[0]

    def _alone(self, work: Callable[[Meeting], None]) -> None:
        try:
            work(self)
        except threading.BrokenBarrierError:
            pass  # somebody else has told why
        except BaseException as error:
            self._raised.append(error)
            self._gate.abort()
        finally:
            connection.close()
