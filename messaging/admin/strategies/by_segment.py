"""What a strategy says for segments: shown on its page, changed on a page of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id, whole_number
from config import clock
from messaging.admin.approvals.seen import seen_moment
from messaging.admin.strategies import plans
from messaging.admin.strategies.pages import strategy_or_404
from messaging.admin.strategies.table import TEXTS, segment_lines
from messaging.approval.drafting import DECIDED, EDITABLE
from messaging.authoring import strategies
from messaging.models import Segment, SegmentCell, Strategy, Template
from messaging.models.choices import StageChoices
from messaging.models.template import REMINDERS
from messaging.policy.channel_plan import is_plan
from messaging.preview import portfolio

NO_TEXT = "none"


@needs("messaging.change_strategy")
def strategy_segments(request: HttpRequest, pk: int) -> HttpResponse:
    """One change at a time: `act` is add, or up or remove with a `position`."""
    strategy = strategy_or_404(pk)
    if strategy.state not in EDITABLE:
        messages.info(request, DECIDED)
        return HttpResponseRedirect(reverse("admin:strategy", args=[pk]))
    if request.method == "POST":
        try:
            _change(request, strategy)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Draft saved."))
        return HttpResponseRedirect(reverse("admin:strategy_segments", args=[pk]))
    return render(
        request,
        "messaging/strategy_segments.html",
        title=_("%(strategy)s: by segment") % {"strategy": strategy},
        version=strategy,
        lines=segment_lines(
            strategies.segment_cells(strategy),
            None,
            portfolio.reach_of_lines(strategy, clock.now()),
        ),
        segments=Segment.objects.filter(lender=strategy.lender_id).order_by("title"),
        templates=Template.objects.filter(**REMINDERS).order_by("stage", "code"),
        stages=StageChoices.choices,
        plans=plans.options(""),
        seen_edited_at=strategy.edited_at.isoformat(),
    )


def _change(request: HttpRequest, strategy: Strategy) -> None:
    cells = strategies.segment_cells(strategy)
    act = request.POST.get("act")
    at = whole_number(request.POST.get("position"))
    place = next((n for n, cell in enumerate(cells) if cell.position == at), None)
    if act == "add":
        cells.append(_added(request, strategy))
    elif place is None:
        raise Refused(_("It is not in this draft any more; look again."))
    elif act == "remove":
        del cells[place]
    elif place:
        cells[place - 1], cells[place] = cells[place], cells[place - 1]
    strategies.save_segment_cells(
        strategy,
        cells,
        by=staff(request),
        now=clock.now(),
        seen_edited_at=seen_moment(request.POST.get("seen_edited_at")),
    )


def _added(request: HttpRequest, strategy: Strategy) -> SegmentCell:
    own = Segment.objects.filter(lender=strategy.lender_id)
    segment = own.filter(pk=row_id(request.POST.get("segment")) or 0).first()
    stage = request.POST.get("stage", "")
    if segment is None or stage not in StageChoices.values:
        raise Refused(_("Choose a stage and a segment."))
    chosen = request.POST.get("template", "")
    template = None
    if chosen != NO_TEXT:
        fitting = Template.objects.filter(stage=stage, **REMINDERS)
        template = fitting.filter(pk=row_id(chosen) or 0).first()
        if template is None:
            raise Refused(_("Choose a text of this stage, or no text."))
    channels = request.POST.get("channels", "") or TEXTS
    if not is_plan(channels):
        raise Refused(_("Choose one of the plans of channels."))
    return SegmentCell(
        stage=stage,
        title=segment.title,
        conditions=segment.conditions,
        template=template,
        channels=channels,
    )
