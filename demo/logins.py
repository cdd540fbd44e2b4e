"""The logins that the demo prints when it starts: role in Swedish, e-mail address, password."""

from __future__ import annotations

from demo.organisation import logins
from vp.org.models import Role

LOGINS = tuple((Role(role).label, email, password) for role, email, password in logins())
