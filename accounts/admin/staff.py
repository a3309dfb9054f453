"""Staff, their roles and their training."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.admin.base import Screen
from accounts.models import TrainingCourse, TrainingRecord, User
from accounts.models.staff import TRAINING_VALID_DAYS
from accounts.roles import Role

admin.site.unregister(Group)  # roles are a table in the code, not to be edited by hand


class RolesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Roles by their names on screen."""

    def label_from_instance(self, obj: Any) -> str:
        return str(Role(obj.name).label)


@admin.register(User)
class StaffScreen(UserAdmin, Screen):  # type: ignore[type-arg]
    """Who works here, in which role. Permissions come from roles only."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "display_name", "roles", "is_active", "last_login"]
    list_filter = ["groups", "is_active"]
    search_fields = ["username", "display_name"]
    ordering = ["username"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", "display_name", "email"]}),
        (_("Role"), {"fields": ["groups", "is_active"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "display_name", "usable_password", "password1", "password2"]},
        ),
        (_("Role"), {"fields": ["groups"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Role"))
    def roles(self, user: User) -> str:
        held = {group.name for group in user.groups.all()}
        return "、".join(str(role.label) for role in Role if role.value in held)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return RolesField(
            label=_("Role"),
            queryset=Group.objects.filter(name__in=Role.values),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = True
        super().save_model(request, obj, form, change)


@admin.register(TrainingCourse)
class CourseScreen(Screen):
    list_display = ["title", "code", "qualifies"]


@admin.register(TrainingRecord)
class TrainingScreen(Screen):
    """Who passed what, and until when it counts. A record is added, never rewritten."""

    list_display = ["user", "course", "passed_on", "valid_until"]
    list_filter = ["course"]
    list_select_related = ["user", "course"]
    fields = ["user", "course", "passed_on"]
    ordering = ["valid_until"]

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: TrainingRecord, form: Any, change: bool
    ) -> None:
        obj.valid_until = obj.passed_on + timedelta(days=TRAINING_VALID_DAYS)
        super().save_model(request, obj, form, change)
