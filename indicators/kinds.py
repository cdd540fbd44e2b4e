"""What an indicator can be like: which way is better, and how the units' values become one."""

from __future__ import annotations

from django.db import models


class Direction(models.TextChoices):
    HIGHER = "higher", "högre är bättre"
    LOWER = "lower", "lägre är bättre"
    WITHIN = "within", "inom ett spann"
    NONE = "none", "ingen riktning"


class Aggregation(models.TextChoices):
    """How the values of the units below become one. For a share, sum and weighted are the same: its
    numerators and its denominators are summed."""

    SUM = "sum", "summa"
    MEAN = "mean", "medelvärde"
    WEIGHTED = "weighted", "vägt med nämnaren"
    LATEST = "latest", "senaste värdet"
    NONE = "none", "läggs inte ihop"
