"""Whatever is sent to the customer's pages: never a 500, nothing broken in, nothing lost."""

import secrets
from datetime import datetime

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import Customer, Loan
from feedback.models import SecretTry
from feedback.pages.frame import LARGEST
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import Visitor, visitor

FORMS = {
    "check": ["code", "digits"],
    "door": ["secret"],
    "complain": ["category", "words"],
    "survey": ["rating", "remark"],
    "wishes": ["hours", "channel", "language"],
    "promise": ["loan", "amount", "on"],
    "help": ["needs", "story"],
    "review": ["complaint", "words"],
    "opt_out": [],
    "leave": [],
}
NASTY = [
    "\x00",
    "a\x00b",
    "\ud800",
    "'; DROP TABLE feedback_throttle; --",
    "<script>alert(1)</script>",
    "{{ customer_name }}{% debug %}",
    "9" * 400,
    "-1",
    "NaN",
    "Infinity",
    "1e999999",
    "²",
    "٣٤",
    "\u202e\u2066",
    "😀" * 500,
    "%00%ff",
    "../../etc/passwd",
    "0000-00-00",
    "999999-12-31",
    "",
]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencoded; charset=no-such",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=x; charset=utf-16",
    "multipart/form-data; boundary=" + "x" * 300,
    "application/json",
    "text/plain; charset=gb18030",
    "\x7f",
    "",
]
FEW = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(now: datetime, clock: Clock) -> Visitor:
    """Both doors open, an hour that never ends, and nothing counted against the visitor."""
    somebody, _customer, _message = visitor(now)
    somebody.check()
    somebody.enter()
    somebody.client.raise_request_exception = False
    return somebody


def reopened(somebody: Visitor) -> Visitor:
    """What a fuzzed form closed is opened again, so that the next one reaches its page."""
    somebody.client.cookies.clear()
    somebody.check()
    somebody.enter()
    return somebody


@pytest.mark.parametrize("name", FORMS)
def test_no_nasty_value_in_any_field_breaks_a_form(inside: Visitor, name: str) -> None:
    for value in NASTY:
        text = value.encode("utf-8", "surrogatepass").decode("latin-1")
        for field in FORMS[name] or ["x"]:
            for sent in (value.encode("utf-8", "surrogatepass"), text.encode("utf-8")):
                body = field.encode() + b"=" + b"".join(b"%%%02x" % byte for byte in sent)
                page = inside.client.post(
                    inside.url(name), body, content_type="application/x-www-form-urlencoded"
                )
                assert page.status_code < 500, (name, field, value)
    assert Customer.objects.count() == Loan.objects.count() == 1


@FEW
@given(
    st.sampled_from(sorted(FORMS)),
    st.binary(max_size=2000),
    st.sampled_from(TYPES),
)
def test_random_bytes_of_any_kind_break_nothing(
    inside: Visitor, name: str, body: bytes, kind: str
) -> None:
    page = inside.client.generic("POST", inside.url(name), body, content_type=kind)
    assert page.status_code < 500


@FEW
@given(st.dictionaries(st.text(max_size=8), st.text(max_size=60), max_size=6))
def test_random_fields_break_nothing(inside: Visitor, fields: dict[str, str]) -> None:
    for name, own in FORMS.items():
        known = dict(zip(own, fields.values(), strict=False))
        page = inside.post(name, {key: _sendable(value) for key, value in known.items()})
        assert page.status_code < 500


def test_huge_and_nested_bodies_are_refused_before_they_are_read(inside: Visitor) -> None:
    for body, kind in [
        (b"words=" + b"a" * (LARGEST + 1), "application/x-www-form-urlencoded"),
        (secrets.token_bytes(3 * 1024 * 1024), "multipart/form-data; boundary=x"),
        (b"[" * 100_000 + b"]" * 100_000, "application/json"),
    ]:
        assert (
            inside.client.post(inside.url("complain"), body, content_type=kind).status_code == 413
        )
    many = "&".join(f"a{n}=1" for n in range(3000)).encode()
    answer = inside.client.post(
        inside.url("complain"), many, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (400, 413)


def test_a_file_where_text_is_asked_for_is_no_answer(inside: Visitor) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("a.exe", b"MZ\x00\x01")
    page = inside.post("complain", {"category": "other", "words": upload})
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()


@pytest.mark.parametrize("cookie", ["", "x", ":", "e30:x", "a" * 5000, '"', "e30:1:2:3"])
def test_no_cookie_breaks_a_page(inside: Visitor, cookie: str) -> None:
    for name in FORMS:
        inside.client.cookies["hc_visit"] = cookie
        assert inside.get(name).status_code < 500
        assert inside.post(name).status_code < 500


@pytest.mark.parametrize("path", ["/c/", "/c/%00/", "/c/" + "a" * 3000 + "/", "/c/a/mine/%ff/"])
def test_no_address_breaks_a_page(db: None, path: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get(path).status_code < 500
    assert client.post(path).status_code < 500


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace", "head"])
def test_no_method_breaks_a_page(inside: Visitor, method: str) -> None:
    for name in FORMS:
        assert getattr(inside.client, method)(inside.url(name)).status_code < 500


def test_words_arrive_as_they_were_written(inside: Visitor) -> None:
    from feedback.models import Complaint

    words = "<b>“每天三条”</b>\r\n😀 {{ x }} ' -- \u200b"
    page = inside.post("complain", {"category": "other", "words": words, "sure": "1"})
    assert page.status_code == 303
    kept = Complaint.objects.get().text
    assert kept == words.strip()
    assert SecretTry.objects.filter(right=True).count() == 1


def _sendable(value: str) -> str:
    return value.encode("utf-8", "replace").decode()
