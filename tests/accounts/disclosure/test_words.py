"""Numbers and accounts in what people wrote are masked on every page until one asks, on record."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.disclosure import words
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import Customer, Reveal
from accounts.models.choices import Role
from feedback.complaints import working
from feedback.hardship import cases
from tests import make, make_care, make_complaints

pytestmark = pytest.mark.django_db
PHONE, ACCOUNT = "139-0000-1111", "6222 0212 3456 7890 123"
SAYS = f"打我姐姐{PHONE}，退到{ACCOUNT}"
WHY = {"why": "complaint", "reason": "客户投诉称姐姐接到短信"}


@pytest.fixture(autouse=True)
def _now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def desk(role: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    return client


def complaint(now: datetime) -> tuple[Customer, str]:
    """Its words and a note a colleague typed."""
    made = make_complaints.logged(now, text=SAYS)
    working.add_note(made, text=SAYS, by=make.staff("agent"), now=now)
    return made.customer, reverse("admin:complaint", args=[made.pk])


def hardship(now: datetime) -> tuple[Customer, str]:
    case = make_care.case(now=now, story=SAYS)
    cases.add_note(case, text=SAYS, by=make.staff("agent"), now=now)
    make_care.proposal(case, now=now, why=SAYS)
    return case.customer, reverse("admin:hardship", args=[case.pk])


def hold(now: datetime) -> tuple[Customer, str]:
    customer = make.loan().customer
    holds.place(customer=customer, kind="manual", reason=SAYS, source="staff:1", now=now)
    return customer, reverse("admin:accounts_customer_change", args=[customer.pk])


@pytest.mark.parametrize("written", [complaint, hardship, hold])
def test_they_are_masked_for_everybody_who_has_not_asked_to_see_them(
    written: Callable[[datetime], tuple[Customer, str]], now: datetime
) -> None:
    customer, page = written(now)
    ask = f"{reverse('admin:customer_words', args=[customer.pk])}?back={page}"
    agent, colleague = desk(Role.AGENT), desk(Role.AGENT)

    def told(client: Client) -> bool:
        text = client.get(page).content.decode()
        assert (PHONE in text) == (ACCOUNT in text)
        assert (ask in text) == (PHONE not in text)
        return PHONE in text

    assert not told(agent)
    assert agent.post(ask, {"why": "complaint", "reason": "x"}).status_code == 200
    assert not told(agent)
    assert agent.post(ask, WHY).headers["Location"] == page
    assert (told(agent), told(colleague)) == (True, False)
    look = Reveal.objects.get()
    assert (look.customer, look.what) == (customer, f"words:{customer.pk}")


def test_the_way_back_leads_to_no_other_host(now: datetime) -> None:
    customer, page = hold(now)
    ask = f"{reverse('admin:customer_words', args=[customer.pk])}?back=//evil.example/"
    assert desk(Role.AGENT).post(ask, WHY).headers["Location"] == page


def test_who_may_only_look_is_not_led_to_them(now: datetime) -> None:
    customer, page = complaint(now)
    auditor = desk(Role.AUDITOR)
    text = auditor.get(page).content.decode()
    ask = reverse("admin:customer_words", args=[customer.pk])
    assert (PHONE in text, ask in text, auditor.post(ask, WHY).status_code) == (False, False, 403)


def test_they_are_a_look_as_any_other(now: datetime, settings: object) -> None:
    settings.REVEALS_A_DAY = 1  # type: ignore[attr-defined]
    agent, two = make.staff(Role.AGENT), [make.customer() for _ in "12"]
    words.show(two[0].pk, by=agent, now=now, **WHY)
    with pytest.raises(Refused):
        words.show(two[1].pk, by=agent, now=now, **WHY)
    assert [words.are_shown(each.pk, by=agent, now=now) for each in two] == [True, False]


def test_lists_and_ledgers_never_show_them(now: datetime) -> None:
    customer, _page = hold(now)
    agent = desk(Role.AGENT)
    agent.post(reverse("admin:customer_words", args=[customer.pk]), WHY)
    assert PHONE not in agent.get(reverse("admin:accounts_hold_changelist")).content.decode()
