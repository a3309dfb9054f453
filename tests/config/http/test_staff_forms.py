"""What somebody typed is not lost, and no address of a button shows a bare error."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from config.http.staff_forms import COOKIE, page_above
from feedback.admin.inbox.urls import INBOX_PAGES
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
BROWSER = {"Accept": "text/html,application/xhtml+xml"}
NAME = "mabc1234-xyz"


@pytest.fixture
def agent(client: Client) -> Client:
    client.force_login(make.staff("agent"))
    return client


def test_the_address_of_an_act_leads_to_its_page_and_says_so(agent: Client, now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    answer = agent.get(reverse("admin:conversation_note", args=[found.pk]), headers=BROWSER)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("admin:conversation", args=[found.pk])
    page = agent.get(answer.headers["Location"])
    assert [message.level_tag for message in page.context["messages"]] == ["info"]


def test_programs_are_told_that_it_is_no_page(agent: Client, now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    answer = agent.get(reverse("admin:conversation_note", args=[found.pk]))
    assert answer.status_code == 405


def test_where_no_page_is_above_the_day_begins_anew() -> None:
    assert page_above("/staff/sessions/5/end/") == reverse("admin:index")
    assert page_above("/staff/imports/5/check/") == reverse("admin:import_page", args=[5])


def noted(client: Client, pk: int, text: str) -> str:
    answer = client.post(
        reverse("admin:conversation_note", args=[pk]), {"text": text, "kept": NAME}
    )
    assert answer.status_code == (302 if text.strip() else 200)
    return answer.cookies[COOKIE].value if COOKIE in answer.cookies else ""


def test_what_was_accepted_is_said_and_what_was_refused_is_not(
    agent: Client, now: datetime
) -> None:
    found = make_inbox.conversation(at=now)
    assert noted(agent, found.pk, "客户明天回电") == NAME
    assert noted(agent, found.pk, " ") == ""


def test_who_is_sent_to_sign_in_has_not_been_heard(now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    assert noted(Client(), found.pk, "客户明天回电") == ""


def test_a_form_that_is_no_longer_valid_leads_back_to_its_page(now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.staff("agent"))
    address = reverse("admin:conversation_note", args=[found.pk])
    assert client.post(address, {"text": "x"}).status_code == 403  # a program is told so
    answer = client.post(address, {"text": "x"}, follow=True, headers=BROWSER)
    assert answer.redirect_chain[-1][0] == reverse("admin:conversation", args=[found.pk])
    assert [message.level_tag for message in answer.context["messages"]] == ["warning"]


def act_addresses() -> list[str]:
    return sorted(
        pattern.name
        for pattern in INBOX_PAGES
        if pattern.name
        not in (
            *("inbox", "inbox_list", "inbox_found", "conversation", "conversation_thread"),
            "conversation_numbers",  # a page of its own, which asks for a reason
        )
        and "<slug:what>" not in str(pattern.pattern)
    )


@pytest.mark.parametrize("name", act_addresses())
def test_an_act_after_the_session_ended_leads_by_the_login_back_to_its_page(
    now: datetime, name: str
) -> None:
    found = make_inbox.conversation(at=now)
    of_one = name.startswith("conversation_")
    address = reverse(f"admin:{name}", args=[found.pk] if of_one else [])
    client = Client()
    sent = client.post(address, {"text": "x", "kept": NAME}, headers=BROWSER)
    assert sent.headers["Location"] == f"{reverse('admin:login')}?next={address}"
    assert COOKIE not in sent.cookies
    client.force_login(make.staff("agent"))
    page = client.get(address, headers=BROWSER, follow=True)
    assert page.status_code == 200
    back = reverse("admin:conversation", args=[found.pk]) if of_one else reverse("admin:inbox")
    assert page.redirect_chain[-1][0] == back
