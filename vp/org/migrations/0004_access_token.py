"""Keys by which programs read for a person."""

import datetime
import uuid

import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0003_unit_path_held"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=100, verbose_name="namn")),
                ("sha256", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "created_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, editable=False, verbose_name="skapad"
                    ),
                ),
                ("expires_on", models.DateField(verbose_name="gäller till och med")),
                ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="senast använd")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="avslutad")),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="avslutad av",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "åtkomstnyckel",
                "verbose_name_plural": "åtkomstnycklar",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="accesstoken_named"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")), name="accesstoken_sha256"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__gte", models.F("created_on")),
                            (
                                "expires_on__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("created_on"), "+", models.Value(datetime.timedelta(days=366))
                                ),
                            ),
                        ),
                        name="accesstoken_a_year_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_by", None), ("revoked_at__isnull", False), _connector="OR"
                        ),
                        name="accesstoken_revoked_by_somebody",
                    ),
                ],
            },
        ),
    ]
