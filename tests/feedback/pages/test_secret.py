"""The second door: right once, or shut for a day after five wrong tries."""

from datetime import datetime, timedelta

import pytest

from accounts.keys import keyring
from accounts.models import Customer
from feedback.models import SecretTry
from feedback.pages.secret import LOCKED_FOR, MOST_WRONG, Outcome, enter
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import SECRET, texted, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def tried(now: datetime):
    customer, message, _code = texted(now)

    def attempt(typed: str, at: datetime = now) -> Outcome:
        return enter(customer, message=message, typed=typed, now=at)

    return attempt


@pytest.mark.parametrize("typed", [SECRET, "123x", " 1 2 3 x ", "１２３Ｘ"])
def test_the_secret_is_understood_however_it_is_typed(tried, typed: str) -> None:
    assert tried(typed) == Outcome.RIGHT


def test_five_wrong_tries_shut_the_door_even_to_the_right_one(tried, now: datetime) -> None:
    outcomes = [tried(f"{n:04d}") for n in range(MOST_WRONG)]
    assert outcomes == [Outcome.WRONG] * (MOST_WRONG - 1) + [Outcome.LOCKED]
    assert tried(SECRET) == Outcome.LOCKED
    assert tried(SECRET, now + LOCKED_FOR - timedelta(minutes=1)) == Outcome.LOCKED
    assert tried(SECRET, now + LOCKED_FOR) == Outcome.RIGHT


def test_a_right_try_begins_the_count_anew(tried) -> None:
    for _round in range(3):
        assert {tried("0000") for _ in range(MOST_WRONG - 1)} == {Outcome.WRONG}
        assert tried(SECRET) == Outcome.RIGHT


def test_every_try_is_on_record_but_never_what_was_typed(tried) -> None:
    tried("0000")
    tried(SECRET)
    assert list(SecretTry.objects.order_by("pk").values_list("right", flat=True)) == [False, True]
    assert not any("type" in field.name for field in SecretTry._meta.get_fields())


def test_without_a_secret_on_file_the_customer_is_asked_to_call(
    now: datetime, clock: Clock
) -> None:
    somebody, _customer, message = visitor(now, secret=None)
    somebody.check()
    page = somebody.enter("0000")
    assert message.lender.hotline in page.content.decode()
    assert not SecretTry.objects.exists()


def test_another_customer_s_secret_opens_nothing(tried) -> None:
    other = Customer.objects.order_by("pk").last()
    assert keyring().hash_secret(SECRET, "C1") != keyring().hash_secret(SECRET, other.customer_no)


def test_an_erased_customer_s_text_is_unknown(now: datetime, clock: Clock) -> None:
    somebody, customer, _message = visitor(now)
    Customer.objects.filter(pk=customer.pk).update(erased_at=now)
    somebody.check()
    assert "verdict no" in somebody.get("answer").content.decode()
    assert somebody.enter()["Location"] == somebody.url("check")
