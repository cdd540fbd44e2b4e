"""How long workers wait for each other. Read where they are used, so that tests can be quick."""

from __future__ import annotations

import datetime

LEASE = datetime.timedelta(seconds=15)
"""For how long a worker has what it has taken, unless it says that it lives."""

HEARTBEAT = 4.0
"""Seconds between two times that it says so."""

SWEEP = 10.0
"""Seconds between two looks for what was lost: a dead worker's piece is taken within half a minute."""

MOST_ATTEMPTS = 3

WHILE = 60.0
"""Seconds during which a worker that was woken takes more work, before it lets others' messages through."""

KEPT_FOR = datetime.timedelta(days=60)
"""For how long a printed part that no order uses is kept."""

STRAY_AFTER = datetime.timedelta(days=1)
"""How old a file is that nothing leads to before it is removed."""
