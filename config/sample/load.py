"""Loading the sample: the same services as in daily work, so it proves them on the way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.audit.trail import acting, record
from accounts.models import AuditEntry, Lender, User
from accounts.sample.figures import AS_OF, SAMPLE_DAY
from accounts.sample.source import EXCERPT
from config import sandbox_clock
from config.sample import effects, history, lenders, loans, people
from feedback.letters import starter as letters_starter
from messaging import library
from messaging.authoring import starter, wording_lists
from messaging.planning import service as planning

Say = Callable[[str], object]
# Half an hour after the core system's figures: inside the preferred hours of a working day.
START = datetime.fromisoformat(AS_OF) + timedelta(minutes=30)
WRITTEN_AT = START - timedelta(days=30)  # when texts and rules were written and approved
CALENDARS = {
    2025: "国务院办公厅关于2025年部分节假日安排的通知",
    2026: "国务院办公厅关于2026年部分节假日安排的通知",
}
"""The years whose official arrangement is published, and where."""
LOADED = "loaded"


def load(source: Path | None = None, *, say: Say = print) -> None:
    """Staff, lenders, rules, texts, the loans of `source` (or 3,000 shipped), today's runs."""
    if not settings.SANDBOX:
        raise RuntimeError("The sample is for sandboxes only.")
    with acting(source="sample", reason="sample data"):
        say("Sample: staff and lenders")
        staff = people.install(today=SAMPLE_DAY, now=WRITTEN_AT)
        ours = lenders.install()
        people.install_of_one_lender(ours[-1], staff=staff, now=WRITTEN_AT)
        # The schedule, which runs beside this, waits until the sample has planned its day.
        hours = {lender.pk: lender.plan_at for lender in ours}
        Lender.objects.filter(pk__in=hours).update(plan_at=None)
        lenders.install_wording(
            ours, author=staff["collector"], approver=staff["supervisor2"], now=WRITTEN_AT
        )
        _rules_and_texts(ours, staff, say=say)
        letters_starter.install(
            author=staff["agent"], approver=staff["supervisor2"], now=WRITTEN_AT
        )
        sandbox_clock.start(START)
        loans.install(source or EXCERPT, say=say)
        history.install(agent=staff["agent"], approver=staff["supervisor2"], now=START)
        say("Sample: four weeks of episodes, whose effect can be looked at")
        effects.install(ours, by=staff["supervisor"], now=START)
        _plan(ours, now=START, say=say)
        for pk, hour in hours.items():
            Lender.objects.filter(pk=pk).update(plan_at=hour)
        record(action=LOADED, table="sample", row_id="", after={"day": SAMPLE_DAY.isoformat()})


def is_loaded() -> bool:
    """Whether a sample was loaded to its end; one that was interrupted does not count."""
    return AuditEntry.objects.filter(action=LOADED, table="sample").exists()


def _rules_and_texts(ours: list[Lender], staff: dict[str, User], *, say: Say) -> None:
    say("Sample: texts, strategy and policy, approved by a second person")
    approved: Any = {"approver": staff["supervisor2"], "now": WRITTEN_AT}
    writer, supervisor, admin = staff["collector"], staff["supervisor"], staff["admin"]
    for year, source in CALENDARS.items():
        starter.install_calendar("CN", year, source=source, author=supervisor, **approved)
    wording_lists.install_shipped(author=writer, **approved)
    for language in library.LANGUAGES:
        texts = [
            *library.load(language),
            *library.load_answers(language),
            *library.load_notices(language),
        ]
        starter.install(texts, author=writer, effective_from=WRITTEN_AT, **approved)
    for lender in ours:
        starter.install_policy(lender, profile="cn", author=admin, **approved)
        starter.install_strategy(lender, author=supervisor, **approved)
    starter.install_sandbox_gateway(author=admin, **approved)


def _plan(ours: list[Lender], *, now: datetime, say: Say) -> None:
    for lender in ours:
        run = planning.plan(lender=lender, day=SAMPLE_DAY, by=None, now=now)
        say(f"Sample: today's run of {lender.code} planned, {run.funnel.get('to_send', 0)} to send")
