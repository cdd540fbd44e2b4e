"""A CHECK that comes to NULL lets the row through: two that said so of a level say now that it is there."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("goals", "0003_freeze")]
    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="goal", name="goal_below_parent"),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                name="goal_below_parent",
                condition=models.Q(("parent", None), ("parent_level", None))
                | models.Q(
                    ("parent__isnull", False),
                    ("parent_level__isnull", False),
                    ("parent_level__lt", models.F("level")),
                ),
                violation_error_message="Ett mål kan bara stå under ett mål på en högre nivå.",
            ),
        ),
        migrations.RemoveConstraint(model_name="heading", name="heading_level_at_goals"),
        migrations.AddConstraint(
            model_name="heading",
            constraint=models.CheckConstraint(
                name="heading_level_at_goals",
                condition=models.Q(("level__in", [1, 2, 3, 4]), ("level__isnull", False), ("place", "goal"))
                | models.Q(("level", None), ("place__in", ["opening", "closing"])),
                violation_error_message="Bara rubriker vid mål har en nivå.",
            ),
        ),
    ]
