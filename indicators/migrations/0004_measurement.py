"""How it went: one unit, one indicator, one period."""

import uuid
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("indicators", "0003_period_within_year"),
        ("org", "0003_unit_path_held"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "total",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="utfall"
                    ),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="täljare"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="nämnare"
                    ),
                ),
                (
                    "women",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="utfall kvinnor"
                    ),
                ),
                (
                    "women_numerator",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="täljare kvinnor"
                    ),
                ),
                (
                    "women_denominator",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="nämnare kvinnor"
                    ),
                ),
                (
                    "men",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="utfall män"
                    ),
                ),
                (
                    "men_numerator",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="täljare män"
                    ),
                ),
                (
                    "men_denominator",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="nämnare män"
                    ),
                ),
                (
                    "forecast",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="prognos helår"
                    ),
                ),
                ("written", models.TextField(blank=True, verbose_name="utfall, som det skrevs")),
                ("words", models.TextField(blank=True, verbose_name="utfall i ord")),
                ("not_measured_because", models.TextField(blank=True, verbose_name="ej mätt, därför att")),
                ("comment", models.TextField(blank=True, verbose_name="kommentar")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "saves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), blank=True, default=list, editable=False, size=None
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="ändrad")),
            ],
            options={
                "verbose_name": "utfall",
                "verbose_name_plural": "utfall",
            },
        ),
        migrations.AddField(
            model_name="measurement",
            name="changed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="ändrad av",
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measurements",
                to="indicators.indicator",
                verbose_name="indikator",
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="period",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measurements",
                to="indicators.period",
                verbose_name="period",
            ),
        ),
        migrations.AddField(
            model_name="measurement",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measurements",
                to="org.unit",
                verbose_name="enhet",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                fields=("indicator", "unit", "period"),
                name="measurement_once",
                violation_error_message="Enheten har redan ett utfall för perioden.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("denominator__isnull", True), ("numerator__isnull", True)),
                    models.Q(
                        ("denominator__gt", 0), ("denominator__isnull", False), ("numerator__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="measurement_parts",
                violation_error_message="Täljare och nämnare hör ihop, och nämnaren är större än noll.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("women_denominator__isnull", True), ("women_numerator__isnull", True)),
                    models.Q(
                        ("women_denominator__gt", 0),
                        ("women_denominator__isnull", False),
                        ("women_numerator__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="measurement_parts_women",
                violation_error_message="Täljare och nämnare hör ihop, och nämnaren är större än noll.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("men_denominator__isnull", True), ("men_numerator__isnull", True)),
                    models.Q(
                        ("men_denominator__gt", 0),
                        ("men_denominator__isnull", False),
                        ("men_numerator__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="measurement_parts_men",
                violation_error_message="Täljare och nämnare hör ihop, och nämnaren är större än noll.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("total", None), ("numerator", None), _connector="OR"),
                    models.Q(("women", None), ("women_numerator", None), _connector="OR"),
                    models.Q(("men", None), ("men_numerator", None), _connector="OR"),
                ),
                name="measurement_value_or_parts",
                violation_error_message="Ange värdet, eller täljare och nämnare, inte båda.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("not_measured_because", ""), ("words", "")),
                    models.Q(
                        ("denominator__isnull", True),
                        ("men__isnull", True),
                        ("men_denominator__isnull", True),
                        ("men_numerator__isnull", True),
                        ("numerator__isnull", True),
                        ("total__isnull", True),
                        ("women__isnull", True),
                        ("women_denominator__isnull", True),
                        ("women_numerator__isnull", True),
                        models.Q(("words", ""), ("not_measured_because", ""), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="measurement_one_answer",
                violation_error_message="Ange ett tal, ord eller varför det inte är mätt: ett av dem.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("not_measured_because", ""), ("not_measured_because__regex", "\\S"), _connector="OR"
                ),
                name="measurement_reason_filled",
                violation_error_message="Skriv varför det inte är mätt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("written", ""), ("total__isnull", False), _connector="OR"),
                name="measurement_written_of_total",
            ),
        ),
    ]
