"""Loading the sample: the same services as in daily work, so it proves them on the way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from accounts.audit import acting
from accounts.models import Lender
from accounts.sample.figures import AS_OF, SAMPLE_DAY
from accounts.sample.source import EXCERPT
from config.sample import lenders, loans, people
from config.sandbox import clock as sandbox_clock
from messaging import calendar_seed

Say = Callable[[str], object]
# Half an hour after the core system's figures: inside the preferred hours of a working day.
START = datetime.fromisoformat(AS_OF) + timedelta(minutes=30)
WRITTEN_AT = START - timedelta(days=30)  # when texts and rules were written and approved
CALENDAR_YEARS = range(2025, 2028)


def load(source: Path | None = None, *, say: Say = print) -> None:
    """Staff, lenders, rules, texts, the loans of `source` (default: 3,000 shipped), today's runs."""
    if not settings.SANDBOX:
        raise RuntimeError("The sample is for sandboxes only.")
    with acting(source="sample", reason="sample data"):
        say("Sample: staff, lenders, calendar")
        staff = people.install(today=SAMPLE_DAY)
        ours = lenders.install()
        calendar_seed.seed(country="CN", years=CALENDAR_YEARS)
        _rules_and_texts(ours, author=staff["collector"], approver=staff["supervisor2"], say=say)
        sandbox_clock.start(START)
        loans.install(source or EXCERPT, say=say)
        _plan(ours, now=START, say=say)


def _rules_and_texts(ours: list[Lender], *, author: object, approver: object, say: Say) -> None:
    from messaging import library, starter

    say("Sample: texts, strategy and policy, approved by a second person")
    by = {"author": author, "approver": approver, "now": WRITTEN_AT}
    for language in ("zh-hans", "en"):
        starter.install(library.load(language), **by, effective_from=WRITTEN_AT)
    for lender in ours:
        starter.install_policy(lender, profile="cn", **by)
        starter.install_strategy(lender, **by)
    starter.install_sandbox_gateway(**by)


def _plan(ours: list[Lender], *, now: datetime, say: Say) -> None:
    from messaging import planning

    for lender in ours:
        run = planning.plan(lender=lender, day=SAMPLE_DAY, by=None, now=now)
        say(f"Sample: today's run of {lender.code} planned, {run.funnel.get('to_send', 0)} to send")
