"""The wording list: versions, one version with its differences, and the entries of a draft."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language, gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from config import clock
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.approvals.findings import category_label
from messaging.admin.approvals.version_list import VersionScreen
from messaging.admin.what_if import pages as what_if
from messaging.admin.wording_list.form import EntryForm
from messaging.approval.drafting import DECIDED, EDITABLE
from messaging.authoring import wording_lists
from messaging.content.frames.examples import examples
from messaging.content.text.fold import plain
from messaging.content.wording_list import Entry
from messaging.models import WordingListVersion

LEVELS = {"block": gettext_lazy("Blocks"), "warn": gettext_lazy("Look")}
_FRAMES_SHOWN = 3  # of one kind
_CHANGES = {
    "added": gettext_lazy("new"),
    "changed": gettext_lazy("changed"),
    "removed": gettext_lazy("taken out"),
}


@admin.register(WordingListVersion)
class WordingListScreen(VersionScreen):
    list_display = ["number", "state_tag", "author", "edited_at", "effective_from"]
    list_filter = ["state"]
    page = "admin:wording_list_version"
    one_of_each = ()


@dataclass(frozen=True)
class Row:
    """One entry as the page shows it; ``change`` is empty for what the list in force says too."""

    entry: Entry
    change: str = ""

    @property
    def level(self) -> Any:
        return LEVELS[self.entry.level]

    @property
    def change_label(self) -> Any:
        return _CHANGES.get(self.change, "")

    @property
    def reason(self) -> str:
        chinese = (get_language() or "").startswith("zh")
        return (self.entry.reason_zh if chinese else self.entry.reason) or self.entry.reason


@needs("messaging.view_wordinglistversion")
def wording_list(request: HttpRequest) -> HttpResponse:
    """The list in force; before any version was approved, the shipped one."""
    version = wording_lists.version_in_force(clock.now())
    if version is not None:
        return HttpResponseRedirect(reverse("admin:wording_list_version", args=[version.pk]))
    return _show(request, None)


@needs("messaging.view_wordinglistversion")
def wording_list_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, _version(pk))


@needs("messaging.change_wordinglistversion")
@require_POST
def new_wording_list(request: HttpRequest) -> HttpResponse:
    """A draft that begins with the list in force; the open one where there is one."""
    open_one = wording_lists.open_version()
    try:
        draft = open_one or wording_lists.new_draft(by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:wording_list"))
    return HttpResponseRedirect(reverse("admin:wording_list_version", args=[draft.pk]))


@needs("messaging.change_wordinglistversion")
def wording_list_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an entry, or change the one whose phrase is asked for (`phrase`)."""
    version, phrase = _version(pk), request.GET.get("phrase", "")
    if version.state not in EDITABLE:
        messages.info(request, DECIDED)
        return HttpResponseRedirect(reverse("admin:wording_list_version", args=[pk]))
    known = {entry.phrase: entry for entry in wording_lists.entries_of(version)}
    form = EntryForm(
        request.POST or None,
        entry=known.get(phrase),
        note=version.author_note,
        categories=_categories(known.values()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            wording_lists.put_entry(
                version,
                form.entry(),
                replaces=phrase,
                note=form.cleaned_data["note"],
                by=staff(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Draft saved."))
            return HttpResponseRedirect(_page_of(version, show="changes"))
    return render(
        request,
        "messaging/wording_list_entry.html",
        title=_("Change “%s”") % phrase if phrase else _("Add a phrase"),
        version=version,
        form=form,
    )


def _version(pk: int) -> WordingListVersion:
    related = WordingListVersion.objects.select_related(
        "author", "edited_by", "submitted_by", "decided_by"
    )
    return get_object_or_404(related, pk=pk)


def _to_changes(version: WordingListVersion) -> HttpResponse:
    return HttpResponseRedirect(_page_of(version, show="changes"))


@action("messaging.change_wordinglistversion", find=_version, to=_to_changes)
def wording_list_remove(request: HttpRequest, version: WordingListVersion) -> str:
    phrase = request.POST.get("phrase", "")
    wording_lists.remove_entry(version, phrase, by=staff(request), now=clock.now())
    return _("Taken out of the draft.")


def _show(request: HttpRequest, version: WordingListVersion | None) -> HttpResponse:
    now, may_write = clock.now(), request.user.has_perm("messaging.change_wordinglistversion")
    standing = wording_lists.version_in_force(now)
    rows = _rows(version, standing)
    shown = _filtered(rows, request)
    return render(
        request,
        "messaging/wording_list.html",
        title=str(version) if version else _("Wording list as shipped"),
        version=version,
        standing=standing,
        open_version=wording_lists.open_version(),
        rows=shown,
        total=sum(row.change != "removed" for row in rows),
        changes=sum(bool(row.change) for row in rows),
        categories=_categories(row.entry for row in rows),
        levels=LEVELS.items(),
        asked=request.GET,
        may_write=may_write,
        editable=may_write and version is not None and version.state in EDITABLE,
        decision=decision_on(version, by=request.user, now=now) if version else None,
        what_if=what_if.shown(version, request.user) if version else None,
        frames=[
            (category_label(each.kind), _(each.reason), each.frames[:_FRAMES_SHOWN])
            for each in examples()
        ],
    )


def _rows(version: WordingListVersion | None, standing: WordingListVersion | None) -> list[Row]:
    """What was taken out comes last."""
    entries = wording_lists.entries_of(version)
    if version is None or version == standing:
        return [Row(entry) for entry in entries]
    changes = wording_lists.compare(wording_lists.entries_of(standing), entries)
    kinds = {entry.phrase: "added" for entry in changes.added}
    kinds |= {entry.phrase: "changed" for entry in changes.changed}
    rows = [Row(entry, kinds.get(entry.phrase, "")) for entry in entries]
    return rows + [Row(entry, "removed") for entry in changes.removed]


def _filtered(rows: list[Row], request: HttpRequest) -> list[Row]:
    """By what stands in the URL: `q` (disguises are seen through), `category`, `level`, `show`."""
    asked = request.GET
    sought = plain(asked.get("q", ""))
    changes_only = asked.get("show") == "changes"
    return [
        row
        for row in rows
        if (not sought or sought in plain(row.entry.phrase))
        and asked.get("category", "") in ("", row.entry.category)
        and asked.get("level", "") in ("", row.entry.level)
        and (row.change if changes_only else row.change != "removed")
    ]


def _categories(entries: Iterable[Entry]) -> list[str]:
    """Categories in the order of the list."""
    return list(dict.fromkeys(entry.category for entry in entries))


def _page_of(version: WordingListVersion, *, show: str) -> str:
    return reverse("admin:wording_list_version", args=[version.pk]) + f"?show={show}"
