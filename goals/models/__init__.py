from goals.models.goal import Goal, Level
from goals.models.heading import Heading, LevelLabel, Place
from goals.models.incoming import IncomingPlan
from goals.models.plan import Plan, PlanVersion, State
from goals.models.presence import Presence
from goals.models.rows import Activity, GoalIndicator
from goals.models.text import Text

__all__ = [
    "Activity",
    "Goal",
    "GoalIndicator",
    "Heading",
    "IncomingPlan",
    "Level",
    "LevelLabel",
    "Place",
    "Plan",
    "PlanVersion",
    "Presence",
    "State",
    "Text",
]
