"""Staff, their roles and their training."""

import unicodedata
from itertools import chain
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.access.lenders import decides_over
from accounts.admin.base import ReadOnlyScreen, Screen
from accounts.admin.people_pages import power_of
from accounts.database.refusals import ALL_CONCERNED, SHARED
from accounts.models import StaffRequest, TrainingCourse, TrainingRecord, User
from accounts.models.choices import Role
from accounts.people.guard import SENTENCES
from accounts.people.watching import others_can_mend, others_watch

admin.site.unregister(Group)  # roles are a table in the code, not to be edited by hand


class NameForm(forms.ModelForm):  # type: ignore[type-arg]
    """Requests and the trail name who acts: nobody takes a colleague's name."""

    def clean_display_name(self) -> str:
        name = " ".join(str(self.cleaned_data["display_name"]).split())
        others = User.objects.filter(is_machine=False).exclude(pk=self.instance.pk)
        known = chain.from_iterable(others.values_list("display_name", "username"))
        if name and _plain(name) in {_plain(each) for each in known if each}:
            raise forms.ValidationError(
                _("A colleague is called so. Add what tells you apart, as a team.")
            )
        return name


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


class LoginForm(NameForm):
    """A login without role or password opens nothing: both take a second person."""

    class Meta:
        model = User
        fields = ("username", "display_name", "email")

    def save(self, commit: bool = True) -> User:
        user: User = super().save(commit=False)
        user.set_unusable_password()
        if commit:
            user.save()
        return user


class PersonForm(NameForm):
    """What the database refuses is said at the field."""

    by: Any = None

    def clean_is_active(self) -> bool:
        is_active = bool(self.cleaned_data["is_active"])
        if self.instance.is_active and not is_active and not decides_over(self.by, self.instance):
            raise forms.ValidationError(str(SHARED[ALL_CONCERNED]), code=ALL_CONCERNED)
        if self.instance.is_active and not is_active and not others_watch(self.instance):
            raise forms.ValidationError(SENTENCES["somebody_watches"], code="somebody_watches")
        if (
            self.instance.is_active
            and not is_active
            and not others_can_mend(self.instance, by=self.by)
        ):
            raise forms.ValidationError(SENTENCES["others_can_mend"], code="others_can_mend")
        return is_active


class ByRole(admin.RelatedFieldListFilter):
    """By the names people know roles by, in the order of the roles."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: Any
    ) -> list[tuple[str, Any]]:
        held = dict(Group.objects.values_list("name", "pk"))
        return [(str(held[role]), role.label) for role in Role if role in held]


@admin.register(User)
class StaffScreen(UserAdmin, Screen):  # type: ignore[type-arg]
    """Who works here, in which role. Permissions come from roles only; a role, a training and a
    password are asked for by one person and approved by another (accounts.people)."""

    form = PersonForm
    add_form = LoginForm
    list_display = ["username", "display_name", "roles", "is_active", "last_login"]
    list_filter = [("groups", ByRole), "is_active"]
    search_fields = ["username", "display_name"]
    ordering = ["username"]
    filter_horizontal = []
    fieldsets = [(None, {"fields": ["username", "display_name", "email", "is_active"]})]
    add_fieldsets = [(None, {"fields": ["username", "display_name", "email"]})]
    change_form_outer_before_template = "accounts/staff_power.html"  # has forms of its own

    def get_queryset(self, request: HttpRequest) -> Any:
        """People; logins of machines stand on the page of API keys."""
        people = super().get_queryset(request).filter(is_machine=False)
        return people.prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody slips into another's name or post; a closed login is opened by two people."""
        if obj is None:
            return []
        is_asked_for = StaffRequest.objects.filter(
            subject=obj, kind=StaffRequest.Kind.PASSWORD, state=StaffRequest.State.ASKED
        )
        own = (obj.email and obj.has_usable_password()) or is_asked_for.exists()
        own_address = ["email"] if own else []
        closed = [] if obj.is_active else ["is_active"]
        return ["username", *own_address, *closed]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.by = request.user
        return form

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        return super().change_view(
            request, object_id, form_url, {**(extra_context or {}), **power_of(object_id)}
        )

    @admin.display(description=_("Role"))
    def roles(self, user: User) -> str:
        held = {group.name for group in user.groups.all()}
        return "、".join(str(role.label) for role in Role if role.value in held)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """Nobody sets another's password: a link is asked for, and the person sets their own."""
        raise PermissionDenied

    def response_add(
        self, request: HttpRequest, obj: User, post_url_continue: str | None = None
    ) -> HttpResponse:
        """A login opens nothing yet: on to what it needs, in one form."""
        if "_addanother" in request.POST or not request.user.has_perm("accounts.ask_staffrequest"):
            return super().response_add(request, obj, post_url_continue)
        kinds = StaffRequest.Kind
        needed = urlencode({"kind": [kinds.ROLE, kinds.LENDER, kinds.PASSWORD]}, doseq=True)
        return HttpResponseRedirect(f"{reverse('admin:staff_ask', args=[obj.pk])}?{needed}")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = True
        super().save_model(request, obj, form, change)


@admin.register(TrainingCourse)
class CourseScreen(Screen):
    list_display = ["title", "code", "qualifies"]
    fields = ["title", "qualifies"]

    def get_readonly_fields(self, request: HttpRequest, obj: TrainingCourse | None = None) -> Any:
        """Who has passed it would be trained by this click; a course that is to qualify is new."""
        return [] if obj is None or obj.qualifies else ["qualifies"]

    def save_model(
        self, request: HttpRequest, obj: TrainingCourse, form: Any, change: bool
    ) -> None:
        """Nobody has to invent a code: it only names the course in the trail."""
        if not obj.code:
            obj.code = f"course-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}"
        super().save_model(request, obj, form, change)


@admin.register(TrainingRecord)
class TrainingScreen(ReadOnlyScreen):
    """Who passed what, and until when it counts. A record comes of an approved request."""

    list_display = ["user", "course", "passed_on", "valid_until"]
    list_filter = ["course"]
    list_select_related = ["user", "course"]
    fields = ["user", "course", "passed_on"]
    ordering = ["valid_until"]
