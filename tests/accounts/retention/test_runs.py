"""What was kept long enough goes, after it was shown; nothing else does, and the chain holds."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from accounts.audit import trail
from accounts.chain import sealer
from accounts.chain.verifying import verify
from accounts.errors import Refused
from accounts.models import (
    AuditEntry,
    Erasure,
    ImportFile,
    Lender,
    RetentionRun,
    SignInAttempt,
    User,
)
from accounts.models.retention import OF_NO_LENDER, Kind
from accounts.models.sealed import ERASED
from accounts.retention import legal_holds, runs
from accounts.retention.kinds import VALUES
from accounts.retention.sql import name
from accounts.tasks import retain
from feedback.hardship import decisions
from feedback.models import Complaint, HardshipCase, HardshipDecision
from messaging.models import Message, Reply
from messaging.outbox.kept_texts import texts_as_sealed
from tests import make, make_care, make_complaints, make_inbox, make_sealed
from tests.as_role import WEB, WORKER, as_role
from tests.messaging.report.sent import a_day, untrusted

pytestmark = pytest.mark.django_db
YEARS = timedelta(days=7 * 366)


@pytest.fixture
def sent(now: datetime) -> Message:
    a_day(now, texts=2)
    return Message.objects.earliest("pk")


def refused(statement: str, why: str) -> None:
    """The database does not do it."""
    with pytest.raises(Error, match=why), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def bodies() -> list[str | None]:
    return [message.body for message in Message.objects.order_by("pk")]


def test_texts_go_when_their_time_is_over(
    sent: Message, kept: Any, erased: Any, now: datetime
) -> None:
    kept("messages", 60, sent.lender)
    run = erased(now + YEARS)
    assert bodies() == ["", ""]
    sent.refresh_from_db()
    assert (sent.text_salt, Message.body.field.shown(sent)) == (None, str(ERASED))
    assert (run.state, run.erased["messages"]) == ("done", 2)


def test_they_stay_while_it_is_not(sent: Message, kept: Any, erased: Any, now: datetime) -> None:
    kept("messages", 60, sent.lender)
    erased(now + timedelta(days=59 * 30))
    assert all(bodies())


def test_without_an_approved_period_everything_stays(
    sent: Message, erased: Any, now: datetime
) -> None:
    run = erased(now + YEARS)
    assert all(bodies())
    assert run.counted == {}


def test_another_lenders_texts_stay(sent: Message, kept: Any, erased: Any, now: datetime) -> None:
    kept("messages", 6, make.lender())
    erased(now + YEARS)
    assert all(bodies())


def test_the_same_number_is_shown_before_as_goes_then(
    sent: Message, kept: Any, shown: Any, two: tuple[User, User], now: datetime
) -> None:
    kept("messages", 60, sent.lender)
    run = shown(now + YEARS)
    assert run.counted == {"messages": {str(sent.lender_id): 2}}
    assert all(bodies())
    runs.start(run, by=two[0])
    runs.carry_on(run.pk, now)
    run.refresh_from_db()
    assert run.erased["messages"] == 2


def test_a_legal_hold_keeps_what_is_its_customers(
    sent: Message, kept: Any, erased: Any, two: tuple[User, User], now: datetime
) -> None:
    kept("messages", 60, sent.lender)
    assert sent.customer is not None
    legal_holds.ask(sent.customer, why="court file 12", by=two[0], now=now)
    erased(now + YEARS)
    assert [bool(body) for body in bodies()] == [True, False]


def test_a_hold_asked_for_after_counting_keeps_too(
    sent: Message, kept: Any, shown: Any, two: tuple[User, User], now: datetime
) -> None:
    kept("messages", 60, sent.lender)
    run = runs.start(shown(now + YEARS), by=two[0])
    assert sent.customer is not None
    legal_holds.ask(sent.customer, why="court file 12", by=two[0], now=now)
    runs.carry_on(run.pk, now)
    assert [bool(body) for body in bodies()] == [True, False]


def test_the_chain_holds_afterwards_and_names_the_erasure(
    sent: Message, kept: Any, erased: Any, now: datetime
) -> None:
    sealer.seal()
    kept("messages", 60, sent.lender)
    erased(now + YEARS)
    sealer.seal()
    assert verify().findings == []
    erasure = Erasure.objects.get(table="messaging_message")
    assert (len(erasure.ids), erasure.columns) == (2, ["body_enc", "text_salt"])


def test_a_text_taken_away_without_the_act_is_found(
    sent: Message, kept: Any, erased: Any, now: datetime
) -> None:
    kept("messages", 60, sent.lender)
    erased(now + YEARS)
    assert list(texts_as_sealed(None)) == []
    with untrusted("accounts_erasure"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_erasure")
    assert {found.kind for found in texts_as_sealed(None)} == {"text_gone"}


@pytest.mark.parametrize("role", [WEB, WORKER])
def test_nobody_empties_a_text_by_hand(sent: Message, role: str) -> None:
    with as_role(role), trail.acting(source="x", lenders="*"), transaction.atomic():
        trail.in_bulk("retention")
        refused(f"UPDATE messaging_message SET body_enc = '' WHERE id = {sent.pk}", "has left")


def test_a_page_cannot_call_the_act(sent: Message) -> None:
    for values in VALUES:
        with as_role(WEB):
            refused(f"SELECT {name(values)}(1, 0, 100)", "permission denied")


def test_a_worker_cannot_call_it_for_a_run_that_was_not_begun(
    sent: Message, kept: Any, shown: Any, now: datetime
) -> None:
    kept("messages", 60, sent.lender)
    run = shown(now + YEARS)
    with as_role(WORKER), transaction.atomic():
        trail.in_bulk("retention")
        refused(f"SELECT huancui_erase_messaging_message({run.pk}, 0, 100)", "not erasing")
    assert all(bodies())


def test_a_worker_cannot_say_that_it_is_erasing() -> None:
    with as_role(WORKER):
        refused("SELECT huancui_begin_erasing()", "permission denied")


def test_a_text_that_was_erased_cannot_leave_again(sent: Message) -> None:
    sent.pk, sent.candidate, sent.state = None, None, "queued"
    sent.save()
    with pytest.raises(Error, match="an_erased_text_does_not_leave"), transaction.atomic():
        Message.objects.filter(pk=sent.pk).update(state="claimed", body=b"")


def test_dying_half_way_it_goes_on_from_there(
    sent: Message,
    kept: Any,
    shown: Any,
    two: tuple[User, User],
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(runs, "MOST_IDS_AT_ONCE", 1)
    kept("messages", 60, sent.lender)
    run = runs.start(shown(now + YEARS), by=two[0])
    erase, tried = runs._erase, []

    def killed(*stretch: Any) -> bool:
        tried.append(stretch)
        if len(tried) == 2:
            raise SystemExit
        return erase(*stretch)

    monkeypatch.setattr(runs, "_erase", killed)
    with pytest.raises(SystemExit):
        runs.carry_on(run.pk, now)
    assert [bool(body) for body in bodies()] == [False, True]
    runs.carry_on(run.pk, now)
    run.refresh_from_db()
    assert (bodies(), run.state, run.erased["messages"]) == (["", ""], "done", 2)


def test_a_stopped_run_takes_nothing_more(
    sent: Message, kept: Any, shown: Any, two: tuple[User, User], now: datetime
) -> None:
    kept("messages", 60, sent.lender)
    run = runs.start(shown(now + YEARS), by=two[0])
    runs.stop(run, by=two[1], now=now)
    runs.carry_on(run.pk, now)
    assert all(bodies())


def test_the_task_counts_waits_a_day_and_then_erases(
    sent: Message, kept: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept("messages", 60, sent.lender)
    at = now + YEARS
    monkeypatch.setattr("config.clock.now", lambda: at)
    retain()
    assert RetentionRun.objects.get().state == "waiting"
    retain()
    assert all(bodies())
    later = at + runs.SHOWN_FOR
    monkeypatch.setattr("config.clock.now", lambda: later)
    retain()
    assert not any(bodies())
    [entry] = AuditEntry.objects.filter(action="retention")
    assert entry.after is not None
    assert entry.after["erased"]["messages"] == 2


def test_there_is_one_run_at_a_time(shown: Any, two: tuple[User, User], now: datetime) -> None:
    shown(now)
    with pytest.raises(Refused):
        runs.begin(by=two[0], now=now)


def test_a_reply_is_kept_as_long_as_any_of_its_customers_lenders_keeps_replies(
    kept: Any, erased: Any, now: datetime
) -> None:
    short, long = make.lender(), make.lender()
    customer = make.customer()
    for each in (short, long):
        make.loan(customer=customer, lender=each)
    make_inbox.reply("你好", customer=customer, at=now)
    kept("replies", 6, short)
    erased(now + YEARS)
    assert Reply.objects.get().text == "你好"
    kept("replies", 60, long)
    erased(now + YEARS + timedelta(days=1))
    assert Reply.objects.get().text == ""


def test_a_closed_complaints_texts_go_and_an_open_ones_stay(
    kept: Any, erased: Any, now: datetime
) -> None:
    one, other = make.loan(), make.loan()
    closed = make_complaints.resolved(now, customer=one.customer)
    still_open = make_complaints.logged(now, customer=other.customer)
    for each in (one, other):
        kept("complaints", 36, each.lender)
    erased(now + YEARS)
    closed.refresh_from_db()
    still_open.refresh_from_db()
    assert (closed.text, closed.answer, bool(still_open.text)) == ("", "", True)


def test_files_and_sign_ins_go_by_a_period_of_the_whole_installation(
    kept: Any, erased: Any, now: datetime
) -> None:
    file = ImportFile.objects.create(
        kind="loans",
        state="refused",
        filename="a.csv",
        sha256="0" * 64,
        size=1,
        stored_as="x",
        first_rows="[]",
        uploaded_at=now,
    )
    attempt = SignInAttempt.objects.create(
        at=now,
        user=make.staff("agent"),
        network="203.0.113.9",
        device="Firefox",
        step="password",
        outcome="signed-in",
    )
    kept("files", 60)
    kept("sign_ins", 12)
    run = erased(now + YEARS)
    file.refresh_from_db()
    attempt.refresh_from_db()
    assert (file.stored_as, file.first_rows, attempt.network) == ("", "", "")
    assert run.erased["files"] == 1
    assert run.erased["sign_ins"] >= 1


def test_every_act_of_the_list_works(kept: Any, erased: Any, shown: Any, now: datetime) -> None:
    """Each function goes over rows of its table, as a worker, and leaves no value in them."""
    make_sealed.everything(now)
    later = now + timedelta(minutes=2)
    for proposal in HardshipDecision.objects.select_related("proposed_by"):
        decisions.withdraw(proposal, by=proposal.proposed_by, now=later)
    for case in HardshipCase.objects.filter(ended_at=None):
        make_care.over(case, now=later)
    with untrusted("feedback_complaint"):
        Complaint.objects.update(state="resolved")
    ImportFile.objects.update(state="cancelled")
    for kind in Kind.values:
        for each in [None] if kind in OF_NO_LENDER else Lender.objects.all():
            kept(kind, 6, each)
    with as_role(WORKER):
        run = erased(now + YEARS)
    assert {kind for kind, rows in run.erased.items() if rows} == {*Kind.values} - {
        "sign_ins",
        "customers",
    }
    left = shown(now + YEARS + timedelta(days=1))
    assert {kind for kind, rows in left.counted.items() if rows} == set()
