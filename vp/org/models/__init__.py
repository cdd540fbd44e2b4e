from vp.org.models.attempt import Attempt
from vp.org.models.membership import Membership, Role
from vp.org.models.token import AccessToken
from vp.org.models.unit import FormerUnit, Kind, Unit
from vp.org.models.user import User

__all__ = ["AccessToken", "Attempt", "FormerUnit", "Kind", "Membership", "Role", "Unit", "User"]
