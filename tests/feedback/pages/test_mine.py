"""My reminders: behind the secret, and only one's own."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.formats import date_format

from accounts.contact import consents
from accounts.models import Customer, Hold, Lender
from feedback.models import Complaint, ComplaintReview, HardshipCase, Promise
from messaging.authoring import starter
from messaging.decisions.facts.customers import customers
from messaging.models import Message
from tests import make, make_channels, make_outbox, make_runs
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import text_about, visitor
from tests.make_complaints import resolved

pytestmark = pytest.mark.django_db
BEHIND = [
    *("mine", "texts", "wishes", "promise", "promise_check", "promise_back", "help", "help_check"),
    *("review", "pay", "pay_code", "paid", "help_back"),
]
NO_FORM = ("mine", "texts", "pay", "pay_code", "promise_check", "help_check")
SURE = {"sure": "1"}


@pytest.fixture
def inside(now: datetime, clock: Clock):
    """A visitor who has opened both doors, the customer, and the text."""
    somebody, customer, message = visitor(now)
    somebody.check()
    assert somebody.enter()["Location"] == somebody.url("mine")
    return somebody, customer, message


@pytest.mark.parametrize("name", BEHIND)
def test_without_the_secret_nothing_is_shown(now: datetime, clock: Clock, name: str) -> None:
    somebody, _customer, _message = visitor(now)
    somebody.check()
    somebody.enter("0000")
    assert somebody.get(name)["Location"] == somebody.url("door")
    if name not in NO_FORM:
        assert somebody.post(name)["Location"] == somebody.url("door")


def test_what_is_owed_stands_first_with_help_before_payment(inside) -> None:
    somebody, customer, message = inside
    other = make.loan(customer=customer, lender=make.lender(), amount_due=Decimal("77.70"))
    page = somebody.get("mine").content.decode()
    assert page.index("1,234.56") < page.index(somebody.url("help")) < page.index("安和App")
    assert other.loan_no[-4:] + ")" not in page
    assert "77.70" not in page
    assert "王小明" not in page
    assert message.lender.hotline in page


def test_every_text_that_left_is_there_and_no_other_customer_s(inside, now: datetime) -> None:
    somebody, customer, message = inside
    tomorrow = make_outbox.run(
        message.lender, policy_version=message.run.policy, day=make.DAY + timedelta(days=1)
    )
    text_about(make.loan(customer=customer, lender=message.lender), now, in_run=tomorrow)
    text_about(make.loan(lender=message.lender, as_of=now), now)
    page = somebody.get("texts").content.decode()
    assert page.count('class="bubble"') == 2
    assert Message.objects.count() == 3


def test_older_texts_are_a_page_further(inside, now: datetime) -> None:
    somebody, customer, message = inside
    page = somebody.client.get(somebody.url("texts") + f"?before={message.pk}").content.decode()
    assert 'class="bubble"' not in page
    for odd in ("-1", "x", "9" * 30, "１", ""):
        assert somebody.client.get(somebody.url("texts") + f"?before={odd}").status_code == 200


def reminds_in(lender: Lender, *languages: str) -> None:
    """The lender has reminders in these languages, and a strategy that names them."""
    approved = {"approver": make.staff("supervisor"), "now": make.MORNING}
    texts = [text for each in languages for text in make_runs.texts(each)]
    writer = make.staff("collector")
    starter.install(texts, author=writer, effective_from=make.MORNING, **approved)
    starter.install_strategy(lender, author=make.staff("supervisor"), **approved)


def test_only_what_can_be_kept_to_is_offered(inside) -> None:
    somebody, _customer, message = inside
    page = somebody.get("wishes").content.decode()
    for absent in ("email", "wechat", "push", "zh-hant", "en"):
        assert f'value="{absent}"' not in page
        for field in ("channel", "language"):
            assert somebody.post("wishes", {field: absent}).status_code == 200
    assert 'value="phone"' in page
    reminds_in(message.lender, "zh-hans", "zh-hant")
    page = somebody.get("wishes").content.decode()
    assert 'value="zh-hant"' in page
    assert 'value="en"' not in page


def test_a_channel_with_an_address_and_a_gateway_can_be_wished_for(inside) -> None:
    somebody, customer, _message = inside
    make_channels.address(customer, "email")
    make_channels.address(customer, "wechat", "oABCDEFGHIJKLMNOPQRSTUVWXYZ12")
    make_outbox.gateway(driver="sandbox_email", channel="email")
    page = somebody.get("wishes").content.decode()
    assert 'value="email"' in page
    assert 'value="wechat"' not in page
    somebody.post("wishes", {"hours": "", "channel": "email", "language": ""})
    assert customers([customer.pk])[customer.pk].wished_channel == "email"
    assert "note" not in somebody.get("wishes").content.decode()


def test_a_wish_from_before_that_cannot_be_kept_to_is_said_to_be_so(inside) -> None:
    somebody, customer, _message = inside
    Customer.objects.filter(pk=customer.pk).update(wished_channel="email")
    somebody.client.get(somebody.url("mine") + "?lang=en")
    assert (
        "You asked for: E-mail. We cannot reach you that way"
        in somebody.get("wishes").content.decode()
    )


def test_wishes_are_kept_and_reach_the_next_decision(inside) -> None:
    somebody, customer, message = inside
    reminds_in(message.lender, "zh-hans", "en")
    wished = {"hours": "evening", "channel": "phone", "language": "en"}
    assert somebody.post("wishes", wished)["Location"] == somebody.url("mine")
    row = customers([customer.pk])[customer.pk]
    assert (row.wished_hours, row.wished_channel, row.language) == ("evening", "phone", "en")
    assert Customer.objects.get(pk=customer.pk).language_to_use == "en"
    assert "checked" in somebody.get("wishes").content.decode()
    somebody.post("wishes", {"hours": "", "channel": "", "language": ""})
    assert customers([customer.pk])[customer.pk].language == "zh-hans"


def test_contact_at_night_is_agreed_to_and_taken_back_on_ones_own_page(inside) -> None:
    somebody, customer, message = inside
    silent = {"hours": "", "channel": "", "language": ""}
    assert 'name="night"' in somebody.get("wishes").content.decode()
    for _press in range(2):
        somebody.post("wishes", {**silent, "night": "yes"})
    given = customer.consents.get()
    assert (given.via, given.recorded_by, given.evidence) == ("page", None, f"page:{message.pk}")
    assert customers([customer.pk])[customer.pk].night_consent
    somebody.post("wishes", silent)  # a form that did not ask says nothing of it
    assert customers([customer.pk])[customer.pk].night_consent
    somebody.post("wishes", {**silent, "night": "no"})
    assert not customers([customer.pk])[customer.pk].night_consent
    given.refresh_from_db()
    assert (given.revoked_by, given.revocation) == (None, f"page:{message.pk}")


def test_where_the_policy_knows_no_such_consent_it_is_not_asked_but_can_be_taken_back(
    inside, now: datetime
) -> None:
    somebody, customer, message = inside
    make_outbox.policy(message.lender, consent_lifts_quiet_hours=False)
    assert 'name="night"' not in somebody.get("wishes").content.decode()
    consents.give(customer, kind="night_contact", via="page", evidence="x", by=None, now=now)
    assert 'name="night"' in somebody.get("wishes").content.decode()


def test_a_promise_keeps_reminders_back_and_twice_is_once(inside, now: datetime) -> None:
    somebody, customer, message = inside
    loan = customer.loans.get()
    typed = {"loan": loan.pk, "amount": "1234.56", "on": "2026-09-20"}
    for _press in range(2):
        assert somebody.post("promise", typed | SURE)["Location"] == somebody.url("mine")
    promise = Promise.objects.get()
    assert (promise.amount, promise.made_by) == (Decimal("1234.56"), None)
    assert promise.source == f"page:{message.pk}"
    assert Hold.objects.filter(customer=customer, kind="promise", released_at=None).exists()
    assert "2026年9月20日" in somebody.get("mine").content.decode()


def test_a_promise_is_read_once_more_and_changed_and_taken_back(inside, now: datetime) -> None:
    somebody, customer, _message = inside
    loan = customer.loans.get()
    typed = {"loan": loan.pk, "amount": "500元", "when": "other", "on": "下周五"}
    assert somebody.post("promise", typed)["Location"] == somebody.url("promise_check")
    page = somebody.get("promise_check").content.decode()
    assert "2026-09-25" in page
    assert "500.00" in page
    assert not Promise.objects.exists()
    assert "下周五" in somebody.get("promise").content.decode()
    read = {"loan": loan.pk, "amount": "500.00", "on": "2026-09-25"} | SURE
    assert somebody.post("promise", read)["Location"] == somebody.url("mine")
    assert somebody.get("mine").content.decode().count("2026年9月25日") == 2
    assert somebody.get("promise_check")["Location"] == somebody.url("promise")

    again = somebody.get("promise").content.decode()
    assert "2026年9月25日" in again
    assert 'value="500.00"' in again  # who changes the day keeps the amount
    assert "3天后，2026年9月18日" in again
    somebody.post("promise", read | {"on": "2026-09-22"})
    first, second = Promise.objects.order_by("pk")
    assert (first.state, second.state, second.pay_on.day) == ("cancelled", "open", 22)
    assert Hold.objects.filter(kind="promise", released_at=None).count() == 1

    assert "2026年9月22日" in somebody.get("promise_back").content.decode()
    others = Promise.objects.create(customer=make.customer(), source="page:0", noted_at=now)
    for which in (others.pk, second.pk, second.pk):
        answer = somebody.post("promise_back", {"promise": which})
        assert answer["Location"] == somebody.url("mine")
    second.refresh_from_db()
    others.refresh_from_db()
    assert (second.state, others.state) == ("cancelled", "proposed")
    assert not Hold.objects.filter(kind="promise", released_at=None).exists()
    assert somebody.get("promise_back")["Location"] == somebody.url("mine")


@pytest.mark.parametrize(
    "typed",
    [
        {"amount": "0", "on": "2026-09-20"},
        {"amount": "99999999", "on": "2026-09-20"},
        {"amount": "NaN", "on": "2026-09-20"},
        {"amount": "10", "on": "2020-01-01"},
        {"amount": "10", "on": "2099-01-01"},
        {"amount": "10", "on": "0000-00-00"},
        {"amount": "10", "on": "发工资后"},
        {"amount": "10", "on": "2026-09-20", "loan": "1e9"},
        {"amount": "10", "on": "2026-09-20", "loan": "0"},
    ],
)
def test_what_cannot_be_promised_is_said_on_the_page(inside, typed: dict[str, str]) -> None:
    somebody, customer, _message = inside
    page = somebody.post("promise", {"loan": customer.loans.get().pk} | typed)
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert not Promise.objects.exists()


def test_who_names_payday_alone_is_asked_for_its_day_and_what_is_due_bears_its_currency(
    inside,
) -> None:
    somebody, customer, _message = inside
    typed = {"loan": customer.loans.get().pk, "amount": "99999", "on": "发工资后"}
    assert "您几号发工资" in somebody.post("promise", typed).content.decode()
    page = somebody.post("promise", typed | {"on": "20号"}).content.decode()
    assert "1,234.56元" in page


def test_another_customer_s_loan_cannot_be_promised(inside, now: datetime) -> None:
    somebody, _customer, message = inside
    foreign = make.loan(lender=message.lender, as_of=now)
    page = somebody.post("promise", {"loan": foreign.pk, "amount": "1", "on": "2026-09-20"})
    assert page.status_code == 200
    assert not Promise.objects.exists()


def test_asking_for_help_opens_one_case(inside) -> None:
    somebody, customer, message = inside
    assert somebody.post("help", {}).status_code == 200
    said = {"needs": ["deferral", "illness"], "story": "住院了"}
    assert somebody.post("help", said)["Location"] == somebody.url("help_check")
    assert "住院了" in somebody.get("help_check").content.decode()
    assert not HardshipCase.objects.exists()
    for _press in range(2):
        somebody.post("help", said | SURE)
    case = HardshipCase.objects.get()
    assert (case.customer, case.opened_by, case.source) == (customer, None, f"page:{message.pk}")
    assert case.needs == ["deferral", "illness"]
    assert Hold.objects.filter(customer=customer, kind="hardship", released_at=None).exists()


def answered(customer: Customer, message: Message, now: datetime) -> Complaint:
    """A complaint about the text, and the lender's answer to it."""
    return resolved(now, customer=customer, message=message, via="page")


def test_a_second_look_is_asked_for_once_and_reminders_rest(inside, now: datetime) -> None:
    somebody, customer, message = inside
    assert somebody.get("review")["Location"] == somebody.url("mine")
    complaint = answered(customer, message, now)
    page = somebody.get("mine").content.decode()
    assert complaint.number in page
    assert somebody.url("review") in page
    assert complaint.number in somebody.get("review").content.decode()
    typed = {"complaint": complaint.pk, "words": "没有回答我的问题"}
    for _press in range(2):
        assert somebody.post("review", typed)["Location"] == somebody.url("mine")
    review = ComplaintReview.objects.get()
    assert (review.complaint, review.via, review.recorded_by) == (complaint, "page", None)
    assert review.text == "没有回答我的问题"
    assert Hold.objects.get(customer=customer, kind="complaint", released_at=None) == review.hold
    page = somebody.get("mine").content.decode()
    assert date_format(review.due_on, "DATE_FORMAT") in page
    assert somebody.url("review") not in page


def test_a_second_look_in_english_says_what_is_done(inside, now: datetime) -> None:
    somebody, customer, message = inside
    answered(customer, message, now)
    somebody.client.get(somebody.url("mine") + "?lang=en")
    assert "Why do you disagree?" in somebody.get("review").content.decode()


@pytest.mark.parametrize("words", ["", " ", "多" * 1001])
def test_a_second_look_says_why_in_so_many_words(inside, now: datetime, words: str) -> None:
    somebody, customer, message = inside
    complaint = answered(customer, message, now)
    page = somebody.post("review", {"complaint": complaint.pk, "words": words})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()
    assert not ComplaintReview.objects.exists()


def test_a_stranger_s_complaint_is_not_looked_at_again(inside, now: datetime) -> None:
    somebody, customer, message = inside
    answered(customer, message, now)
    loan = make.loan(lender=message.lender, as_of=now)
    of_another = make.loan(customer=customer, lender=make.lender(), as_of=now)
    for other in (loan, of_another):
        foreign = resolved(now, customer=other.customer, message=text_about(other, now)[0])
        page = somebody.post("review", {"complaint": foreign.pk, "words": "不服"})
        assert page.status_code == 200
        assert foreign.number not in page.content.decode()
    assert not ComplaintReview.objects.exists()


def test_a_second_look_is_not_offered_when_its_time_is_over(
    inside, now: datetime, clock: Clock
) -> None:
    somebody, customer, message = inside
    complaint = answered(customer, message, now - timedelta(days=40))
    assert complaint.number not in somebody.get("mine").content.decode()
    typed = {"complaint": complaint.pk, "words": "不服"}
    assert somebody.post("review", typed)["Location"] == somebody.url("mine")
    assert not ComplaintReview.objects.exists()


def test_nobody_floods_us_with_words(inside) -> None:
    somebody, _customer, _message = inside
    said = {"needs": ["other"]} | SURE
    pages = [somebody.post("help", said | {"story": str(n)}) for n in range(12)]
    assert [page.status_code for page in pages[-2:]] == [429, 429]


def test_the_second_door_closes_with_the_visit(inside, now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = inside
    clock.now = now + timedelta(minutes=20)
    assert somebody.get("mine")["Location"] == somebody.url("check")
    somebody.check()
    assert somebody.get("mine")["Location"] == somebody.url("door")
