"""What came of the hours that were drawn: counted once, and summed for the next draws."""

from datetime import timedelta

import pytest

from feedback.effect import hours
from messaging.models import Candidate, CandidateLoan, HourDraw, HourSum, Run
from tests import make, make_care, make_complaints, make_inbox

pytestmark = pytest.mark.django_db
OPENS = timedelta(hours=9, minutes=30)  # 18:00 in Shanghai


@pytest.fixture
def drawn(lender):
    """A text of `ago` days before, drawn into an hour of the evening, its run released at eight."""

    def draw(*, ago=5, loan=None, hour=19, share=0.5, late=False, at_once=False, **columns):
        loan = loan or make.loan(lender=lender)
        morning = make.MORNING - timedelta(days=ago)
        run, _made = Run.objects.get_or_create(
            lender=lender,
            day=morning.date(),
            defaults={
                "state": "released",
                "released_by": make.staff("supervisor"),
                "released_at": morning + timedelta(hours=11) if late else morning,
                "send_at_once": at_once,
            },
        )
        candidate = Candidate.objects.create(
            run=run,
            customer=loan.customer,
            stage="dpd-4-7",
            tone="gentle",
            tone_reason="x",
            cause="unknown",
            language="zh-hans",
            arm="contact",
            currency="CNY",
            amount_due=loan.amount_due,
            days_past_due=5,
            outcome="send",
            reason="ok",
            to_send=True,
        )
        CandidateLoan.objects.create(
            candidate=candidate, loan=loan, stage="dpd-4-7", days_past_due=5, amount_due=1
        )
        return HourDraw.objects.create(
            candidate=candidate,
            lender=lender,
            customer=loan.customer,
            day=run.day,
            alike="always_on_time:overdue",
            hours=[18, 19],
            shares=[1 - share, share],
            hour=hour,
            share=share,
            opens_at=morning + OPENS,
            at=morning + OPENS + timedelta(hours=hour - 18, minutes=10),
            **columns,
        )

    return draw


def _counted(draw, now=make.MORNING):
    hours.learn(draw.lender, now=now)
    draw.refresh_from_db()
    return draw.answered, draw.repaid, draw.harmed


def test_nothing_came_of_it(drawn):
    assert _counted(drawn()) == (False, False, False)


@pytest.mark.parametrize(("after", "counts"), [(0, True), (2, True), (3, False), (-1, False)])
def test_money_of_three_days_counts(drawn, after, counts):
    draw = drawn()
    make_care.repayment(
        draw.candidate.loans.get().loan,
        amount="10.00",
        paid_on=draw.day + timedelta(days=after),
        at=draw.at,
    )
    assert _counted(draw) == (False, counts, False)


@pytest.mark.parametrize(
    ("text", "found"),
    [("我明天还", (True, False, False)), ("退订", (False, False, True))],
)
def test_an_answer_counts_unless_it_is_none_to_be_glad_of(drawn, text, found):
    draw = drawn()
    make_inbox.reply(text, customer=draw.customer, at=draw.at + timedelta(hours=1))
    assert _counted(draw) == found


def test_a_complaint_is_harm(drawn):
    draw = drawn()
    make_complaints.logged(draw.at + timedelta(days=1), customer=draw.customer)
    assert _counted(draw)[2]


@pytest.mark.parametrize("how", [{"late": True}, {"at_once": True}, {"ago": 3}])
def test_what_did_not_keep_to_its_hour_or_is_too_young_is_not_counted(drawn, how):
    assert _counted(drawn(**how)) == (None, None, None)
    assert not HourSum.objects.exists()


def test_what_was_counted_stays_as_it_was(drawn):
    draw = drawn()
    _counted(draw)
    make_care.repayment(
        draw.candidate.loans.get().loan, amount="10.00", paid_on=draw.day, at=draw.at
    )
    assert _counted(draw, make.MORNING + timedelta(days=1)) == (False, False, False)


def test_sums_weigh_by_the_share_and_count_customers(drawn, lender):
    loan = make.loan(lender=lender)
    for ago, share in ((6, 0.5), (7, 0.8)):
        draw = drawn(ago=ago, loan=loan, share=share)
        make_care.repayment(loan, amount="1.00", paid_on=draw.day, at=draw.at)
    drawn(hour=18, share=0.25)
    finding = hours.learn(lender, now=make.MORNING)
    whole = HourSum.objects.get(alike="", hour=19)
    assert (whole.texts, whole.customers, whole.good, whole.repaid) == (2, 1, 2, 2)
    assert whole.weight == pytest.approx(2 + 1.25)
    assert whole.squares == pytest.approx(4 + 1.25**2)
    assert whole.weighted == pytest.approx(3.25)
    assert whole.by_customer == pytest.approx([3.25**2] * 3)
    assert HourSum.objects.filter(alike="always_on_time:overdue").count() == 2
    assert (finding.texts, finding.customers) == (3, 2)
    assert finding.good == pytest.approx(2 / 3)
    # 1 less what an even draw would have seen: 1 - 1 / (2 × share) of each good text.
    assert finding.gained == pytest.approx((0 + (1 - 1 / 1.6)) / 3)


def test_a_lender_who_never_drew_has_no_finding(lender):
    assert hours.learn(lender, now=make.MORNING) is None


def test_the_nights_sums_replace_those_of_the_last(drawn, lender):
    drawn()
    hours.learn(lender, now=make.MORNING)
    first = list(HourSum.objects.values_list("alike", "hour", "texts"))
    hours.learn(lender, now=make.MORNING)
    assert list(HourSum.objects.values_list("alike", "hour", "texts")) == first
