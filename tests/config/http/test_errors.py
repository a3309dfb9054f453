"""What a visitor wrote is answered with a page of ours, whatever it was; never with a bare 500."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.database import first_statement
from config.http.middleware import Bounds
from config.processes import page_time
from tests import make

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"
UNREADABLE = [
    (f"{FORM}; charset=gbk", b"a=1"),
    (f"{FORM}; charset=utf-7", b"a=1"),
    (f"{FORM}; charset=no-such", b"a=1"),
    ("multipart/form-data; boundary=", b"--x--"),
    ("multipart/form-data", b"--x--"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a"),
]


@pytest.fixture
def checked() -> Client:
    """A client whose CSRF tokens are looked at, as a browser's are."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("path", ["/staff/login/", "/staff/", "/staff/inbox/", "/nope/", "/"])
@pytest.mark.parametrize(("content_type", "body"), UNREADABLE)
def test_a_body_that_cannot_be_read_is_the_visitors_fault(
    checked: Client, path: str, content_type: str, body: bytes
) -> None:
    checked.cookies["csrftoken"] = "x" * 32
    said = checked.generic(
        "POST", path, body, content_type=content_type, headers={"X-CSRFToken": "x" * 32}
    )
    assert said.status_code in {200, 302, 400, 403, 404}
    if said.status_code >= 400:
        assert "error.css" in said.content.decode()


@pytest.mark.parametrize(
    ("path", "method", "status", "words"),
    [
        ("/nope/", "GET", 404, "没有这个页面"),
        ("/staff/login/", "POST", 403, "这张表单已经失效"),
        ("/staff/nope/", "GET", 404, "没有这个页面"),
    ],
)
def test_each_fault_has_a_page_in_chinese(
    checked: Client, path: str, method: str, status: int, words: str
) -> None:
    make_signed_in(checked) if path == "/staff/nope/" else None
    said = checked.generic(method, path)
    assert said.status_code == status
    assert words in said.content.decode()
    assert '<html lang="zh-hans">' in said.content.decode()


def make_signed_in(client: Client) -> Client:
    client.force_login(make.staff("supervisor"))
    return client


def test_the_pages_speak_english_to_who_chose_it(checked: Client) -> None:
    checked.cookies["django_language"] = "en"
    assert "There is no such page" in checked.get("/nope/").content.decode()


def test_a_host_that_is_not_ours_is_told_in_a_page_of_ours(checked: Client) -> None:
    said = checked.get("/staff/", headers={"Host": "evil.example"})
    assert said.status_code == 400
    assert "这个请求无法识别" in said.content.decode()


def test_a_fault_of_ours_has_its_page_even_when_the_database_is_away(
    checked: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("away")

    make_signed_in(checked)
    monkeypatch.setattr(connection, "cursor", fails)
    said = checked.get("/staff/inbox/")
    assert said.status_code == 500
    assert "error.css" in said.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "accounts_lender_changelist ?allowed_hosts=on",
        "accounts_customer_changelist ?timezones=on",
        "messaging_run_changelist ?day__year=99999999999",
        "accounts_customer_changelist ?customer_no__regex=((((.{1,60}){1,60}){1,60}){1,60}x",
        "accounts_customer_changelist ?name_enc__isnull=0",
        "accounts_loan_changelist ?customer__customer_no__startswith=1",
        "accounts_user_changelist ?password__startswith=argon2",
        "messaging_message_changelist ?state__exact=%00",
    ],
)
def test_only_declared_filters_are_followed(checked: Client, address: str) -> None:
    checked.force_login(make.staff("administrator"))
    name, _, query = address.partition(" ")
    said = checked.get(reverse(f"admin:{name}") + query)
    assert said.status_code == 400
    assert "这个请求无法识别" in said.content.decode()


def test_declared_filters_and_links_of_ours_go_on_working(checked: Client, now: Any) -> None:
    make_signed_in(checked)
    for name, query in (
        ("messaging_message_changelist", "?state__exact=unknown&lender__id__exact=1"),
        ("messaging_run_changelist", "?state__exact=planned&o=1&p=2"),
        ("messaging_suppression_changelist", "?kind__exact=number&needs_review__exact=1"),
        ("feedback_complaint_changelist", "?due=severe&whose=nobody&owner__isnull=True"),
    ):
        assert checked.get(reverse(f"admin:{name}") + query).status_code == 200, name
    statistics = checked.get(reverse("admin:complaint_statistics"))
    assert checked.get(statistics.context["list_url"]).status_code == 200


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 40])
def test_a_number_no_row_can_have_names_no_page(checked: Client, number: str) -> None:
    make_signed_in(checked)
    for path in (f"/staff/inbox/{number}/", f"/staff/accounts/customer/{number}/change/"):
        assert checked.get(path).status_code in {302, 404}


def test_a_page_that_asks_too_much_is_stopped_and_says_so(
    checked: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_signed_in(checked)

    def slow(_self: Any, _request: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 50")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr("accounts.admin.lender.LenderScreen.get_queryset", slow)
    said = checked.get(reverse("admin:accounts_lender_changelist"))
    assert said.status_code == 503
    assert "这个页面用时过长" in said.content.decode()


def test_only_web_processes_are_limited(settings: Any) -> None:
    settings.PAGE_STATEMENT_SECONDS = 7
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    with (
        transaction.atomic(),
        first_statement.also(page_time.statement()),
        connection.cursor() as cursor,
    ):
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("7s",)


def test_an_address_is_utf_8_whatever_its_body_says(rf: RequestFactory) -> None:
    request = rf.generic("PATCH", "/", b"x", f"{FORM}; charset=gbk", query_params={"q": "１２３"})
    heard: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        heard.append(request.GET.urlencode())
        return HttpResponse()

    Bounds(page)(request)
    assert (heard, request.GET["q"]) == ([urlencode({"q": "１２３"})], "１２３")
