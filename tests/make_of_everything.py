"""Something of everything, of one lender: what the addresses of pages about its people name."""

from datetime import datetime

from django.db.models import Model

from accounts.contact import consents
from accounts.models import Customer, ErasureRequest, Loan, StaffNumber
from accounts.retention import legal_holds, rules
from feedback import models as feedback
from feedback.pages import unlocking
from messaging import models as messaging
from messaging.education import planning
from messaging.models.template import REMINDERS
from messaging.report import asking, regular
from tests import make, make_care, make_phone, make_sealed

LISTED = "FOREIGN7"
"""Its customer's number, and the end of its loan's."""


def everything(now: datetime) -> Customer:
    """While the clock says `now`."""
    customer = make_sealed.everything(now)
    Customer.objects.filter(pk=customer.pk).update(customer_no=LISTED)
    loan = customer.loans.first()
    assert loan is not None
    Loan.objects.filter(pk=loan.pk).update(loan_no=f"L{LISTED}")
    make_care.promise(now=now, loan=loan)
    make_care.repayment(loan, amount="1.00", paid_on=now.date(), at=now)
    by, writer = make.staff("agent"), make.staff("collector")
    if not feedback.SecretUnlock.objects.exists():
        unlocking.ask(customer, reason="客户来电，已核对身份", by=by, now=now)
    head = make.staff("supervisor")
    ErasureRequest.objects.create(customer=customer, why="x", asked_by=head, asked_at=now)
    legal_holds.ask(customer, why="court asks", by=head, now=now)
    rules.ask("messages", lender=loan.lender, months=60, why="as proposed", by=head, now=now)
    consents.give(customer, kind="night_contact", via="call", evidence="x", by=by, now=now)
    feedback.ComplaintMessage.objects.create(
        complaint=feedback.Complaint.objects.earliest("pk"),
        message=messaging.Message.objects.earliest("pk"),
        at=now,
        by=by,
    )
    drafted = {
        "lender": loan.lender,
        "number": 99,
        "author": writer,
        "edited_by": writer,
        "created_at": now,
        "edited_at": now,
    }
    messaging.Strategy.objects.create(**drafted)
    messaging.Trial.objects.create(**drafted, title="x", stage="dpd-1", tone="gentle")
    messaging.Campaign.objects.create(
        **drafted,
        title="x",
        texts=[messaging.Template.objects.filter(**REMINDERS).earliest("pk").pk],
        first_day=make.DAY,
        last_day=make.DAY,
    )
    messaging.Segment.objects.create(
        lender=loan.lender,
        title="x",
        conditions=[{"fact": "answered", "is": True}],
        edited_by=writer,
        edited_at=now,
    )
    make_phone.asked(
        StaffNumber.objects.get().user, messaging.TemplateVersion.objects.latest("pk"), now
    )
    consents.give(customer, kind="education", via="call", evidence="x", by=by, now=now)
    planning.plan(loan.lender, by=None, now=now)
    report = asking.ask(
        first=now.date(), last=now.date(), lender=loan.lender, rule="", by=head, now=now
    )
    asking.work(report.pk, clock=lambda: now)
    regular.begin(every="week", lender=loan.lender, by=head, now=now)
    return customer


def one(model: type[Model]) -> int:
    """The id of a row of it."""
    row = model._default_manager.order_by("pk").first()
    assert row is not None, f"the test has no {model.__name__}"
    return int(row.pk)
