"""The staff site: Unfold's admin under our name, each role landing where its work is."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import landing_page

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
        from feedback.admin.urls import PAGES as FEEDBACK_PAGES
        from messaging.admin.urls import PAGES as MESSAGING_PAGES

        return [*ACCOUNTS_PAGES, *MESSAGING_PAGES, *FEEDBACK_PAGES, *SANDBOX_PAGES]

    def index(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Send everyone to the page their role works on."""
        try:
            return HttpResponseRedirect(reverse(landing_page(request.user)))
        except NoReverseMatch:
            return super().index(request, extra_context)
