"""What borrowers read of a lender: the versions, one version with its differences, the editor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.models import Lender
from accounts.models.choices import Language
from accounts.rules.lender_facts import FACTS, facts_of
from config import clock
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.approvals.seen import seen_moment
from messaging.admin.approvals.version_list import VersionScreen
from messaging.admin.wordings.form import LABELS, PAYMENT, WordingForm
from messaging.approval.drafting import DECIDED, EDITABLE
from messaging.authoring import lender_reach, lender_wordings
from messaging.authoring.check_wording import unnamed_products
from messaging.content.lender_wording import FIELDS, LANGUAGES, Wording
from messaging.content.payment import PLACES
from messaging.decisions.facts.sender import senders
from messaging.models import LenderWording
from messaging.models.approvable import ApprovalState


@admin.register(LenderWording)
class LenderWordingScreen(VersionScreen):
    list_display = ["lender", "number", "state_tag", "author", "edited_at", "effective_from"]
    list_filter = ["state"]
    page = "admin:lender_wording"
    one_of_each = ("lender",)


@dataclass(frozen=True)
class Cell:
    """What is said in one language; `before`: what is in force, where it differs."""

    text: str
    before: str | None = None


@dataclass(frozen=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@needs("messaging.view_lenderwording")
def wordings(request: HttpRequest) -> HttpResponse:
    """Every lender: what is in force, what is open, what is missing."""
    now, lenders = clock.now(), list(Lender.objects.order_by("name"))
    writing = senders(lenders, now)
    rows = [_lender_row(lender, writing[lender.pk].wording, now) for lender in lenders]
    return render(
        request,
        "messaging/lender_wordings.html",
        title=_("Lenders' wordings"),
        rows=rows,
        may_write=request.user.has_perm("messaging.change_lenderwording"),
    )


@needs("messaging.view_lenderwording")
def lender_wording(request: HttpRequest, pk: int) -> HttpResponse:
    version, now = _version(pk), clock.now()
    standing = lender_wordings.in_force_of(version.lender, now)
    return render(
        request,
        "messaging/lender_wording.html",
        title=str(version),
        version=version,
        standing=standing,
        languages=[Language(each).label for each in LANGUAGES],
        rows=_text_rows(version, standing),
        products=_product_rows(version, standing),
        payment=_payment_rows(version, standing),
        places=_place_rows(version, standing),
        facts=_fact_rows(version),
        reach=lender_reach.reach(version.lender, now),
        decision=decision_on(version, by=request.user, now=now),
        may_write=request.user.has_perm("messaging.change_lenderwording"),
        editable=version.state in EDITABLE,
    )


@needs("messaging.change_lenderwording")
@require_POST
def new_wording(request: HttpRequest, lender_id: int) -> HttpResponse:
    """A draft that begins with what is in force; the open one where there is one."""
    lender = get_object_or_404(Lender, pk=lender_id)
    draft = lender_wordings.open_version(lender)
    try:
        draft = draft or lender_wordings.new_draft(lender, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:lender_wordings"))
    return HttpResponseRedirect(reverse("admin:lender_wording_edit", args=[draft.pk]))


@needs("messaging.change_lenderwording")
def edit_wording(request: HttpRequest, pk: int) -> HttpResponse:
    version = _version(pk)
    if version.state not in EDITABLE:
        messages.info(request, DECIDED)
        return HttpResponseRedirect(reverse("admin:lender_wording", args=[pk]))
    stored = {
        "texts": version.texts,
        "products": version.products,
        "payment": version.payment,
    }
    if request.method != "POST":
        return _editor(request, version, WordingForm(None, version=version, **stored))
    host = split_domain_port(request.get_host())[0]
    form = WordingForm(request.POST, version=version, at_work_on=host, **stored)
    if not form.is_valid():
        return _editor(request, version, form, status=422)
    if request.POST.get("act") == "propose":
        return _editor(request, version, _proposed(version, form), unsaved=True)
    try:
        lender_wordings.save(
            version,
            texts=form.texts(),
            products=form.products(),
            payment=form.payment(),
            facts=form.facts(),
            note=form.cleaned_data["note"],
            by=staff(request),
            now=clock.now(),
            seen_edited_at=seen_moment(form.cleaned_data["seen_edited_at"]),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return _editor(request, version, form, unsaved=True, status=409)
    messages.success(request, _("Draft saved."))
    return HttpResponseRedirect(reverse("admin:lender_wording", args=[pk]))


def _proposed(version: LenderWording, form: WordingForm) -> WordingForm:
    """The form with Traditional characters proposed where none stood; nothing is saved."""
    texts, products = lender_wordings.proposed(form.texts(), form.products())
    filled = WordingForm(
        None, version=version, texts=texts, products=products, payment=form.payment()
    )
    for name in (*FACTS, "note", "seen_edited_at"):
        filled.initial[name] = form.cleaned_data[name]
    return filled


def _editor(
    request: HttpRequest,
    version: LenderWording,
    form: WordingForm,
    *,
    unsaved: bool = False,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "messaging/lender_wording_edit.html",
        title=str(version),
        status=status,
        version=version,
        form=form,
        unsaved=unsaved,
        languages=[Language(each).label for each in LANGUAGES],
    )


def _lender_row(lender: Lender, wording: Wording, now: datetime) -> dict[str, Any]:
    return {
        "lender": lender,
        "standing": lender_wordings.in_force_of(lender, now),
        "open": lender_wordings.open_version(lender),
        "languages": [Language(each).label for each in wording.languages],
        "unnamed": unnamed_products(lender, wording, wording.languages),
    }


def _text_rows(version: LenderWording, standing: LenderWording | None) -> list[Row]:
    return [
        Row(
            str(LABELS[name]),
            tuple(
                _cell(
                    version.texts.get(each, {}).get(name, ""),
                    standing.texts.get(each, {}).get(name, "") if standing else None,
                )
                for each in LANGUAGES
            ),
        )
        for name in FIELDS
    ]


def _product_rows(version: LenderWording, standing: LenderWording | None) -> list[Row]:
    return [
        Row(
            code,
            tuple(
                _cell(
                    _named(version.products, code, each),
                    _named(standing.products, code, each) if standing else None,
                )
                for each in LANGUAGES
            ),
        )
        for code in lender_wordings.product_codes(version)
    ]


def _payment_rows(version: LenderWording, standing: LenderWording | None) -> list[tuple[Any, Cell]]:
    """Link and account by label; empty: this version names neither, nor does what is in force."""
    before = standing.payment if standing else {}
    if not any(name in version.payment or name in before for name in PAYMENT):
        return []
    return [
        (
            LABELS[name],
            _cell(version.payment.get(name, ""), before.get(name, "" if standing else None)),
        )
        for name in PAYMENT
    ]


def _place_rows(version: LenderWording, standing: LenderWording | None) -> list[Row]:
    before = standing.payment if standing else {}
    return [
        Row(
            str(LABELS[way]),
            tuple(
                _cell(
                    version.payment.get(way, {}).get(each, ""),
                    before.get(way, {}).get(each, "" if standing else None),
                )
                for each in LANGUAGES
            ),
        )
        for way in PLACES
        if way in version.payment or way in before
    ]


def _fact_rows(version: LenderWording) -> list[tuple[Any, Cell]]:
    """Each fact by its label, with what it is now where this version differs."""
    now = facts_of(version.lender)
    fields = {field.name: field for field in Lender._meta.fields}
    decided = version.state in (ApprovalState.APPROVED, ApprovalState.RETIRED)
    return [
        (
            fields[name].verbose_name,
            _cell(_said(version.facts[name]), None if decided else _said(now[name])),
        )
        for name in FACTS
        if name in version.facts
    ]


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "、".join(value) if isinstance(value, list) else str(value)


def _named(products: Mapping[str, Any], code: str, language: str) -> str:
    return str(products.get(code, {}).get(language, ""))


def _cell(text: str, before: str | None) -> Cell:
    return Cell(text, before if before is not None and before != text else None)


def _version(pk: int) -> LenderWording:
    related = LenderWording.objects.select_related(
        "lender", "author", "edited_by", "submitted_by", "decided_by"
    )
    return get_object_or_404(related, pk=pk)
