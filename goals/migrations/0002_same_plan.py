"""Parent and child, goal and row stand in the same plan: foreign keys over two and three columns."""

from typing import ClassVar

from django.db import migrations

KEYS = [
    (
        "goals_goal",
        "goal_parent_in_plan",
        "(plan_id, parent_id, parent_level)",
        "goals_goal (plan_id, id, level)",
    ),
    ("goals_text", "text_goal_in_plan", "(plan_id, goal_id)", "goals_goal (plan_id, id)"),
    ("goals_text", "text_parent_in_plan", "(plan_id, parent_id)", "goals_text (plan_id, id)"),
    ("goals_goalindicator", "goalindicator_goal_in_plan", "(plan_id, goal_id)", "goals_goal (plan_id, id)"),
    ("goals_activity", "activity_goal_in_plan", "(plan_id, goal_id)", "goals_goal (plan_id, id)"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("goals", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY {columns} REFERENCES {target} "
            "DEFERRABLE INITIALLY DEFERRED",
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for table, name, columns, target in KEYS
    ]
