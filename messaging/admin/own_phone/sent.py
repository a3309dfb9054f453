"""What was sent to one's own telephone lately, and what became of it; keeps itself fresh."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render as render_part
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import User
from config import clock
from messaging.models import PhoneSend
from messaging.own_phone import asking, shown
from messaging.tasks import send_to_phones

MAY = "messaging.add_phonesend"
SHOWN = 10


def sends_of(person: User, *, now: datetime, version_id: int | None = None) -> list[shown.Sent]:
    """The latest first; of one text, or all. Two queries."""
    rows = PhoneSend.objects.filter(by=person)
    if version_id is not None:
        rows = rows.filter(version_id=version_id)
    rows = rows.select_related("again", "version__template").prefetch_related("steps")
    return shown.lately(rows.order_by("-asked_at", "-pk")[:SHOWN], now=now)


@needs(MAY)
def phone_sends(request: HttpRequest) -> HttpResponse:
    """The list alone, for its own refreshing; `?version=7`: of one text."""
    version_id = row_id(request.GET.get("version"))
    sends = sends_of(staff(request), now=clock.now(), version_id=version_id)
    return render_part(
        request, "messaging/phone_sends.html", {"sends": sends, "version_id": version_id}
    )


@needs(MAY)
@require_POST
def phone_again(request: HttpRequest, phone_send_id: int) -> HttpResponse:
    """The same text once more, where it did not arrive or nobody knows."""
    person = staff(request)
    former = get_object_or_404(PhoneSend, pk=phone_send_id, by=person)
    try:
        asking.again(former, by=person, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        transaction.on_commit(send_to_phones.delay)
        messages.success(request, _("It is being sent again, and says so at its start."))
    if former.version_id is None:
        return HttpResponseRedirect(reverse("admin:my_phone"))
    return HttpResponseRedirect(reverse("admin:template_phone", args=[former.version_id]))
