"""What came before the sample's day: opt-outs, holds and complaints, so that a run shows them."""

from datetime import datetime, timedelta

from accounts.models import ContactPoint, Customer, User
from feedback.complaints import opening
from feedback.hardship import cases, decisions
from feedback.models import Complaint, HardshipDecision, Need
from feedback.promises import service as promises
from messaging.models import Suppression
from messaging.suppression.service import suppress

# Every n-th customer with something due, so that each reason occurs and most are still contacted.
OPTED_OUT_EVERY = 60
HARDSHIP_EVERY = 90
PROMISED_EVERY = 110
COMPLAINED_EVERY = 220

DEFERRED = timedelta(days=30)
PROMISED_AHEAD = timedelta(days=4)

COMPLAINTS = (
    (Complaint.Category.TOO_OFTEN, "这个月已经收到好几条短信了，能不能少发一点。"),
    (Complaint.Category.WRONG_AMOUNT, "我上周还了一部分，短信里的金额好像不对。"),
    (Complaint.Category.WORDING, "短信语气让人不舒服，希望改一改。"),
)


def install(*, agent: User, approver: User, now: datetime) -> None:
    """Through the same services as in daily work; the days are those before `now`."""
    customers = list(
        Customer.objects.filter(loans__amount_due__gt=0, loans__due_date__lt=now.date())
        .distinct()
        .order_by("customer_no")
    )
    for customer in customers[7::OPTED_OUT_EVERY]:
        _opt_out(customer, now - timedelta(days=20))
    for customer in customers[19::HARDSHIP_EVERY]:
        _defer(customer, agent=agent, approver=approver, at=now - timedelta(days=6))
    for customer in customers[31::PROMISED_EVERY]:
        _promise(customer, agent=agent, at=now - timedelta(days=1))
    for number, customer in enumerate(customers[43::COMPLAINED_EVERY]):
        category, text = COMPLAINTS[number % len(COMPLAINTS)]
        opening.log(
            customer=customer,
            message=None,
            via=Complaint.Via.PHONE,
            category=category,
            severity=Complaint.Severity.NORMAL,
            text=text,
            by=agent,
            now=now - timedelta(days=10 - number % 5),
        )


def _defer(customer: Customer, *, agent: User, approver: User, at: datetime) -> None:
    case = cases.open_case(
        customer,
        source=f"staff:{agent.pk}",
        by=agent,
        now=at,
        needs=[Need.UNEMPLOYMENT, Need.DEFERRAL],
        story="失业了，正在找工作，请先缓一缓。",
    )
    proposal = decisions.propose(
        case,
        outcome=HardshipDecision.Outcome.DEFERRAL,
        until=(at + DEFERRED).date(),
        why="客户失业，延期一个月。",
        by=agent,
        now=at,
    )
    decisions.approve(proposal, by=approver, now=at)


def _promise(customer: Customer, *, agent: User, at: datetime) -> None:
    overdue = customer.loans.filter(amount_due__gt=0, due_date__lte=at.date())
    loan = overdue.order_by("due_date", "pk").first()
    if loan is not None:
        promises.make(
            customer,
            loan=loan,
            amount=loan.amount_due,
            on=(at + PROMISED_AHEAD).date(),
            source=f"staff:{agent.pk}",
            by=agent,
            now=at,
        )


def _opt_out(customer: Customer, at: datetime) -> None:
    for point in ContactPoint.objects.filter(customer=customer, channel="sms"):
        suppress(
            channel=point.channel,
            address_hash=bytes(point.address_hash),
            kind=Suppression.Kind.OPT_OUT,
            source="sample",
            now=at,
        )
