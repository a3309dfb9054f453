"""A text on one's own telephone: how it will come, what it costs, what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import Lender
from accounts.staff_numbers import service as numbers
from config import clock
from messaging.admin.own_phone.sent import sends_of
from messaging.admin.templates.preview_panel import SPECIMENS
from messaging.approval.drafting import EDITABLE
from messaging.authoring.check_text import any_lender
from messaging.content.segments import count
from messaging.models import TemplateVersion
from messaging.own_phone import asking
from messaging.own_phone.gateway import for_testing
from messaging.own_phone.marked import marked
from messaging.preview import specimens
from messaging.preview.preview import as_received
from messaging.tasks import send_to_phones


@needs("messaging.view_templateversion", "messaging.add_phonesend")
def template_phone(request: HttpRequest, version_id: int) -> HttpResponse:
    """POST sends it. The number is always one's own: an address names a text and nothing else."""
    versions = TemplateVersion.objects.select_related("template")
    version = get_object_or_404(versions, pk=version_id)
    person, now = staff(request), clock.now()
    chosen = request.POST or request.GET
    kind = chosen.get("specimen", specimens.TYPICAL)
    kind = kind if kind in SPECIMENS else specimens.TYPICAL
    lenders = list(Lender.objects.order_by("pk"))
    lender = next((x for x in lenders if str(x.pk) == chosen.get("lender")), None) or any_lender()
    if request.method == "POST":
        try:
            asking.send(version, kind, lender=lender, by=person, now=now)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            transaction.on_commit(send_to_phones.delay)
            messages.success(request, _("On its way to your telephone."))
        return HttpResponseRedirect(
            reverse("admin:template_phone", args=[version.pk])
            + f"?specimen={kind}&lender={lender.pk}"
        )
    number = numbers.of(person)
    return render(
        request,
        "messaging/template_phone.html",
        title=_("%(text)s on my telephone") % {"text": version.template.title},
        version=version,
        editable=version.state in EDITABLE,
        kinds=list(SPECIMENS.items()),
        kind=kind,
        lenders=lenders,
        lender=lender,
        number=number,
        masked=personal.masked_own_number(number) if number else "",
        gateway=for_testing(now),
        not_sent=asking.obstacle(version, by=person, now=now),
        left=asking.left_today(person, now),
        sends=sends_of(person, now=now, version_id=version.pk),
        version_id=version.pk,
        **_as_it_comes(version, kind, lender, now),
    )


def _as_it_comes(version: TemplateVersion, kind: str, lender: Lender, now: Any) -> dict[str, Any]:
    """With the mark, and what the mark costs that the real text does not."""
    real = asking.sample(version, kind, lender=lender, now=now)
    comes = as_received(marked(real.text, version.language), lender=lender, gap=real.gap)
    mark = marked("", version.language)
    return {
        "real": real,
        "comes": comes,
        "mark": mark.strip(),
        "mark_units": comes.size.units - real.size.units
        if comes.size.encoding == real.size.encoding
        else count(mark).units,
        "mark_costs": comes.size.segments - real.size.segments,
    }
