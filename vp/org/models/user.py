"""People who log in, with their e-mail address as name."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from vp.org.swedish import swedish_order


class UserQuerySet(models.QuerySet["User"]):
    def by_name(self) -> UserQuerySet:
        return self.order_by(swedish_order("name"), "pk")


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """What Django's own commands call; the product itself invites people through vp.org.actions."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        user: User = self.get(email__iexact=(email or "").strip())
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What she may do follows from her memberships (vp.org.access), never from this row.

    `is_staff` opens the operators' admin, where planning data can be read but not changed.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-postadress", unique=True)
    name = models.CharField("namn", max_length=150)
    is_active = models.BooleanField("får logga in", default=True)
    is_staff = models.BooleanField("driftpersonal", default=False)
    joined_at = models.DateTimeField("tillagd", auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Det finns redan en användare med den e-postadressen.",
            ),
            models.CheckConstraint(name="user_name_filled", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split()[0]
