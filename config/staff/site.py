"""The staff site: Unfold's admin under our name, each role landing where its work is."""

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, URLResolver, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.access.roles import landing_page

if TYPE_CHECKING:  # Unfold's own types contradict Django's
    from django.contrib.admin import AdminSite as UnfoldAdminSite
else:
    from unfold.sites import UnfoldAdminSite


class StaffSite(UnfoldAdminSite):
    site_title = _("Huancui")
    site_header = _("Huancui")
    index_title = _("Today")
    enable_nav_sidebar = True

    def extra_urls(self) -> list[URLPattern]:
        """Pages that are no table's: each app lists its own in `admin/urls.py`."""
        from accounts.admin.urls import PAGES as ACCOUNTS_PAGES
        from config.sandbox.urls import PAGES as SANDBOX_PAGES
        from config.staff.api_page import PAGES as API_PAGES
        from config.staff.find_pages import PAGES as STAFF_PAGES
        from config.staff.help.pages import PAGES as HELP_PAGES
        from config.staff.second_person.pages import PAGES as SECOND_PERSON_PAGES
        from config.staff.setting_up.pages import PAGES as SETTING_UP_PAGES
        from config.watching.pages import PAGES as WATCHING_PAGES
        from feedback.admin.urls import PAGES as FEEDBACK_PAGES
        from messaging.admin.urls import PAGES as MESSAGING_PAGES

        return [
            *ACCOUNTS_PAGES,
            *MESSAGING_PAGES,
            *FEEDBACK_PAGES,
            *SANDBOX_PAGES,
            *WATCHING_PAGES,
            *STAFF_PAGES,
            *HELP_PAGES,
            *API_PAGES,
            *SETTING_UP_PAGES,
            *SECOND_PERSON_PAGES,
        ]

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Without Django's way from a row to its page outside: no table of ours has one."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, object]]:
        """Gathered once somebody reads it: no page of ours does, and it was a tenth of the work of
        each."""
        gathered = super().get_app_list
        return cast(list[dict[str, object]], SimpleLazyObject(lambda: gathered(request, app_label)))

    def search(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The theme's search puts what is typed into the address; ours (config.staff.finding) does
        not."""
        return HttpResponseRedirect(reverse("admin:find"))

    def login(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Our own page for it (accounts.admin.login_page), inside the site's frame."""
        from accounts.admin.login_page import LoginPage

        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.each_context(request),
            "title": _("Log in"),
            "app_path": request.get_full_path(),
            "provider": settings.OIDC is not None,
            "password_alone": settings.SANDBOX and not settings.SECOND_FACTOR_ROLES,
            **(extra_context or {}),
        }
        if REDIRECT_FIELD_NAME not in {*request.GET, *request.POST}:
            context[REDIRECT_FIELD_NAME] = reverse("admin:index")
        request.current_app = self.name
        return cast(HttpResponse, LoginPage.as_view(extra_context=context)(request))

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> TemplateResponse:
        """Our own page for it (accounts.admin.own_password)."""
        from accounts.admin.own_password import OwnPassword

        context = {**self.each_context(request), **(extra_context or {})}
        return cast(TemplateResponse, OwnPassword.as_view(extra_context=context)(request))

    def index(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Send everyone to the page their role works on."""
        try:
            return HttpResponseRedirect(reverse(landing_page(request.user)))
        except NoReverseMatch:
            return super().index(request, extra_context)
