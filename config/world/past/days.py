"""Ninety days, one after the other: money comes in, runs leave, people answer, staff work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.models import Lender, Repayment, User
from config import clock
from config.world.conduct import Heard, Said, answer, moved_to, rings_up
from config.world.past import desks, runs, texts, trials
from config.world.past.desks import Meant, Staff
from config.world.past.ledger import ZONE, Instalment, Ledger, file_moment
from config.world.words import Matter
from feedback.complaints import opening
from feedback.effect import sparing, summing
from feedback.hardship import ending
from feedback.models import Complaint
from feedback.promises import thanks
from messaging.decisions.facts.customers import customers
from messaging.decisions.facts.loans import LOAN_COLUMNS, loan_rows
from messaging.decisions.facts.rows import CustomerRow
from messaging.dispatch.loop import dispatch
from messaging.gateways.permit import Clock
from messaging.inbound import replies, sandbox_receipts
from messaging.models import Gateway, Message, SandboxText
from messaging.models.message_states import MessageState
from messaging.outbox.sql import fetch

DAYS = 90
DESKS_AT = time(10, 0)
THANKED_AT = time(20, 56)
EVENING = time(22, 0)
LEFT_OVER = timedelta(days=1)
"""Before the sample's day: what came in since lies on the desks for whoever looks on."""

ANSWERED_IN = timedelta(seconds=40)

_LOANS = f"SELECT {', '.join(LOAN_COLUMNS)} FROM accounts_loan WHERE lender_id = %s ORDER BY id"  # noqa: S608

RANG = (
    (Complaint.Category.TOO_OFTEN, "这个月已经收到好几条短信了，能不能少发一点。"),
    (Complaint.Category.WORDING, "短信语气让人不舒服，希望改一改。"),
    (Complaint.Category.WRONG_HOUR, "正吃晚饭的时候总收到短信，很打扰。"),
)


@dataclass(frozen=True)
class Book:
    """One lender's loans and people, and what its runs have told so far."""

    lender: Lender
    ledger: Ledger
    people: dict[int, CustomerRow]
    told: runs.Told


def live(
    lenders: Sequence[Lender],
    *,
    staff: Staff,
    today: datetime,
    days: int = DAYS,
) -> None:
    """The days before `today`, which itself is left to whoever looks on."""
    last = today.astimezone(ZONE).date()
    first = last - timedelta(days=days)
    books = [_book(lender, first=first, today=last) for lender in lenders]
    gateway = Gateway.objects.get(driver="sandbox")
    promised: dict[int, Meant] = {}
    for day in (first + timedelta(days=n) for n in range(days)):
        if day < last - LEFT_OVER:
            _morning(day, staff, promised)
        _money(books, day)
        left = [
            each
            for book in books
            for each in runs.carry_out(
                book.lender,
                day,
                list(book.ledger.open_on(day)),
                people=book.people,
                told=book.told,
                by=staff.supervisor,
                today=today,
                # Yesterday, which the first day that somebody sees is compared with.
                whole=day == last - timedelta(days=1),
            )
        ]
        promised |= _react(left, gateway, staff, day)
        trials.end_those_over(runs.at(day, EVENING))
    _money(books, last)
    for lender in lenders:
        _count(lender, today=today)


def _book(lender: Lender, *, first: date, today: date) -> Book:
    rows = list(loan_rows(fetch(_LOANS, lender.pk)))
    people = customers({row.customer_id for row in rows})
    ledger = Ledger(
        [(row, people[row.customer_id].customer_no) for row in rows], first=first, today=today
    )
    return Book(lender, ledger, people, runs.Told())


def _morning(day: date, staff: Staff, promised: dict[int, Meant]) -> None:
    now = runs.at(day, DESKS_AT)
    desks.work(staff, now=now, promised=promised)
    ending.end_due(now)
    desks.rate(now)
    desks.ask(now, day)


def _money(books: Iterable[Book], day: date) -> None:
    """What came in with that day's file."""
    at = file_moment(day)
    rows = [
        Repayment(
            reference=f"P{one.loan.loan_no}-{one.due:%y%m%d}-{len(one.parts)}",
            loan_id=one.loan.id,
            paid_on=day,
            amount=amount,
            recorded_at=at,
        )
        for book in books
        for one, amount in book.ledger.paid_on(day)
    ]
    Repayment.objects.bulk_create(rows, batch_size=1_000)


def _react(
    left: Sequence[runs.Left], gateway: Gateway, staff: Staff, day: date
) -> dict[int, Meant]:
    """Who reads it pays sooner, or not; some write, some ring up. What promises were about."""
    said: list[tuple[runs.Left, Said]] = []
    rang: list[runs.Left] = []
    for each in left:
        if not each.sent.arrived:
            continue
        for one in each.about:
            heard = _heard(each, one)
            moved = moved_to(one.person, heard)
            if moved is not None and one.pay_day is not None:
                one.pay_day = min(one.pay_day, moved)
            one.texts += 1
        lead, heard = each.about[0], _heard(each, each.about[0])
        if spoken := answer(lead.person, heard):
            said.append((each, spoken))
        elif rings_up(lead.person, heard):
            rang.append(each)
    _write_back(said, gateway)
    for each in rang:
        _complain(each, staff.agent)
    evening = runs.at(day, EVENING)
    if said:
        desks.file(evening)
    thanks.say_due(runs.at(day, THANKED_AT))
    _dispatch(runs.at(day, THANKED_AT))
    return {
        each.about[0].loan.customer_id: Meant(
            each.about[0].loan.id, each.about[0].owed(), spoken.day
        )
        for each, spoken in said
        if spoken.matter == Matter.PROMISE and spoken.day
    }


def _heard(left: runs.Left, one: Instalment) -> Heard:
    return Heard(
        loan_no=one.loan.loan_no,
        due=one.due,
        stage=left.stage,
        tone=left.tone,
        channel=texts.CHANNEL,
        language=left.language,
        at=left.sent.at.astimezone(ZONE),
        before=one.texts,
    )


def _write_back(said: Sequence[tuple[runs.Left, Said]], gateway: Gateway) -> None:
    """Through the door of the sandbox's handsets, in the order in which they write; who stops the
    texts is answered at once."""
    in_order = sorted(said, key=lambda each: each[0].sent.at + each[1].wait)
    typed = SandboxText.objects.bulk_create(
        SandboxText(
            direction=SandboxText.Direction.FROM_HANDSET,
            address_hash=left.sent.found.point.address_hash,
            text=spoken.words,
            at=left.sent.at + spoken.wait,
        )
        for left, spoken in in_order
        if left.sent.found.point is not None
    )
    written = [
        replies.Written(left.sent.address, text.text, text.at, f"handset:{text.pk}")
        for text, (left, _spoken) in zip(typed, in_order, strict=True)
    ]
    replies.take_all(written, gateway=gateway)
    for text, (_left, spoken) in zip(typed, in_order, strict=True):
        if spoken.matter == Matter.STOP:
            _dispatch(text.at + ANSWERED_IN)


def _complain(left: runs.Left, by: User) -> None:
    """On the telephone, the next morning's first call."""
    category, text = RANG[left.sent.message_id % len(RANG)]
    message = Message.objects.select_related("customer").get(pk=left.sent.message_id)
    assert message.customer is not None  # noqa: S101
    opening.log(
        customer=message.customer,
        message=message,
        via=Complaint.Via.PHONE,
        category=category,
        severity=Complaint.Severity.NORMAL,
        text=text,
        by=by,
        now=left.sent.at + timedelta(hours=1),
    )


def _dispatch(now: datetime) -> None:
    """What is not of a run (an answer to a keyword, thanks) leaves by the dispatcher itself."""
    if Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now).exists():
        dispatch(clock=Clock(now=lambda: now, boot=clock.boot_seconds), seconds=None)
        sandbox_receipts.send_receipts(now=now + timedelta(seconds=3))


def _count(lender: Lender, *, today: datetime) -> None:
    """As the nights did: the first count is of every episode there is."""
    summing.count(lender, now=today)
    sparing.look(lender, now=today)
