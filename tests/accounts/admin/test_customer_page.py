"""The customer's page masks, reveals on the record, and finds numbers without a trace of them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Reveal
from tests import make

pytestmark = pytest.mark.django_db


def staff(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_name_and_number_are_masked() -> None:
    customer = make.customer(name="王小明", phone="+8614112345678")
    page = staff("agent").get(reverse("admin:accounts_customer_change", args=[customer.pk]))
    text = page.content.decode()
    assert "王*明" in text
    assert "王小明" not in text
    assert "14112345678" not in text
    assert "141****5678" in text


def test_a_reveal_asks_for_a_reason_first() -> None:
    point = make.customer(phone="+8614112345678").contact_points.get()
    url = reverse("admin:contact_point_reveal", args=[point.pk])
    client = staff("agent")
    assert "14112345678" not in client.get(url).content.decode()
    assert "14112345678" not in client.post(url, {"why": "called", "reason": "x"}).content.decode()
    assert not Reveal.objects.exists()


def test_a_reveal_is_recorded_with_who_and_why() -> None:
    point = make.customer(phone="+8614112345678").contact_points.get()
    client = staff("agent")
    page = client.post(
        reverse("admin:contact_point_reveal", args=[point.pk]),
        {"why": "called", "reason": "calls back"},
    )
    assert "+8614112345678" in page.content.decode()
    assert Reveal.objects.get().reason == "calls back"


def test_who_may_not_reveal_is_refused() -> None:
    point = make.customer().contact_points.get()
    url = reverse("admin:contact_point_reveal", args=[point.pk])
    assert staff("collector").get(url).status_code == 403


@pytest.mark.parametrize("typed", ["14112345678", "+86 141 1234 5678", "１４１１２３４５６７８"])
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    customer = make.customer(phone="+8614112345678")
    answer = staff("agent").post(reverse("admin:customer_find"), {"typed": typed})
    assert answer["Location"] == reverse("admin:accounts_customer_change", args=[customer.pk])


def test_the_list_is_masked_and_its_queries_do_not_grow(
    django_assert_max_num_queries: object,
) -> None:
    client = staff("agent")
    url = reverse("admin:accounts_customer_changelist")
    for _n in range(12):
        make.customer()
    with django_assert_max_num_queries(16):  # type: ignore[operator]  # alarms, sessions
        page = client.get(url)
    assert "王小明" not in page.content.decode()


def test_a_visitor_is_asked_to_sign_in() -> None:
    customer = make.customer()
    answer = Client().get(reverse("admin:accounts_customer_change", args=[customer.pk]))
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_what_the_customer_asked_for_is_shown_with_what_becomes_of_it() -> None:
    customer = make.customer(
        wished_hours="evening", wished_channel="email", wished_language="zh-hant"
    )
    url = reverse("admin:accounts_customer_change", args=[customer.pk])
    client = staff("agent")
    text = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "Asked for by the customer" in text
    assert "Evening, 18:00 to 21:00" in text
    assert "No address of theirs is in use there" in text
    assert "Traditional Chinese" in text
    plain = reverse("admin:accounts_customer_change", args=[make.customer().pk])
    text = client.get(plain, headers={"accept-language": "en"}).content.decode()
    assert "Nothing so far." in text
    assert "No address of theirs" not in text
