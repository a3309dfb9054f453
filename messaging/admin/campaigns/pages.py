"""Campaigns: the list, a new one, and one of them, read, edited and decided about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.rules.lender_day import lender_day
from config import clock
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.approvals.version_list import VersionScreen
from messaging.admin.campaigns.form import CampaignForm
from messaging.admin.templates.preview_panel import sample
from messaging.approval.drafting import EDITABLE
from messaging.authoring import campaigns
from messaging.authoring.lender_facts import sender_for_preview
from messaging.models import Campaign, Template, TemplateVersion, in_force
from messaging.models.approvable import ApprovalState
from messaging.policy.segments.condition import Condition, OneOf, Unreadable, read
from messaging.preview import specimens
from messaging.segments import reach
from messaging.segments.words import sentences


@admin.register(Campaign)
class CampaignScreen(VersionScreen):
    list_display = ["title", "lender", "first_day", "last_day", "state_tag", "author"]
    list_filter = ["lender", "state"]
    change_list_template = "messaging/campaign_list.html"
    ordering = ["-last_day", "-pk"]
    page = "admin:campaign"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_write = request.user.has_perm("messaging.change_campaign")
        return super().changelist_view(request, {**(extra_context or {}), "may_write": may_write})


@dataclass(frozen=True)
class Text:
    """One text of a campaign. `wordings`: in force, or approved with it; `loans`, `customers`: who
    is in its stage today and meant."""

    template: Template
    wordings: list[tuple[TemplateVersion, Any]]
    customers: int | None

    @property
    def is_missing(self) -> bool:
        return not self.wordings


@needs("messaging.change_campaign")
def new_campaign(request: HttpRequest) -> HttpResponse:
    """`text`: the template it begins with."""
    form = CampaignForm(request.POST or None, text=row_id(request.GET.get("text")))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            campaign = campaigns.begin(
                lender=told["lender"],
                title=told["title"],
                **_content(told),
                by=staff(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Draft saved."))
            return _to(campaign)
    return _form(request, form, title=_("New campaign"))


@needs("messaging.change_campaign")
def edit_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = _campaign(pk)
    if campaign.state not in EDITABLE:
        messages.error(request, _("What was decided cannot be edited; make a new version."))
        return _to(campaign)
    form = CampaignForm(request.POST or None, draft=campaign)
    if request.method == "POST" and form.is_valid():
        seen = parse_datetime(request.POST.get("seen_edited_at", "")) or campaign.created_at
        try:
            campaigns.save(
                campaign,
                **_content(form.cleaned_data),
                by=staff(request),
                now=clock.now(),
                seen_edited_at=seen,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Draft saved."))
            return _to(campaign)
    return _form(request, form, title=str(campaign), campaign=campaign)


@needs("messaging.view_campaign")
def campaign_page(request: HttpRequest, pk: int) -> HttpResponse:
    campaign, now = _campaign(pk), clock.now()
    day = lender_day(campaign.lender, now)
    return render(
        request,
        "messaging/campaign.html",
        title=str(campaign),
        version=campaign,
        texts=_texts(campaign, now),
        who=sentences(campaign.conditions) if campaign.conditions else [],
        running=_standing(campaign, now) and campaign.first_day <= day <= campaign.last_day,
        over=campaign.last_day < day,
        decision=decision_on(campaign, by=staff(request), now=now),
        editable=campaign.state in EDITABLE and request.user.has_perm("messaging.change_campaign"),
        may_see_results=request.user.has_perm("feedback.view_effectsum"),
    )


def _campaign(pk: int) -> Campaign:
    related = ("lender", "author", "edited_by", "submitted_by", "decided_by")
    return get_object_or_404(Campaign.objects.select_related(*related), pk=pk)


def _to(campaign: Campaign) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:campaign", args=[campaign.pk]))


def _form(
    request: HttpRequest, form: CampaignForm, *, title: str, campaign: Campaign | None = None
) -> HttpResponse:
    return render(
        request, "messaging/campaign_edit.html", title=title, form=form, campaign=campaign
    )


def _content(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "texts": told["texts"],
        "days": (told["first_day"], told["last_day"]),
        "segment": told["segment"],
        "note": told["note"],
    }


def _standing(campaign: Campaign, now: datetime) -> bool:
    begun = campaign.effective_from is not None and campaign.effective_from <= now
    return campaign.state == ApprovalState.APPROVED and begun


def _texts(campaign: Campaign, now: datetime) -> list[Text]:
    """In the order of their stages."""
    sender = sender_for_preview(campaign.lender, now)
    standing = list(in_force.template_versions(campaign.texts, now).values())
    waiting = campaigns.waiting_texts(campaign) if campaign.state in EDITABLE else []
    versions = sorted([*waiting, *standing], key=lambda each: (each.language, -each.number))
    templates = Template.objects.filter(pk__in=campaign.texts).order_by("stage", "title")
    return [
        Text(
            template,
            [
                (each, sample(each.body, specimens.TYPICAL, version=each, sender=sender, now=now))
                for each in versions
                if each.template_id == template.pk
            ],
            _reach(campaign, template.stage, now),
        )
        for template in templates
    ]


def _reach(campaign: Campaign, stage: str, now: datetime) -> int | None:
    """Customers in this stage today whom the campaign means; None where it cannot be said."""
    try:
        asked = read(campaign.conditions) if campaign.conditions else ()
    except Unreadable:
        return None
    condition = _of_stage(asked, stage)
    if condition is None:
        return 0
    day = lender_day(campaign.lender, now)
    return reach.reach(campaign.lender_id, condition, day=day).customers


def _of_stage(asked: Condition, stage: str) -> Condition | None:
    """The condition for this stage alone; None where it leaves that stage out."""
    for each in asked:
        if isinstance(each, OneOf) and each.fact == "stage" and (stage in each.values) == each.none:
            return None
    return (*(each for each in asked if each.fact != "stage"), OneOf("stage", (stage,)))
