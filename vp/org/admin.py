"""For operators: who may get in, and the organisation to look at. Roles are given on the people pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from vp.org.actions.operators import invite_operator
from vp.org.models import AccessToken, Attempt, FormerUnit, Membership, Unit, User
from vp.org.read_only import ReadOnly, ReadOnlyRows
from vp.org.views.person import person_of

admin.site.site_header = admin.site.site_title = "Verksamhetsplan: drift"
admin.site.index_title = "Vad som finns"
admin.site.unregister(Group)


class RolesOfPerson(ReadOnlyRows):
    model = Membership
    fk_name = "user"
    fields = ("unit", "role", "starts_on", "ends_on", "deputy_for")


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Operators are made here, and anybody is kept out or let in. Nobody is deleted: history names them."""

    list_display = ("name", "email", "is_active", "is_staff", "last_login", "joined_at")
    list_filter = ("is_active", "is_staff", "memberships__role")
    search_fields = ("name", "email")
    ordering = ("name",)
    fields = ("email", "name", "is_active", "is_staff", "last_login", "joined_at")
    readonly_fields = ("last_login", "joined_at")
    inlines: ClassVar = [RolesOfPerson]
    actions = None
    list_per_page = 50

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_staff)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.fields if obj else ("email", "name")

    def get_inlines(self, request: HttpRequest, obj: User | None = None) -> Any:
        return self.inlines if obj else []

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        """A new row is an operator, who gets a link by mail to choose a password."""
        if change:
            super().save_model(request, obj, form, change)
        else:
            invite_operator(by=person_of(request), operator=obj, site=request.build_absolute_uri("/"))


@admin.register(Unit)
class UnitAdmin(ReadOnly):
    list_display = ("name", "kind", "parent", "slug", "opened_on", "closed_on")
    list_filter = ("kind", ("closed_on", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "slug", "past__name", "past__slug")
    ordering = ("path",)


@admin.register(FormerUnit)
class FormerUnitAdmin(ReadOnly):
    list_display = ("name", "unit", "parent", "until")
    list_select_related = ("unit", "parent")
    search_fields = ("name", "slug", "unit__name")
    date_hierarchy = "until"


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    list_display = ("user", "role", "unit", "starts_on", "ends_on", "deputy_for")
    list_filter = (
        "role",
        ("ends_on", admin.EmptyFieldListFilter),
        ("deputy_for", admin.EmptyFieldListFilter),
    )
    list_select_related = ("user", "unit", "deputy_for")
    search_fields = ("user__name", "user__email", "unit__name")


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnly):
    """Which programs read for whom. The keys themselves are kept nowhere."""

    list_display = ("user", "name", "created_on", "expires_on", "last_used_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter),)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email", "name")
    fields = (*list_display, "revoked_by")


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    """How hard the door is knocked at. Who it was can't be read: subjects are hashed."""

    list_display = ("at", "purpose", "subject")
    list_filter = ("purpose",)
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attempt]:
        return super().get_queryset(request).order_by("-pk")
