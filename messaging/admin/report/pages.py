"""Asking for a report of any period, lender and rule; reading, printing and exporting it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import lenders as access
from accounts.access.team import team_day
from accounts.admin.actions import action, valid
from accounts.admin.pages import needs, render, staff
from accounts.audit import trail
from accounts.database.one_snapshot import read_at_one_moment
from accounts.database.patience import as_long_as_it_takes
from accounts.errors import Refused
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Lender, User
from config import clock
from messaging.admin.report import shown
from messaging.models import ComplianceReport, DayProof, ReportSchedule
from messaging.report import asking, margins, regular, rules, stored, verdict, writing
from messaging.report.parts import Report
from messaging.tasks import make_report

SEE, ASK = "messaging.view_compliancereport", "messaging.add_compliancereport"
LISTED = 50
MARGIN_COLUMNS = (
    *(gettext_lazy("message"), gettext_lazy("begun at")),
    gettext_lazy("seconds to the end of the hours"),
    gettext_lazy("seconds from the end of the permit to the end of the hours"),
)


class Asked(forms.Form):
    """Of which days, whom and what."""

    first = forms.DateField(
        label=gettext_lazy("first day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=gettext_lazy("last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    lender = forms.ModelChoiceField(
        label=gettext_lazy("lender"), queryset=Lender.objects.order_by("name"), required=False
    )
    rule = forms.ChoiceField(label=gettext_lazy("rule"), required=False)
    counted = forms.ChoiceField(
        label=gettext_lazy("counted"),
        required=False,
        choices=[
            ("", gettext_lazy("from every row")),
            ("days", gettext_lazy("from the proofs of the days: fast")),
        ],
    )

    def __init__(self, *args: Any, sees_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(rule.name, rule.title) for rule in rules.every()]
        self.fields["rule"].choices = [("", _("every rule")), *known]  # type: ignore[attr-defined]
        _whose(self.fields["lender"], sees_all=sees_all)
        for field in self.fields.values():
            field.widget.attrs["class"] = "hc-run-input"


class Regular(forms.Form):
    """How often, and whose."""

    every = forms.ChoiceField(label=gettext_lazy("how often"), choices=ReportSchedule.Every.choices)
    lender = forms.ModelChoiceField(
        label=gettext_lazy("lender"), queryset=Lender.objects.order_by("name"), required=False
    )

    def __init__(self, *args: Any, sees_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _whose(self.fields["lender"], sees_all=sees_all)
        for field in self.fields.values():
            field.widget.attrs["class"] = "hc-run-input"


def _whose(field: Any, *, sees_all: bool) -> None:
    """Of all lenders asks only who works with all."""
    field.required = not sees_all
    field.empty_label = _("all lenders") if sees_all else None


def _sees_all(person: User) -> bool:
    return access.of(person) is None


@needs(SEE)
def reports(request: HttpRequest) -> HttpResponse:
    """The form, which is a POST, and what was asked for before."""
    person = staff(request)
    sees_all, yesterday = _sees_all(person), team_day(clock.now()) - timedelta(days=1)
    form = Asked(
        request.POST or None,
        sees_all=sees_all,
        initial={"first": yesterday - timedelta(days=6), "last": yesterday},
    )
    if request.method == "POST":
        if not person.has_perm(ASK):
            return HttpResponse(status=403)
        try:
            return _ask(person, valid(form))
        except Refused as refused:
            messages.error(request, str(refused))
    found = ComplianceReport.objects.select_related("lender", "asked_by").defer("result")
    mine = ReportSchedule.objects.filter(by=person, ended_at=None).select_related("lender")
    return render(
        request,
        "messaging/reports.html",
        title=_("Compliance report"),
        form=form,
        regular_form=Regular(sees_all=sees_all, auto_id="regular_%s"),
        may_ask=person.has_perm(ASK),
        rows=[_listed(each) for each in found.order_by("-pk")[:LISTED]],
        regular=mine.order_by("pk"),
    )


def _ask(person: User, said: dict[str, Any]) -> HttpResponse:
    report = asking.ask(
        first=said["first"],
        last=said["last"],
        lender=said["lender"],
        rule=said["rule"],
        from_days=said["counted"] == "days",
        by=person,
        now=clock.now(),
    )
    transaction.on_commit(partial(make_report.delay, report.pk))
    return HttpResponseRedirect(reverse("admin:report", args=[report.pk]))


def _listed(report: ComplianceReport) -> dict[str, Any]:
    rule = rules.named(report.rule)
    return {"report": report, "rule": rule.title if rule else _("every rule")}


def _find(report_id: int) -> ComplianceReport:
    found = ComplianceReport.objects.select_related("lender", "asked_by")
    return get_object_or_404(found, pk=report_id)


@needs(SEE)
def report_page(request: HttpRequest, report_id: int) -> HttpResponse:
    """`?print`: every part of it open."""
    report = _find(report_id)
    done = report.state == ComplianceReport.State.DONE
    found = stored.read(report) if done else None
    return render(
        request,
        "messaging/report.html",
        title=_("Compliance report, %(period)s") % {"period": report},
        printed="print" in request.GET,
        sections=shown.sections(found) if found else [],
        **_verdict(found),
        done=done,
        **_state(report),
    )


@needs(SEE)
def day_page(request: HttpRequest, proof_id: int) -> HttpResponse:
    """What was proven of a day that is over, of all lenders."""
    if not _sees_all(staff(request)):
        raise Http404
    proof = get_object_or_404(DayProof, pk=proof_id)
    found = stored.from_json(proof.result) if proof.result else None
    return render(
        request,
        "messaging/report.html",
        title=_("Compliance on %(day)s") % {"day": proof.day},
        proof=proof,
        report={"violations": proof.violations},
        printed="print" in request.GET,
        sections=shown.sections(found) if found else [],
        **_verdict(found),
        done=True,
    )


def _verdict(found: Report | None) -> dict[str, Any]:
    """What it says over its parts."""
    if found is None:
        return {"verdict": "", "but": []}
    return {
        "verdict": verdict.said(found),
        "but": list(verdict.but(found)),
        "is_over": found.period.is_over,
    }


@needs(SEE)
def report_state(request: HttpRequest, report_id: int) -> HttpResponse:
    """For the page while it waits: how far it is; once it is over, the page itself."""
    report = _find(report_id)
    answer = render(request, "messaging/report_state.html", title="", **_state(report))
    if report.state not in asking.OPEN:
        answer["HX-Refresh"] = "true"
    return answer


def _state(report: ComplianceReport) -> dict[str, Any]:
    at = asking.progress(report.pk)
    rule = rules.named(at.name) if at else None
    return {
        **_listed(report),
        "at_work": report.state in asking.OPEN,
        "progress": at,
        "now_at": rule.title if rule else "",
    }


def _back(report: ComplianceReport) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:report", args=[report.pk]))


@action(ASK, find=_find, to=_back)
def report_stop(request: HttpRequest, report: ComplianceReport) -> str:
    asking.stop(report, now=clock.now())
    return _("Stopped.")


@needs(SEE)
def report_csv(request: HttpRequest, report_id: int) -> HttpResponse:
    """Every figure, violation and doubt."""
    report = get_object_or_404(ComplianceReport, pk=report_id, state=ComplianceReport.State.DONE)
    _on_record(request, report, "report")
    return _file(iter([writing.as_csv(stored.read(report))]), f"compliance-{_name(report)}.csv")


@needs(SEE)
def report_margins(request: HttpRequest, report_id: int) -> HttpResponse:
    """The margin of every hand-over, the smallest first; counted anew as it is written."""
    report = _find(report_id)
    _on_record(request, report, "margins")
    return _file(_margins(report), f"margins-{_name(report)}.csv")


def _on_record(request: HttpRequest, report: ComplianceReport, what: str) -> None:
    with trail.acting(user=staff(request), source="web"):
        trail.record(
            action="export",
            table=ComplianceReport._meta.db_table,
            row_id=str(report.pk),
            after={"file": what},
        )


def _margins(report: ComplianceReport) -> Iterator[str]:
    yield heading_line(MARGIN_COLUMNS)
    with transaction.atomic():
        read_at_one_moment()
        as_long_as_it_takes()
        for each in margins.every(asking.period(report, clock.now())):
            yield csv_line(
                [
                    each.about.removeprefix("message:"),
                    localtime(each.begun_at).strftime("%Y-%m-%d %H:%M:%S"),
                    "" if each.to_end is None else f"{each.to_end:.0f}",
                    "" if each.permit_left is None else f"{each.permit_left:.0f}",
                ]
            )


def _file(lines: Iterator[str], name: str) -> HttpResponse:
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast(HttpResponse, answer)


def _name(report: ComplianceReport) -> str:
    return f"{report.first:%Y%m%d}-{report.last:%Y%m%d}"


@needs(ASK)
@require_POST
def regular_begin(request: HttpRequest) -> HttpResponse:
    person = staff(request)
    try:
        said = valid(Regular(request.POST, sees_all=_sees_all(person)))
        regular.begin(every=said["every"], lender=said["lender"], by=person, now=clock.now())
        messages.success(request, _("You get this report regularly from now on."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("admin:reports"))


def _find_mine(schedule_id: int) -> ReportSchedule:
    return get_object_or_404(ReportSchedule, pk=schedule_id)


@action(ASK, find=_find_mine, to=lambda _row: HttpResponseRedirect(reverse("admin:reports")))
def regular_end(request: HttpRequest, schedule: ReportSchedule) -> str:
    if schedule.by_id != staff(request).pk:
        raise Refused(_("It is another person's."))
    regular.end(schedule, now=clock.now())
    return _("Ended.")
