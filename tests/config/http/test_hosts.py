"""A lender's short address serves its customers' pages, and nothing of staff."""

from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from accounts.models import Lender
from config.http import hosts
from config.http.network import staff_hosts
from messaging.approval import fingerprints, steps
from messaging.authoring import lender_wordings
from tests import make

pytestmark = pytest.mark.django_db
OF_STAFF = ["/staff/", "/staff/login/", "/gateways/g/replies/", "/gateways/g/receipts/", "/i18n/"]
SPELLINGS = ["a.example", "A.Example", "a.example:8000", "a.example."]


@pytest.fixture
def short(settings: Any) -> Lender:
    """A lender with an address of its own; staff work at another."""
    settings.ALLOWED_HOSTS = ["a.example", "b.example", "staff.example", "testserver"]
    return make.lender(check_host="a.example", allowed_hosts=["a.example"])


def at(host: str) -> Client:
    return Client(headers={"host": host})


@pytest.mark.parametrize("host", SPELLINGS)
@pytest.mark.parametrize("path", OF_STAFF)
def test_nothing_of_staff_and_no_door_is_there(short: Lender, host: str, path: str) -> None:
    for answer in (at(host).get(path), at(host).post(path, {"x": "y"})):
        assert answer.status_code == 404
        assert b"/staff/" not in answer.content


def test_somebody_signed_in_finds_nothing_of_staff_there_either(short: Lender) -> None:
    client = at("a.example")
    client.force_login(make.staff("administrator", is_superuser=True))
    assert client.get("/staff/").status_code == 404


@pytest.mark.parametrize("host", SPELLINGS)
def test_the_bare_address_leads_to_the_lender_s_pages(short: Lender, host: str) -> None:
    pages = reverse("customer:check", args=[short.code])
    assert at(host).get("/")["Location"] == pages
    assert at(host).get(pages).status_code == 200


def test_another_lender_s_pages_are_not_there(short: Lender) -> None:
    assert at("a.example").get(f"/c/{make.lender().code}/").status_code == 404
    assert at("a.example").get("/c/nobody/").status_code == 404


@pytest.mark.parametrize("host", ["staff.example", "testserver"])
def test_other_hosts_stay_as_they_are(short: Lender, host: str) -> None:
    assert at(host).get("/")["Location"] == reverse("admin:index")
    assert at(host).get("/staff/login/").status_code == 200
    assert at(host).get(f"/c/{short.code}/").status_code == 200


def test_with_staff_hosts_named_every_other_host_is_for_customers(
    short: Lender, settings: Any
) -> None:
    settings.STAFF_HOSTS = ["staff.example"]
    assert at("staff.example").get("/staff/login/").status_code == 200
    for host in ("b.example", "testserver"):
        assert at(host).get("/staff/login/").status_code == 404
        assert at(host).get("/").status_code == 404
        assert at(host).get(f"/c/{short.code}/").status_code == 200


def test_nobody_is_locked_out_of_a_machine_of_their_own(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    make.lender(check_host="localhost", allowed_hosts=["localhost"])
    assert at("localhost").get("/staff/login/").status_code == 200


def test_nobody_gives_away_the_address_they_work_at(settings: Any, now: datetime) -> None:
    settings.ALLOWED_HOSTS = ["staff.example"]
    lender, writer = make.lender(), make.staff("collector")
    draft = lender_wordings.new_draft(lender, by=writer, now=now)
    client = Client(headers={"host": "staff.example", "accept-language": "en"})
    client.force_login(writer)
    url = reverse("admin:lender_wording_edit", args=[draft.pk])
    typed = {
        "hotline": lender.hotline,
        "allowed_hosts": "staff.example",
        "check_host": "Staff.example",
        "seen_edited_at": draft.edited_at.isoformat(),
    }
    assert "customers need one of their own" in client.post(url, typed).content.decode()
    draft.refresh_from_db()
    assert draft.facts["check_host"] == ""


def test_a_change_of_the_address_acts_at_once_when_it_is_approved(
    short: Lender, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    assert hosts.lender_of("a.example") == short.code
    writer = make.staff("collector")
    draft = lender_wordings.new_draft(short, by=writer, now=now)
    draft = lender_wordings.save(
        draft,
        texts=draft.texts,
        products=draft.products,
        facts={**draft.facts, "check_host": ""},
        note="",
        by=writer,
        now=now,
        seen_edited_at=draft.edited_at,
    )
    steps.submit(draft, by=writer, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        steps.approve(
            draft, by=make.staff("supervisor"), now=now, seen_hash=fingerprints.fingerprint(draft)
        )
    assert hosts.lender_of("a.example") is None


def test_the_address_is_looked_up_once_for_many_requests(
    short: Lender, django_assert_num_queries: Any
) -> None:
    hosts.lender_of("a.example")
    with django_assert_num_queries(0):
        assert not hosts.serves_staff("a.example")
        assert hosts.serves_staff("staff.example")


def test_while_the_database_is_away_it_stays_as_it_was(
    short: Lender, monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts.lender_of("a.example")
    monkeypatch.setattr(Lender.objects, "exclude", _away)
    hosts._forget()
    assert hosts.lender_of("a.example") == short.code


def _away(**_kwargs: object) -> None:
    raise DatabaseError


def test_a_staff_host_that_is_not_served_is_refused() -> None:
    served = ["staff.example", "a.example"]
    assert staff_hosts({}, served) == []
    assert staff_hosts({"HUANCUI_STAFF_HOSTS": " Staff.example,"}, served) == ["staff.example"]
    with pytest.raises(ImproperlyConfigured, match=r"other\.example"):
        staff_hosts({"HUANCUI_STAFF_HOSTS": "other.example"}, served)
