"""Every try to sign in, for administrators and the auditor; and the alarm of very many."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.base import ReadOnlyScreen
from accounts.models import SignInAttempt
from accounts.signin import throttle
from config import clock

COLUMNS = ("at", "who", "outcome", "step", "network", "device")
MAY_SEE = "accounts.view_signinattempt"


@admin.register(SignInAttempt)
class SignInScreen(ReadOnlyScreen):
    """Newest first. An unknown login is told from others by the beginning of its hash."""

    list_display = COLUMNS
    list_filter = ["outcome", "step"]
    filters_of_links = ("user__id__exact",)
    list_select_related = ["user"]
    ordering = ["-at", "-id"]
    fields = COLUMNS
    readonly_fields = COLUMNS

    @admin.display(description=gettext_lazy("login"))
    def who(self, attempt: SignInAttempt) -> str:
        if attempt.user_id:
            return str(attempt.user)
        return _("unknown (%(mark)s)") % {"mark": bytes(attempt.login_hash or b"").hex()[:6]}


def many_wrong(request: HttpRequest) -> dict[str, object]:
    """Context of every page: `wrong_sign_ins`, how many lately, where it is an alarm. Asked only
    where a template looks."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.has_perm(MAY_SEE):
        return {}
    return {"wrong_sign_ins": SimpleLazyObject(lambda: throttle.wrong_lately(clock.now()))}
