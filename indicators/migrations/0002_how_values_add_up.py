"""What an indicator is measured in, and how the values of several units become one."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("indicators", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="indicator",
            name="aggregation",
            field=models.CharField(
                choices=[
                    ("sum", "summa"),
                    ("mean", "medelvärde"),
                    ("weighted", "vägt med nämnaren"),
                    ("latest", "senaste värdet"),
                    ("none", "läggs inte ihop"),
                ],
                default="none",
                max_length=8,
                verbose_name="läggs ihop som",
            ),
        ),
        migrations.AddField(
            model_name="indicator",
            name="decimals",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="decimaler"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="is_share",
            field=models.BooleanField(default=False, verbose_name="andel av något"),
        ),
        migrations.AddField(
            model_name="indicator",
            name="measured_in",
            field=models.CharField(blank=True, max_length=60, verbose_name="mäts i"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("aggregation__in", ["sum", "mean", "weighted", "latest", "none"])),
                name="indicator_aggregation_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("decimals", None), ("decimals__lte", 6), _connector="OR"),
                name="indicator_decimals_stored",
                violation_error_message="Ett värde har högst sex decimaler.",
            ),
        ),
    ]
