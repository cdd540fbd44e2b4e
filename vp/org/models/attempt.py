"""Attempts to log in or to have a password reset, counted so that guessing is slow."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Attempt(models.Model):
    """One attempt. `subject` is an address or an e-mail, hashed with the secret key: no log of who tried."""

    purpose = models.CharField(max_length=10)
    subject = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["purpose", "subject", "at"], name="attempt_count")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.at:%Y-%m-%d %H:%M}"
