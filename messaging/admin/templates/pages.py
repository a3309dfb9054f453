"""A template and its versions; and the page on which one version is read and decided about."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models.choices import Channel, Language
from config import clock
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.templates.as_seen import as_seen
from messaging.admin.templates.compare import comparison_of
from messaging.admin.templates.forms import StartTemplateForm
from messaging.admin.templates.languages import languages_of
from messaging.admin.templates.preview_panel import SPECIMENS, sample
from messaging.approval.drafting import EDITABLE
from messaging.authoring import filings, templates as drafts
from messaging.authoring.check_text import any_lender
from messaging.authoring.lender_facts import sender_for_preview
from messaging.authoring.purposes import said_of
from messaging.content import subject as subjects
from messaging.models import Template, TemplateVersion, in_force
from messaging.models.approvable import ApprovalState
from messaging.preview import portfolio
from messaging.preview.affected import affected

BEGUN_FROM = frozenset({ApprovalState.APPROVED, ApprovalState.RETIRED})
"""What is decided is not edited: the next version begins with its text."""


@needs("messaging.add_template")
def start_template(request: HttpRequest) -> HttpResponse:
    form = StartTemplateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = drafts.start_template(**form.cleaned_data, by=staff(request), now=clock.now())
        return HttpResponseRedirect(reverse("admin:template_editor", args=[draft.pk]))
    return render(
        request,
        "messaging/template_start.html",
        title=_("New template"),
        form=form,
        back=reverse("admin:messaging_template_changelist"),
    )


@needs("messaging.view_template")
def template_page(request: HttpRequest, template_id: int) -> HttpResponse:
    template = get_object_or_404(Template, pk=template_id)
    return render(
        request,
        "messaging/template.html",
        title=template.title,
        subject=template,
        languages=languages_of(template, now=clock.now()),
        may_write=request.user.has_perm("messaging.change_templateversion"),
        variants=_variants(template),
        base_id=template.variant_of_id or template.pk,
        may_vary=request.user.has_perm("messaging.add_template"),
    )


def _variants(template: Template) -> list[dict[str, Any]]:
    """The same text on its other channels: written, or to be written."""
    base = template.variant_of or template
    if not base.is_reminder:
        return []
    written = {each.channel: each for each in (base, *base.variants.all())}
    return [
        {"code": code, "label": Channel(code).label, "template": written.get(code)}
        for code in (base.channel, *sorted(subjects.CHANNELS))
        if code != template.channel
    ]


@needs("messaging.add_template")
@require_POST
def new_variant(request: HttpRequest, template_id: int) -> HttpResponse:
    """The same text for the posted channel, with a first draft of each language in force."""
    template = get_object_or_404(Template, pk=template_id)
    try:
        made = drafts.new_variant(template, request.POST.get("channel", ""), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:template", args=[template.pk]))
    return HttpResponseRedirect(reverse("admin:template", args=[made.pk]))


@needs("messaging.add_templateversion")
@require_POST
def new_version(request: HttpRequest, template_id: int) -> HttpResponse:
    """A draft in the posted language, beginning with the posted version's text (`from`); of a
    variant's first, with that of the text it is a variant of."""
    template = get_object_or_404(Template, pk=template_id)
    language = request.POST.get("language", "")
    back = HttpResponseRedirect(reverse("admin:template", args=[template.pk]))
    if language not in Language.values:
        return back
    former = template.versions.filter(pk=row_id(request.POST.get("from")) or 0).first()
    if former is None and template.variant_of is not None:
        return _first_of_variant(request, template, language)
    try:
        draft = drafts.new_version(
            template, language, by=staff(request), now=clock.now(), from_version=former
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return back
    return HttpResponseRedirect(reverse("admin:template_editor", args=[draft.pk]))


def _first_of_variant(request: HttpRequest, template: Template, language: str) -> HttpResponse:
    now, by = clock.now(), staff(request)
    base = template.variant_of_id or 0
    standing = in_force.template_versions([base], now).get((base, language))
    try:
        draft = drafts.new_version(template, language, by=by, now=now)
        if standing is not None:
            draft = drafts.save(
                draft,
                body=standing.body,
                note="",
                by=by,
                now=now,
                seen_edited_at=draft.edited_at,
                said=said_of(standing),
            )
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:template", args=[template.pk]))
    return HttpResponseRedirect(reverse("admin:template_editor", args=[draft.pk]))


@needs("messaging.view_templateversion")
def template_version(request: HttpRequest, version_id: int) -> HttpResponse:
    versions = TemplateVersion.objects.select_related(
        "template", "author", "edited_by", "submitted_by", "decided_by"
    )
    version = get_object_or_404(versions, pk=version_id)
    now, lender = clock.now(), any_lender()
    sender = sender_for_preview(lender, now)
    languages = languages_of(version.template, now=now)
    standing = next(x.standing for x in languages if x.code == version.language)
    comparison = comparison_of(
        version, standing=standing, asked=request.GET.get("against", ""), sender=sender, now=now
    )
    being_written = next(x.open for x in languages if x.code == version.language)
    decision = decision_on(version, by=staff(request), now=now)
    return render(
        request,
        "messaging/template_version.html",
        title=_("%(template)s · version %(number)s")
        % {"template": version.template.title, "number": version.number},
        version=version,
        standing=standing,
        languages=languages,
        comparison=comparison,
        samples=[
            (label, shown, as_seen(version.template.channel, shown.content))
            for kind, label in SPECIMENS.items()
            for shown in [sample(version.body, kind, version=version, sender=sender, now=now)]
        ],
        lender=lender,
        portfolio=_in_portfolio(version, now),
        portfolio_before=_in_portfolio(comparison.base, now),
        decision=decision,
        affected=affected(version, now) if decision.can_retire else None,
        may_write=request.user.has_perm("messaging.change_templateversion"),
        editable=version.state in EDITABLE,
        begins_anew=version.state in BEGUN_FROM and being_written is None,
        being_written=being_written if being_written != version else None,
        carriers=filings.standings(version, now=now),
        may_file=request.user.has_perm("messaging.change_gateway"),
    )


def _in_portfolio(version: TemplateVersion | None, now: datetime) -> portfolio.Portfolio | None:
    """What it would become for today's customers; not asked of what is over, nor of what no
    strategy leads to: answers, words for calls and pieces of knowledge."""
    if version is None or not version.template.is_reminder:
        return None
    if version.state in (ApprovalState.REJECTED, ApprovalState.RETIRED):
        return None
    return portfolio.examine(version, now)
