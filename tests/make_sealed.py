"""Something personal in every encrypted column, made by the services that write it."""

import base64
import json
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.http import QueryDict

from accounts.intake.merging import move_rows
from accounts.intake.merging.counts import as_text
from accounts.intake.parsing.rows import RowContext, parse_loan_row
from accounts.intake.parsing.shapes import LoanRow
from accounts.models import (
    ApiCall,
    ApiKey,
    Customer,
    ImportFile,
    ImportProblem,
    Lender,
    LoanInstalment,
    LoanMove,
    NewNumber,
    User,
)
from accounts.models.sealed import as_stored
from accounts.privacy.keyring import Keyring
from accounts.rotation.encrypted import encrypted_columns
from config import clock
from feedback.alarms import service
from feedback.calls import removing
from feedback.complaints import closing, extensions, opening, reviews, working
from feedback.hardship import cases, decisions
from feedback.inbox import assignment, filing
from feedback.letters import drafting, sending, starter
from feedback.models import Evidence, SecretUnlock
from feedback.pages import drafts
from feedback.surveys import service as surveys
from messaging.dispatch.loop import dispatch
from messaging.events import destinations
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts, replies
from messaging.inbound.requests import store as webhooks
from messaging.models import AccessToken, Gateway, Message, Reply
from messaging.transactional import phone_calls
from tests import (
    make,
    make_alarms,
    make_events,
    make_intake,
    make_outbox,
    make_phone,
    make_sign_in,
)

PHONE = "+8610000012345"
NAME = "王小明"


def everything(now: datetime, *, aside: str = "", name: str = NAME) -> Customer:
    """One customer with a delivered message, a reply, a receipt, a complaint and a bad row.

    `aside`: what everybody says besides, in every text that people write.
    """
    customer = make.customer(name=name, phone=PHONE)
    message = make_outbox.message(loan=make.loan(customer=customer, as_of=now))
    dispatch(clock=make_outbox.FixedClock(now).clock)
    gateway = Gateway.objects.get(channel="sms")
    later = now + timedelta(minutes=1)
    receipts.take(
        gateway=gateway,
        incoming=[InboundReceipt("delivered", message_id=message.pk, raw="to=" + PHONE)],
        now=later,
    )
    replies.take(
        address=PHONE, text="好的，谢谢" + aside, now=later, gateway=gateway, gateway_ref="r1"
    )
    assert Message.objects.get(pk=message.pk).state == "delivered"
    AccessToken.objects.create(gateway=gateway, token="lent", drawn_at=now, expires_at=later)
    _complaint(customer, later, aside)
    _survey(customer, message, later, aside)
    _inbox(customer, later, aside)
    _hardship(customer, later, aside)
    _distress(customer, later, aside)
    make_sign_in.with_app(make.staff("agent"), now)
    SecretUnlock.objects.create(
        customer=customer, reason="已核实" + aside, asked_by=make.staff("agent"), asked_at=later
    )
    NewNumber.objects.create(
        customer=customer,
        number=make.sandbox_phone(),
        why="来电，录音8812" + aside,
        asked_by=make.staff("agent"),
        asked_at=later,
    )
    make_phone.in_use(make.staff("collector"), now, make.sandbox_phone())
    file = ImportFile.objects.create(
        kind="loans",
        filename="a.csv",
        sha256="0" * 64,
        size=1,
        uploaded_at=now,
        state="checked",
        columns={
            "positions": {"name": 0, "phone": 1},
            "matched": {"name": "name", "phone": "phone"},
            "headings": ["name", "phone"],
            "said_by": {},
        },
        first_rows=json.dumps({"utf-8": [[name, PHONE]]}),
    )
    LoanMove.objects.create(
        loan=customer.loans.earliest("pk"),
        from_customer=customer,
        to_number="K2",
        row=_moved(customer.name),
        as_of=now,
        import_file=file,
        line=2,
        found_at=now,
    )
    ImportProblem.objects.create(
        import_file=file, line=2, column="phone", code="bad_phone", row=as_text([name, PHONE])
    )
    _call(now, answer=f"{name} {PHONE}")
    _on_pages(customer, message, now, aside)
    _told(message.lender)
    return customer


def _told(lender: Lender) -> None:
    """A system of the lender, whose secret was replaced, and what it is told."""
    there = make_events.destination(lender)
    destinations.take_secret(there, by=there.asked_by, now=clock.machine())
    make_events.event(there)


def _on_pages(customer: Customer, message: Message, now: datetime, aside: str) -> None:
    """What the customer left unfinished, and what one instalment is paid with."""
    typed = QueryDict(mutable=True)
    typed["story"] = "失业了" + aside
    drafts.keep(customer, message.lender, form="help", typed=typed, now=now)
    loan = customer.loans.earliest("pk")
    LoanInstalment.objects.create(
        loan=loan,
        number=1,
        due_date=loan.due_date,
        principal=loan.amount_due,
        pay_with=f"https://pay.example/{PHONE}",
    )


def _call(now: datetime, *, answer: str) -> None:
    """What a core system was answered."""
    serial = ApiKey.objects.count()
    login = User(username=f"api-{serial}", is_machine=True)
    login.set_unusable_password()
    login.save()
    key = ApiKey.objects.create(
        name="core",
        user=login,
        scopes=["messages:read"],
        networks=["10.20.0.5/32"],
        expires_at=now + timedelta(days=30),
        why="core system",
        public_id=f"sealed{serial}",
        asked_by=make.staff("administrator"),
        asked_at=now,
    )
    ApiCall.objects.create(key=key, idempotency_key="a", fingerprint=b"a", answer=answer, at=now)


def _moved(name: str) -> str:
    """A row of a file that names the loan under another number."""
    context = RowContext(lenders={"anhe": "anhe"}, sandbox=True, now=make.MORNING)
    row = parse_loan_row(make_intake.loan(name=name), context)
    assert isinstance(row, LoanRow)
    return move_rows.as_text(row)


def _survey(customer: Customer, message: Message, now: datetime, aside: str) -> None:
    made = surveys.ask(
        customer, lender=message.lender, occasion="sample", source="message:1", now=now
    )
    assert made is not None
    surveys.rate(made, 4, via="page", now=now, remark="都挺好" + aside)


def _inbox(customer: Customer, now: datetime, aside: str) -> None:
    agent = make.staff("agent")
    talk = filing.file_reply(Reply.objects.latest("pk").pk, now)
    assert talk is not None
    assignment.add_note(talk, text="客户语气平和" + aside, by=agent, now=now)
    call, _number = phone_calls.begin(
        customer.contact_points.get(), purpose="call_back", source="staff:1", by=agent, now=now
    )
    phone_calls.end(call, outcome="reached", note="已说明" + aside, now=now)
    webhooks.store(
        Gateway.objects.get(channel="sms"),
        "receipts",
        seal=None,
        kept=b"to=" + PHONE.encode(),
        content_type="",
        now=now,
    )


def _distress(customer: Customer, now: datetime, aside: str) -> None:
    alarm = make_alarms.distress(now, of=customer)
    task, one, boss = make_alarms.task_of(alarm), make.staff("agent"), make.staff("supervisor")
    removing.ask(task, reason="号码无人接听" + aside, by=one, now=now)
    removing.agree(task, reason="已上门探望" + aside, by=boss, now=now)
    service.close_by_supervisor(alarm, reason="家人在身边" + aside, by=boss, now=now)


def _hardship(customer: Customer, now: datetime, aside: str) -> None:
    agent = make.staff("agent")
    case = cases.open_case(customer, source="staff:1", by=agent, now=now, story="失业了" + aside)
    cases.add_note(case, text="下周再联系" + aside, by=agent, now=now)
    until = (now + timedelta(days=20)).date()
    decisions.propose(
        case, outcome="deferral", why="等待新工作" + aside, by=agent, now=now, until=until
    )


def _complaint(customer: Customer, now: datetime, aside: str) -> None:
    agent, boss = make.staff("agent"), make.staff("supervisor")
    made = opening.log(
        customer=customer,
        message=None,
        via="phone",
        category="too_often",
        severity="normal",
        text="太多了" + aside,
        by=agent,
        now=now,
    )
    working.add_note(made, text="已回电" + aside, by=agent, now=now)
    Evidence.objects.create(  # its row alone: the file is tested with the other files
        complaint=made,
        kind="txt",
        name=f"{customer.name}.txt",
        size=1,
        sha256="0" * 64,
        stored_as="none.evidence",
        added_at=now,
        added_by=agent,
    )
    extensions.ask_for_extension(made, reason="等待调取录音" + aside, by=agent, now=now)
    starter.install(author=agent, approver=boss, now=now)
    letter = drafting.in_force(now, purpose="received", language="zh-hans")[0]
    seen = sending.fingerprint(sending.compose(made, letter, now=now))
    sending.send(made, letter, way="post", seen_hash=seen, by=agent, now=now)
    closing.resolve(made, outcome="upheld", answer="已致歉", by=agent, now=now)
    review = reviews.ask_for_review(made, via="phone", text="不满意" + aside, by=agent, now=now)
    reviews.decide_review(review, outcome="confirmed", answer="维持", by=boss, now=now)


def clear_texts(keys: Keyring) -> dict[str, list[str]]:
    """Every encrypted value in clear, by column, in order of the rows."""
    found = {}
    for column in encrypted_columns():
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {column.primary_key}, {column.name} FROM {column.table}"
                f" WHERE {column.name} IS NOT NULL ORDER BY {column.primary_key}"
            )
            found[column.label] = [
                keys.decrypt(sealed, column.field.bound_to(pk)) for pk, sealed in cursor
            ]
    return found


def stored(row: Model, column: str) -> bytes:
    """What is kept of a text, as it stands in the database."""
    with as_stored():
        fresh = type(row)._base_manager.get(pk=row.pk)
        return bytes(getattr(fresh, column))


def keys(*numbers: int) -> Keyring:
    """The installation's keyring with these field keys: 1 is its own, the highest is current."""
    own = settings.FIELD_KEYS.partition(":")[2]
    texts = {1: own, **{n: base64.b64encode(bytes([n]) * 32).decode() for n in numbers if n != 1}}
    return Keyring.from_texts(
        field_keys=",".join(f"{n}:{texts[n]}" for n in numbers),
        index_key=settings.INDEX_KEY,
        suppression_key=settings.SUPPRESSION_KEY,
    )
