"""Results by text: mine first, for who writes; all of them, for who asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.lists import workbook
from accounts.lists.spreadsheets import csv_line, heading_line
from accounts.models import Lender, User
from accounts.rules.money import money
from config import clock
from feedback.admin.effect import figure, words
from feedback.effect import reading
from feedback.effect.reading import Line, Question
from feedback.inbox import intent_labels
from feedback.texts import results, use
from feedback.texts.results import Came
from messaging.admin.approvals.kinds import STATE_LOOKS
from messaging.models import Template, TemplateVersion
from messaging.models.approvable import ApprovalState

SEE = "feedback.view_effectsum"
WINDOWS = (7, 30, 90)
DAYS = 30
EFFECT_DAYS, EFFECT_WITHIN = 90, 7
MINE, ALL = "mine", "all"
MOST = 300
"""Versions on one page, the newest: a lender has some hundred texts."""
STILL_NEWS, MOST_TURNED_DOWN = timedelta(days=30), 5
IN_SIGHT = 15
"""Those that went to most people; the others stand folded below."""


@dataclass(frozen=True)
class Row:
    """One version, what came of it, and what is said of its effect."""

    version: TemplateVersion
    came: Came
    uses: Sequence[use.Use]
    line: Line | None

    @property
    def verdict(self) -> Any:
        return words.VERDICTS[self.line.verdict] if self.line else None

    @property
    def tag(self) -> str:
        return words.TAGS.get(self.line.verdict, "") if self.line else ""

    @property
    def look(self) -> str:
        return STATE_LOOKS.get(self.version.state, "")

    @property
    def unused(self) -> bool:
        """Approved, and no strategy, trial or campaign leads to it."""
        fits = self.version.template.is_reminder
        return fits and self.version.state == ApprovalState.APPROVED and not self.uses

    @property
    def percent(self) -> str:
        """Of those whose end is known, how many arrived."""
        share = self.came.share_delivered
        return "—" if share is None else f"{share * 100:.1f} %"

    @property
    def cost(self) -> str:
        return " + ".join(
            money(amount, currency=currency) for currency, amount in self.came.cost.items()
        )

    @property
    def said(self) -> list[tuple[Any, int]]:
        """What people wrote back, the commonest first."""
        counted = sorted(self.came.replies.items(), key=lambda each: -each[1])
        return [(intent_labels.INTENTS.get(intent, intent), n) for intent, n in counted]


class Text(NamedTuple):
    """A text and those of its versions that a page lists."""

    template: Template
    rows: list[Row]

    @property
    def unused(self) -> bool:
        return any(row.unused for row in self.rows)


def _turned_down(person: User, now: datetime) -> list[TemplateVersion]:
    """Their texts that were rejected lately and wait for them, the newest first."""
    found = TemplateVersion.objects.filter(
        submitted_by=person, state=ApprovalState.REJECTED, decided_at__gt=now - STILL_NEWS
    )
    related = found.select_related("template", "decided_by")
    return list(related.order_by("-decided_at")[:MOST_TURNED_DOWN])


@needs(SEE)
def text_results(request: HttpRequest) -> HttpResponse:
    person = staff(request)
    whose, days = _asked(request, person)
    rows = _rows(_versions(whose, person), days=days, now=clock.now())
    sent = [row for row in rows if row.came.left]
    return render(
        request,
        "feedback/text_results.html",
        title=_("Results by text"),
        turned_down=_turned_down(person, clock.now()) if whose == MINE else [],
        rows=sent[:IN_SIGHT],
        seldom=sent[IN_SIGHT:],
        unsent=_by_text(row for row in rows if not row.came.left),
        whose=whose,
        days=days,
        windows=WINDOWS,
        may_write=person.has_perm("messaging.add_template"),
        query=f"whose={whose}&days={days}",
    )


@needs(SEE)
def text_result(request: HttpRequest, template_id: int) -> HttpResponse:
    """One text: its versions, where it is used, what people wrote back, and its effect."""
    template = get_object_or_404(Template, pk=template_id)
    _whose, days = _asked(request, staff(request))
    found = template.versions.select_related("template", "author").order_by("language", "-number")
    rows = _rows(found.exclude(state=ApprovalState.DRAFT), days=days, now=clock.now())
    edge = figure.scale(row.line.effect for row in rows if row.line and row.line.effect)
    return render(
        request,
        "feedback/text_result.html",
        title=_("%(template)s: results") % {"template": template.title},
        subject=template,
        rows=[
            (row, row.line and row.line.effect and figure.drawn(row.line.effect, edge))
            for row in rows
        ],
        uses=rows[0].uses if rows else (),
        # The archive looks for a text on a day: the last one on which it went out.
        last_day=max(
            (
                localtime(row.came.last_sent).date().isoformat()
                for row in rows
                if row.came.last_sent
            ),
            default="",
        ),
        unused=any(row.unused for row in rows),
        days=days,
        windows=WINDOWS,
        harms=words.HARMS,
        effect_days=EFFECT_DAYS,
        within=EFFECT_WITHIN,
    )


@needs(SEE)
def text_results_csv(request: HttpRequest) -> HttpResponse:
    lines = (csv_line(row) for row in _exported(request))
    said: Any = StreamingHttpResponse(
        _after(heading_line(_heading()), lines), content_type="text/csv; charset=utf-8"
    )
    said["Content-Disposition"] = 'attachment; filename="texts.csv"'
    return cast(HttpResponse, said)


@needs(SEE)
def text_results_xlsx(request: HttpRequest) -> HttpResponse:
    rows = list(_exported(request))
    said = HttpResponse(workbook.written(_heading(), rows), content_type=workbook.CONTENT_TYPE)
    said["Content-Disposition"] = 'attachment; filename="texts.xlsx"'
    return said


def _asked(request: HttpRequest, person: User) -> tuple[str, int]:
    """What the address asks for; anything unreadable is left out."""
    usual = MINE if person.has_perm("messaging.add_template") else ALL
    whose = request.GET.get("whose", usual)
    days = next((each for each in WINDOWS if str(each) == request.GET.get("days")), DAYS)
    return (whose if whose in (MINE, ALL) else usual), days


def _versions(whose: str, person: User) -> Any:
    """Those that were asked for or decided; one's own, drafts too."""
    found = TemplateVersion.objects.select_related("template", "author").order_by("-pk")
    if whose == MINE:
        return found.filter(author=person)[:MOST]
    return found.filter(state=ApprovalState.APPROVED)[:MOST]


def _by_text(rows: Iterable[Row]) -> list[Text]:
    """By title, so that a page of many can be read."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.version.template_id, []).append(row)
    texts = [Text(each[0].version.template, each) for each in found.values()]
    return sorted(texts, key=lambda each: each.template.title)


def _rows(versions: Any, *, days: int, now: datetime) -> list[Row]:
    found: list[TemplateVersion] = list(versions)
    came = results.came_of([each.pk for each in found], since=now - timedelta(days=days))
    uses = use.uses_of({each.template_id for each in found}, now=now)
    lines = _lines()
    rows = [
        Row(each, came[each.pk], uses.get(each.template_id, ()), lines.get(str(each.pk)))
        for each in found
    ]
    return sorted(rows, key=lambda row: (-row.came.left, -row.version.pk))


def _lines() -> Mapping[str, Line]:
    """What is said of each version's effect: of several lenders, the one with more customers."""
    found: dict[str, Line] = {}
    for lender in Lender.objects.order_by("pk"):
        question = Question(lender, "full", EFFECT_WITHIN, EFFECT_DAYS)
        for line in reading.read(question).lines:
            if line.cut == "text":
                known = found.get(line.value)
                if known is None or line.contact > known.contact:
                    found[line.value] = line
    return found


def _heading() -> list[Any]:
    return [
        *(_("Text"), _("Language"), _("Version"), _("State"), _("Days")),
        *(_("Sent"), _("Delivered"), _("Failed"), _("Segments"), _("Cost"), _("Currency")),
        *(_("Replies"), _("Want no more texts"), _("Complaints"), _("Effect")),
    ]


def _exported(request: HttpRequest) -> Iterator[list[Any]]:
    person = staff(request)
    whose, days = _asked(request, person)
    for row in _rows(_versions(whose, person), days=days, now=clock.now()):
        came, version = row.came, row.version
        costs: list[tuple[Any, str]] = [(round(each, 2), name) for name, each in came.cost.items()]
        first, *further = costs or [("", "")]
        text = (version.template.title, version.get_language_display(), version.number)
        yield [
            *(*text, version.get_state_display(), days, came.left, came.delivered, came.failed),
            *(came.segments, *first, came.answered, came.stops, came.complaints),
            row.verdict or "",
        ]
        for cost in further:  # in another currency: a line of its own, nothing counted twice
            yield [*text, *[""] * 6, *cost, *[""] * 4]


def _after(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest
