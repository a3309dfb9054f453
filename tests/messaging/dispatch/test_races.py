"""Two workers, or a worker and a customer, at the same moment: real connections, real locks."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from messaging.dispatch import claim as claims, next_channel, traces, unknowns
from messaging.dispatch.begin import begin
from messaging.dispatch.claim import Batch, claim
from messaging.dispatch.handover import hand_over
from messaging.dispatch.loop import dispatch
from messaging.dispatch.sweep import sweep
from messaging.gateways import permit as permits
from messaging.inbound import replies
from messaging.models import Candidate, Gateway, Message, SandboxText
from messaging.suppression import service as suppressions
from tests import make, make_channels, make_outbox, make_runs
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _roles(transactional_db: None) -> None:
    """A test that commits empties all tables, the roles with them."""
    from accounts.access.roles import sync_roles

    sync_roles()


def elsewhere(work: Callable[[], Any]) -> Any:
    """Run with a connection of its own."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return ThreadPoolExecutor(max_workers=1).submit(run)


def queue(count: int, **columns: Any) -> list[Message]:
    lender = make.lender()
    in_run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    version = make_outbox.make_messaging.version(stage="dpd-4-7")
    return [
        make_outbox.message(
            loan=make.loan(lender=lender), in_run=in_run, template_version=version, **columns
        )
        for _n in range(count)
    ]


def test_two_workers_never_claim_the_same_message(now: datetime) -> None:
    queue(40)

    def work() -> list[int]:
        claimed: list[int] = []
        while batch := claim(now=now, limit=5):
            claimed += [each.message_id for each in batch.claimed]
            if not batch.due:
                return claimed
        return claimed

    first, second = elsewhere(work), elsewhere(work)
    both = first.result(60) + second.result(60)
    assert len(both) == len(set(both)) == 40


def test_two_workers_with_one_customers_messages_send_one_text(now: datetime) -> None:
    person = make.customer()
    for _lender in range(4):
        make_outbox.message(loan=make.loan(customer=person))
    workers = [elsewhere(lambda: claim(now=now, limit=1)) for _n in range(4)]
    batches: list[Batch] = [worker.result(60) for worker in workers]
    while (last := claim(now=now)).due:
        batches.append(last)
    assert sum(len(batch.claimed) for batch in batches) == 1


def during_the_claim(monkeypatch: pytest.MonkeyPatch, now: datetime) -> tuple[Any, Event]:
    """A claim that has read its facts and does not commit until the event is set."""
    decided, go_on = Event(), Event()
    original = traces.store_new_verdicts

    def wait(*args: Any, **kwargs: Any) -> int:
        decided.set()
        assert go_on.wait(30)
        return original(*args, **kwargs)

    monkeypatch.setattr(claims, "store_new_verdicts", wait)
    claiming = elsewhere(lambda: claim(now=now))
    assert decided.wait(30)
    return claiming, go_on


def address_of(message: Message) -> str:
    assert message.contact_point is not None
    return message.contact_point.address


def test_an_opt_out_during_the_claim_is_not_lost(
    monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    (message,) = queue(1)
    address = address_of(message)
    claiming, go_on = during_the_claim(monkeypatch, now)
    opting_out = elsewhere(lambda: replies.take(address=address, text="TD", now=now))
    go_on.set()
    claimed = claiming.result(60).claimed
    opting_out.result(60)
    hand_over(claimed, clock=FixedClock(now).clock)
    message.refresh_from_db()
    assert (message.state, message.reason) == ("cancelled", "opted_out")
    assert not SandboxText.objects.exists()


def test_a_claim_during_an_opt_out_leaves_the_message_alone(now: datetime) -> None:
    (message,) = queue(1)
    with transaction.atomic():
        suppressions.suppress(
            channel="sms",
            address_hash=bytes(message.address_hash),
            kind="opt_out",
            source="test",
            now=now,
        )
        assert elsewhere(lambda: claim(now=now)).result(60).claimed == ()
    message.refresh_from_db()
    assert message.state == "cancelled"


def test_a_message_that_comes_back_during_an_opt_out_is_not_claimed(now: datetime) -> None:
    """It was on the wire, so the opt-out did not cancel it; then the gateway refused it for now."""
    (message,) = queue(1, state="queued")
    claimed = claim(now=now).claimed
    Message.objects.filter(pk=message.pk).update(
        state="handing_over", permit_until=now, handed_over_at=now
    )
    with transaction.atomic():
        suppressions.suppress(
            channel="sms",
            address_hash=bytes(message.address_hash),
            kind="opt_out",
            source="test",
            now=now,
        )

        def comes_back() -> Batch:
            Message.objects.filter(pk=message.pk).update(state="queued", not_before=now)
            return claim(now=now)

        assert elsewhere(comes_back).result(60).claimed == ()
    assert claim(now=now).claimed == ()
    message.refresh_from_db()
    assert (message.state, message.reason) == ("blocked", "suppressed")
    hand_over(claimed, clock=FixedClock(now).clock)
    assert not SandboxText.objects.exists()


def test_a_whole_evening_goes_by_in_autocommit(now: datetime) -> None:
    """As workers run: no transaction around the steps, and none left open by them."""
    messages = queue(3)
    clock = FixedClock(now)
    assert dispatch(clock=clock.clock)["accepted"] == 3
    Message.objects.filter(pk=messages[0].pk).update(state="delivered")
    reply = replies.take(address=address_of(messages[1]), text="TD", now=now)
    assert reply.suppressed
    assert dispatch(clock=clock.clock)["accepted"] == 1
    clock.passes(3)
    done = sweep(clock=clock.clock)
    assert (done["receipts"], done["finished_runs"]) == (4, 1)
    (lost,) = queue(1)
    claim(now=clock.wall)
    clock.passes(200)
    assert sweep(clock=clock.clock)["lost_claims"] == 1
    lost.refresh_from_db()
    assert lost.state == "queued"
    assert not connection.in_atomic_block


def test_a_crash_on_the_wire_is_settled_in_autocommit(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unknowns, "SURE_AFTER_SECONDS", 0)
    (message,) = queue(1)
    clock = FixedClock(now)
    claimed = claim(now=now).claimed
    permit = permits.issue(window_end=claimed[0].window_end, timeout_seconds=10, clock=clock.clock)
    begin(claimed, permit=permit, now=now)
    clock.passes(191)
    done = sweep(clock=clock.clock)
    assert (done["lost_waves"], done["settled"]) == (1, 1)
    message.refresh_from_db()
    assert message.state == "refused"


def _go_on_counting() -> None:
    """Rows laid down with their ids did not move the sequences on."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(sql)


def test_two_workers_let_one_mail_take_the_place_of_a_text(now: datetime) -> None:
    lender = make_runs.ready_lender()
    _go_on_counting()
    make_channels.ready(lender)
    customer = make.customer()
    mail = make_channels.address(customer)
    text = make_outbox.message(loan=make.loan(lender=lender, customer=customer))
    version = make_channels.variant(text.template_version.template, "wechat")
    step = {"channel": "email", "wait_hours": 4, "version": version.pk, "point": mail.pk}
    Candidate.objects.update(ahead=[step])
    Message.objects.update(next_channel="email")
    for state in ("claimed", "handing_over", "undelivered"):
        sent = {
            "body": b"x",
            "permit_until": now,
            "handed_over_at": now,
            "gateway": Gateway.objects.get(channel="sms"),
        }
        Message.objects.update(state=state, **sent)
    workers = [elsewhere(lambda: next_channel.follow(now=now)) for _n in range(4)]
    assert sum(worker.result(60) for worker in workers) == 1
    assert Message.objects.filter(follows=text).count() == 1
