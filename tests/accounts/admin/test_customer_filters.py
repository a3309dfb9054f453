"""The list of customers is filtered by what it tells of each."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ContactPoint, Customer, Hold
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(now: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, Customer]:
    """By what is said of them."""
    monkeypatch.setattr("config.clock.now", lambda: now)
    found = {
        name: make.customer(customer_no=f"N-{name}")
        for name in ("ahead", "late", "very late", "held", "held once", "unreachable", "stranger")
    }
    found["no number"] = make.customer(customer_no="N-no number", phone=None)
    make.loan(customer=found["ahead"], dpd=-3)
    make.loan(customer=found["late"], dpd=5)
    make.loan(customer=found["very late"], dpd=40)
    make.loan(customer=found["very late"], dpd=3)
    make.loan(customer=found["no number"], dpd=200)
    for name, until in (("held", now + timedelta(days=1)), ("held once", now)):
        Hold.objects.create(
            customer=found[name],
            kind=Hold.Kind.MANUAL,
            reason="x",
            starts_at=now - timedelta(days=2),
            until=until,
            source="sample",
        )
    for name, state in (("unreachable", "unreachable"), ("stranger", "wrong_party")):
        ContactPoint.objects.filter(customer=found[name]).update(state=state)
    return found


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("past_due=1-7", {"late"}),
        ("past_due=31-90", {"very late"}),
        ("past_due=91", {"no number"}),
        ("held=yes", {"held"}),
        ("held=yes&past_due=none", {"held"}),
        ("number=none", {"no number", "unreachable", "stranger"}),
        ("number=unreachable", {"unreachable"}),
        ("number=wrong_party", {"stranger"}),
        ("past_due=none&held=no", {"ahead", "held once", "unreachable", "stranger"}),
    ],
)
def test_each_shows_those_and_no_others(
    people: dict[str, Customer], client: Client, query: str, seen: set[str]
) -> None:
    client.force_login(make.staff("agent"))
    shown = client.get(f"{reverse('admin:accounts_customer_changelist')}?{query}").content.decode()
    assert {name for name, each in people.items() if f">{each.customer_no}<" in shown} == seen


def test_what_nobody_may_ask_for_is_no_filter(people: dict[str, Customer], client: Client) -> None:
    client.force_login(make.staff("agent"))
    page = reverse("admin:accounts_customer_changelist")
    assert client.get(f"{page}?past_due=1%27&number=x").status_code in (200, 302)
