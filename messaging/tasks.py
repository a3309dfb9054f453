"""Celery's ticks. They carry nothing: the outbox says what is to be done.

Queues: `send` for dispatch_tick, `default` for the rest.
"""

from __future__ import annotations

from contextlib import suppress

from celery import shared_task

from accounts.audit.trail import acting
from accounts.database import clocks
from accounts.errors import Refused
from config import clock as config_clock
from messaging.authoring import filings
from messaging.dispatch import answering, waves
from messaging.dispatch.loop import dispatch
from messaging.dispatch.sweep import sweep as sweep_once
from messaging.events import delivering, keeping
from messaging.gateways.permit import Clock
from messaging.inbound import mailboxes, pulled
from messaging.inbound.requests import retention, work as requests
from messaging.own_phone import sending as own_phone
from messaging.planning import rehearsing
from messaging.planning.errors import PlanFailed
from messaging.planning.schedule import plan_due
from messaging.planning.service import carry_out
from messaging.report import asking as reports, daily, regular as regular_reports
from messaging.transactional import check_codes
from messaging.whatif import service as what_ifs

CLOCK = Clock(now=config_clock.now, boot=config_clock.boot_seconds)


@shared_task
def dispatch_tick() -> None:
    """Send what is due, for some seconds at most. Doubled ticks share the work."""
    if clocks.agree(config_clock.machine):
        dispatch(clock=CLOCK)


@shared_task
def work_inbound() -> None:
    """Make receipts and answers of what gateways brought to their webhooks."""
    with acting(source="work_inbound"):
        requests.work(now=config_clock.now())


@shared_task
def ask_carriers() -> None:
    """What became of filings, and of messages whose receipts did not come."""
    with acting(source="ask_carriers"):
        filings.ask_carriers(clock=CLOCK)
        pulled.pull(clock=CLOCK)


@shared_task
def collect_mail() -> None:
    """Fetch what came back to the mailboxes of e-mail gateways."""
    with acting(source="gateway"):
        mailboxes.collect(clock=CLOCK)


@shared_task
def deliver_events() -> None:
    """Tell lenders' systems what happened, for some seconds; a doubled tick leaves it to the
    first."""
    with acting(source="deliver_events"):
        delivering.deliver(machine=config_clock.machine)


@shared_task
def forget_events() -> None:
    """Delete events that were kept long enough."""
    with acting(source="deliver_events"):
        keeping.forget(config_clock.machine())


@shared_task
def sweep() -> None:
    """Close what a crash left and wake what waits for nothing more."""
    sweep_once(clock=CLOCK)


@shared_task
def ask_gateway(gateway_id: int) -> None:
    """Whether it answers, for somebody who asked on its page."""
    answering.ask(gateway_id, clock=CLOCK)


@shared_task
def send_to_phones() -> None:
    """Texts that colleagues asked for on their own telephones."""
    with acting(source="own_phone"):
        own_phone.work(clock=CLOCK)


@shared_task
def forget_codes() -> None:
    """Delete check codes, calls of gateways and ended senders, whose time is over."""
    waves.forget(now=config_clock.now())
    check_codes.forget_ended(config_clock.now())
    retention.forget_done(config_clock.now())


@shared_task
def plan_requested(run_id: int) -> None:
    """Plan a run somebody asked for; the run itself says it when that fails."""
    with acting(source="plan_requested"), suppress(PlanFailed, Refused):
        carry_out(run_id, config_clock.now())


@shared_task
def prove_yesterday() -> None:
    """Whether the day that is over kept the rules; once a day."""
    with acting(source="schedule"):
        daily.prove_yesterday(config_clock.now())


@shared_task
def plan_day() -> None:
    """Plan the runs whose time of day has come."""
    with acting(source="schedule"):
        plan_due(now=config_clock.now())


@shared_task
def decide_what_if(what_if_id: int) -> None:
    """The last days under another policy, as somebody asked."""
    with acting(source="what_if"):
        what_ifs.work(what_if_id, clock=config_clock.now)


@shared_task
def take_up_what_ifs() -> None:
    """What a killed worker left, and what none was told of."""
    with acting(source="what_if"):
        what_ifs.take_up_lost(now=config_clock.now())
        for what_if_id in what_ifs.waiting():
            what_ifs.work(what_if_id, clock=config_clock.now)


@shared_task
def make_report(report_id: int) -> None:
    """A compliance report somebody asked for."""
    with acting(source="report"):
        reports.work(report_id, clock=config_clock.now)


@shared_task
def make_regular_reports() -> None:
    """Those of the week and the month that are over, what a killed worker left, and the mails."""
    with acting(source="report"):
        now = config_clock.now()
        reports.take_up_lost(now=now)
        regular_reports.make_due(now)
        for report_id in reports.waiting():
            reports.work(report_id, clock=config_clock.now)
        regular_reports.tell_done()


@shared_task
def rehearse(lender_id: int) -> None:
    """What waits for approval, played against today's portfolio."""
    with acting(source="rehearsal"):
        rehearsing.work(lender_id, clock=config_clock.now)
