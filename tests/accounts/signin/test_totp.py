"""Codes of an app: right for a moment, good once."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from accounts.models import Factor, User
from accounts.signin import totp
from tests.make_sign_in import code_of, person, with_app

# RFC 6238, appendix B (SHA-1), cut to six digits.
RFC = [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924")]
SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(("seconds", "code"), RFC)
@pytest.mark.django_db
def test_codes_are_those_of_the_standard(chen: User, seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    app = Factor.objects.create(user=chen, kind="totp", secret=SECRET, begun_at=at)
    assert totp.take(app, code, now=at)


@pytest.mark.django_db
def test_a_code_is_taken_once_and_not_one_before_it(chen: User, now: datetime) -> None:
    app = with_app(chen, now)
    before = code_of(app, now - timedelta(seconds=30))
    assert totp.take(app, code_of(app, now), now=now)
    assert not totp.take(app, code_of(app, now), now=now)
    assert not totp.take(app, before, now=now)
    later = now + timedelta(seconds=30)
    assert totp.take(app, code_of(app, later), now=later)


@pytest.mark.django_db
def test_a_clock_may_be_half_a_minute_off_and_no_more(chen: User, now: datetime) -> None:
    app = with_app(chen, now)
    for seconds, right in ((-60, False), (60, False), (-30, True), (30, True)):
        assert totp.take(app, code_of(app, now + timedelta(seconds=seconds)), now=now) is right


@pytest.mark.django_db(transaction=True)
def test_a_code_typed_in_two_places_at_once_opens_one(now: datetime) -> None:
    app = with_app(person("chen"), now)
    code, start = code_of(app, now), Barrier(4)

    def take(_n: int) -> bool:
        start.wait()
        try:
            return totp.take(app, code, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [False, False, False, True]


@pytest.mark.django_db
def test_an_app_that_is_begun_counts_for_nothing_and_is_begun_once(
    chen: User, now: datetime
) -> None:
    app = totp.begin(chen, now=now)
    assert totp.begin(chen, now=now) == app
    assert not totp.confirm(app, "000000", name="", now=now)
    app.refresh_from_db()
    assert app.confirmed_at is None


@pytest.mark.django_db
def test_the_app_is_told_the_key_and_whose_it_is(chen: User, now: datetime) -> None:
    app = totp.begin(chen, now=now)
    address = urlsplit(totp.address(app))
    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Huancui%3Achen")
    assert parse_qs(address.query)["secret"] == [app.secret]
    assert totp.picture(app).startswith("data:image/svg+xml")


@pytest.mark.django_db
def test_the_key_lies_encrypted(chen: User, now: datetime) -> None:
    app = totp.begin(chen, now=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret_enc FROM accounts_factor WHERE id = %s", [app.pk])
        assert app.secret.encode() not in bytes(cursor.fetchone()[0])
