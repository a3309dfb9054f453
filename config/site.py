"""The staff site: Unfold's admin under our name, each role landing where its work is."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from accounts.roles import landing_page


class StaffSite(UnfoldAdminSite):
    site_title = _("Huancui")
    site_header = _("Huancui")
    index_title = _("Today")
    enable_nav_sidebar = True

    def index(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Send everyone to the page their role works on."""
        try:
            return HttpResponseRedirect(reverse(landing_page(request.user)))
        except NoReverseMatch:
            return super().index(request, extra_context)
