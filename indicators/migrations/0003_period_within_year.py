"""A period never lies across a new year, so that its months can be counted."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("indicators", "0002_how_values_add_up")]

    operations: ClassVar = [
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__year", models.F("year")), ("starts_on__year", models.F("year"))
                ),
                name="period_within_year",
                violation_error_message="En period ligger inom sitt år.",
            ),
        ),
    ]
