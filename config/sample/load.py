"""Loading the sample: the same services as in daily work, so it proves them on the way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.audit.trail import acting, record
from accounts.models import AuditEntry, Lender, User
from accounts.sample.figures import AS_OF, SAMPLE_DAY
from accounts.sample.source import EXCERPT
from config import sandbox_clock
from config.sample import education, lenders, loans, people, phones, rules
from config.world.past import days as past, trials as past_trials
from config.world.past.desks import Staff
from feedback.letters import starter as letters_starter
from messaging.planning import service as planning

Say = Callable[[str], object]
# Half an hour after the core system's figures: inside the preferred hours of a working day.
START = datetime.fromisoformat(AS_OF) + timedelta(minutes=30)
DAYS = past.DAYS
"""Of the past that a sandbox begins with."""
WRITTEN_AT = START - timedelta(days=100)  # when texts and rules were written and approved
LOADED = "loaded"


def load(source: Path | None = None, *, days: int = DAYS, say: Say = print) -> None:
    """Staff, lenders, rules, texts, the loans of `source` (or 3,000 shipped), the `days` before
    today, today's runs."""
    if not settings.SANDBOX:
        raise RuntimeError("The sample is for sandboxes only.")
    with acting(source="sample", reason=_("sample data")):
        say("Sample: staff and lenders")
        staff = people.install(today=SAMPLE_DAY, now=WRITTEN_AT)
        ours = lenders.install()
        people.install_of_one_lender(ours[-1], staff=staff, now=WRITTEN_AT)
        # The schedule, which runs beside this, waits until the sample has planned its day.
        hours = {lender.pk: lender.plan_at for lender in ours}
        Lender.objects.filter(pk__in=hours).update(plan_at=None)
        lenders.install_wording(
            ours, author=staff["collector2"], approver=staff["supervisor2"], now=WRITTEN_AT
        )
        rules.install(ours, staff, written=WRITTEN_AT, today=START, say=say)
        letters_starter.install(
            author=staff["agent3"], approver=staff["supervisor2"], now=WRITTEN_AT
        )
        sandbox_clock.start(START)
        loans.install(source or EXCERPT, say=say)
        phones.install(staff, now=START)
        if days:
            _past(ours, staff, days=days, say=say)
        _plan(ours, now=START, say=say)
        _educate(ours, staff, say=say)
        if days:
            sandbox_clock.wake(START)
        for pk, hour in hours.items():
            Lender.objects.filter(pk=pk).update(plan_at=hour)
        record(action=LOADED, table="sample", row_id="", after={"day": SAMPLE_DAY.isoformat()})


def _past(ours: list[Lender], staff: dict[str, User], *, days: int, say: Say) -> None:
    say(f"Sample: {days} days that borrowers and staff lived")
    past_trials.install(
        ours[0],
        by=staff["supervisor3"],
        approver=staff["supervisor2"],
        first=START - timedelta(days=days),
        today=START,
    )
    past.live(
        ours,
        staff=Staff(staff["agent3"], staff["supervisor3"], staff["supervisor2"]),
        today=START,
        days=days,
    )


def _educate(ours: list[Lender], staff: dict[str, User], *, say: Say) -> None:
    count = education.install(ours, agent=staff["agent3"], agreed=WRITTEN_AT, now=START)
    say(f"Sample: useful knowledge planned, {count} to send")


def is_loaded() -> bool:
    """Whether a sample was loaded to its end; one that was interrupted does not count."""
    return AuditEntry.objects.filter(action=LOADED, table="sample").exists()


def _plan(ours: list[Lender], *, now: datetime, say: Say) -> None:
    for lender in ours:
        run = planning.plan(lender=lender, day=SAMPLE_DAY, by=None, now=now)
        say(f"Sample: today's run of {lender.code} planned, {run.funnel.get('to_send', 0)} to send")
