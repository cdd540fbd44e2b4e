"""ENGINE "vp.embedded.backend": PostgreSQL that starts with the first connection.

Needs `EMBEDDED = {"HOME": folder, "DURABLE": bool}` in the database's settings.
"""

from __future__ import annotations

import time
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from vp.embedded import server

RECOVERY_SECONDS = 10
# "… is starting up", "… in recovery mode", "… shutting down"; and a socket that nobody answers any more.
NOT_THERE = ("the database system is", "No such file", "Connection refused", "closed the connection")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        self.settings_dict["HOST"] = self._start()
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connects; has patience with a server that recovers, and starts one that just died."""
        end = time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                return super().get_new_connection(conn_params)
            except self.Database.OperationalError as error:
                if not any(words in str(error) for words in NOT_THERE) or time.monotonic() > end:
                    raise
            time.sleep(0.05)
            conn_params["host"] = self._start()

    def _start(self) -> str:
        embedded = self.settings_dict["EMBEDDED"]
        try:
            return str(server.start(embedded["HOME"], durable=embedded["DURABLE"]))
        except server.EmbeddedServerError as error:
            raise OperationalError(f"The embedded database doesn't start: {error}") from error
