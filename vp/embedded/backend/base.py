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


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        embedded = self.settings_dict["EMBEDDED"]
        try:
            folder = server.start(embedded["HOME"], durable=embedded["DURABLE"])
        except server.EmbeddedServerError as error:
            raise OperationalError(f"The embedded database doesn't start: {error}") from error
        self.settings_dict["HOST"] = str(folder)
        return super().get_connection_params()

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connects; waits a moment for a server that recovers because one of its processes was killed."""
        end = time.monotonic() + RECOVERY_SECONDS
        while True:
            try:
                return super().get_new_connection(conn_params)
            except self.Database.OperationalError as error:
                if "the database system is" not in str(error) or time.monotonic() > end:
                    raise
                time.sleep(0.05)
