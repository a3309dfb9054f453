"""What was paid after a reply was written is told, and can be promised no more."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from accounts.errors import Refused
from accounts.models import Loan
from feedback.models import Promise
from feedback.promises import proposals, service as promises
from feedback.promises.paid_since import paid_since
from tests import make, make_care, make_inbox

pytestmark = pytest.mark.django_db
LATER = timedelta(hours=3)


def told(loan: Loan, *, left: str, due_in: int, at: datetime) -> None:
    """The figures the core system sent afterwards."""
    Loan.objects.filter(pk=loan.pk).update(
        amount_due=Decimal(left), due_date=make.DAY + timedelta(days=due_in), as_of=at
    )


@pytest.mark.parametrize(
    ("left", "due_in", "settled", "said"),
    [
        ("0", -5, True, "nothing is due any more"),
        ("40498", 20, True, "The next, 40,498.00元, is due on 2026-10-05 only"),
        ("734.56", -5, False, "734.56元 of it is still due"),
        ("734.56", 0, False, "734.56元 of it is still due"),
    ],
)
def test_what_was_paid_since_is_told_and_what_is_settled_is_promised_no_more(
    now: datetime, left: str, due_in: int, settled: bool, said: str
) -> None:
    loan = make.loan(as_of=make.MORNING)
    reply = make_inbox.reply("明天还", customer=loan.customer, at=now)
    proposal = proposals.propose(loan.customer, reply_id=reply.pk, now=now)
    assert proposal is not None
    assert paid_since(reply, now) == []
    make_care.repayment(loan, amount="500", paid_on=make.DAY, at=now + LATER)
    told(loan, left=left, due_in=due_in, at=now + LATER)
    (paid,) = paid_since(reply, now + LATER)
    assert (paid.amount, paid.settled) == (Decimal(500), settled)
    assert "500.00元 was paid on" in paid.said
    assert said in paid.said
    entered = {
        "loan": loan,
        "amount": Decimal(100),
        "on": make.DAY + timedelta(days=1),
        "by": make.staff("agent"),
        "now": now + LATER,
    }
    if not settled:
        assert promises.confirm(proposal, **entered).state == "open"
        return
    with pytest.raises(Refused, match="nothing to promise"):
        promises.confirm(proposal, **entered)
    with pytest.raises(Refused, match="nothing to promise"):
        promises.make(loan.customer, source=f"reply:{reply.pk}", **entered)
    assert Promise.objects.get().state == "proposed"


def test_the_rest_of_a_part_not_due_yet_is_promised_all_the_same(now: datetime) -> None:
    loan = make.loan(dpd=-5, as_of=now)
    reply = make_inbox.reply("明天还", customer=loan.customer, at=now)
    make_care.repayment(loan, amount="500", paid_on=make.DAY, at=now + LATER)
    Loan.objects.filter(pk=loan.pk).update(amount_due=Decimal("734.56"))
    (paid,) = paid_since(reply, now + LATER)
    assert not paid.settled


def test_money_that_went_back_again_was_not_paid(now: datetime) -> None:
    loan = make.loan()
    reply = make_inbox.reply("明天还", customer=loan.customer, at=now)
    first = make_care.repayment(loan, amount="500", paid_on=make.DAY, at=now + LATER)
    type(first).objects.create(
        reference="back",
        loan=loan,
        paid_on=make.DAY,
        amount=Decimal(-500),
        recorded_at=now + LATER,
        reverses=first,
        reversed_on=make.DAY,
    )
    assert paid_since(reply, now + LATER) == []
