"""A text that says otherwise than the ledger never leaves, whatever made it so."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Lender, Loan
from messaging.content.check_code import SAMPLE
from messaging.content.money import money
from messaging.content.render import render
from messaging.decisions.facts.read_back import untrue
from messaging.dispatch.claim import claim
from messaging.models import Decision, Message
from messaging.planning.service import plan
from messaging.runs.release import release
from messaging.transactional import check_codes
from tests import make, make_messaging, make_outbox, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready() -> Lender:
    return make_runs.ready_lender()


def one_more(amount: Decimal, **how: Any) -> str:
    return money(amount + 1, **how)


def a_day_more(body: str, values: Any) -> str:
    return render(body, values).replace("逾期5天", "逾期6天")


FAULTS = [
    ("messaging.content.values.money", one_more, "amount"),
    ("messaging.decisions.facts.text.render", a_day_more, "days"),
]


@pytest.mark.parametrize(("where", "fault", "what"), FAULTS)
def test_a_fault_of_ours_is_blocked_at_the_claim_under_a_reason_of_its_own(
    ready: Lender,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    fault: Any,
    what: str,
) -> None:
    make.loan(lender=ready, dpd=5)
    run = plan(lender=ready, day=make.DAY, by=None, now=now)
    release(run.pk, by=make.staff("supervisor"), now=now, expected_count=1)
    monkeypatch.setattr(where, fault)
    claim(now=now)
    message = Message.objects.get()
    assert (message.state, message.reason) == ("blocked", "text_not_true")
    assert message.body is None
    trace = Decision.objects.order_by("pk").last().trace
    said = next(entry for entry in trace if entry[0] == "template")
    assert said[4]["untrue"] == [what]


def test_the_text_that_is_read_back_is_the_one_that_leaves(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_outbox.message(
        loan=make.loan(as_of=now),
        template_version=make_messaging.version(
            body=make_messaging.BODY + "查询码{{ check_code }}"
        ),
    )
    read_back = []

    def noting(text: str, *rest: Any, **more: Any) -> tuple[str, ...]:
        read_back.append(text)
        return untrue(text, *rest, **more)

    monkeypatch.setattr("messaging.decisions.facts.text.untrue", noting)
    batch = claim(now=now)
    assert [each.text for each in batch.claimed] == read_back
    assert SAMPLE not in read_back[0]
    assert Message.objects.get().body == read_back[0]


def test_a_code_that_looks_like_money_is_no_amount(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_outbox.message(
        loan=make.loan(as_of=now),
        template_version=make_messaging.version(
            body=make_messaging.BODY + "查询码 {{ check_code }}元"
        ),
    )
    monkeypatch.setattr(check_codes, "draw", lambda count: ["CNY90210"] * count)
    assert [each.text[-9:-1] for each in claim(now=now).claimed] == ["CNY90210"]


def test_one_untrue_text_stops_no_other(
    ready: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.loan(lender=ready, dpd=5, amount_due=Decimal(13))
    make.loan(lender=ready, dpd=5, amount_due=Decimal(14))
    run = plan(lender=ready, day=make.DAY, by=None, now=now)
    release(run.pk, by=make.staff("supervisor"), now=now, expected_count=2)
    monkeypatch.setattr(
        "messaging.content.values.money",
        lambda amount, **how: one_more(amount, **how) if amount == 13 else money(amount, **how),
    )
    claim(now=now)
    assert sorted(Message.objects.values_list("state", "reason")) == [
        ("blocked", "text_not_true"),
        ("claimed", ""),
    ]


def test_planning_leaves_it_out_of_the_run_and_the_next_run_takes_it(
    ready: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.loan(lender=ready, dpd=5)
    with monkeypatch.context() as fault:
        fault.setattr("messaging.content.values.money", one_more)
        run = plan(lender=ready, day=make.DAY, by=None, now=now)
    found = run.candidates.get()
    assert (found.to_send, found.outcome, found.reason) == (False, "block", "text_not_true")
    assert run.funnel["minus"] == [{"reason": "text_not_true", "count": 1}]
    tomorrow = now + timedelta(days=1)
    Loan.objects.update(as_of=tomorrow)
    run = plan(lender=ready, day=make.DAY + timedelta(days=1), by=None, now=tomorrow)
    assert run.candidates.get().to_send
