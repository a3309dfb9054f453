"""A key takes two people, is shown once, and ends at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error, connection, transaction

from accounts.api import keys, secrets
from accounts.errors import Refused
from accounts.models import ApiKey, AuditEntry, Lender, StaffLender, User
from accounts.people import requests
from tests import make, make_api

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def two(db: None) -> tuple[User, User]:
    return make.staff("administrator"), make.staff("administrator")


def asked(lender: Lender, by: User, **changed: object) -> ApiKey:
    said = {
        "name": "core",
        "lenders": [lender],
        "scopes": ["messages:read"],
        "networks": ["10.20.0.5"],
        "expires_at": NOW + timedelta(days=30),
        **changed,
    }
    return keys.ask(keys.Wanted(**said), why="core system", by=by, now=NOW)


def test_who_asked_does_not_approve(two: tuple[User, User], lender: Lender) -> None:
    key = asked(lender, two[0])
    with pytest.raises(Refused, match=r"nother|另"):
        keys.approve(key, by=two[0], now=NOW)


def test_no_secret_before_a_second_person_has_approved(
    two: tuple[User, User], lender: Lender
) -> None:
    key = asked(lender, two[0])
    with pytest.raises(Refused):
        keys.take(key, by=two[0], now=NOW)
    with pytest.raises(Error), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_apikey SET secret_hash = 'x', issued_at = now() WHERE id = %s",
            [key.pk],
        )


def test_each_of_the_two_takes_one_part_and_only_once(
    two: tuple[User, User], lender: Lender
) -> None:
    key = asked(lender, two[0])
    keys.approve(key, by=two[1], now=NOW)
    with pytest.raises(Refused):
        keys.take(key, by=make.staff("administrator"), now=NOW)
    first, second = (keys.take(key, by=one, now=NOW) for one in two)
    parts = secrets.read(first + second)
    assert parts is not None
    assert parts.public_id == key.public_id
    for one in two:
        with pytest.raises(Refused):
            keys.take(key, by=one, now=NOW)


@pytest.mark.parametrize("mine", [0, 1])
def test_nobody_who_works_here_calls_alone(
    two: tuple[User, User], lender: Lender, mine: int
) -> None:
    """An insider with one part, whatever they put in the place of the other."""
    key = asked(lender, two[0], networks=[make_api.HERE])
    keys.approve(key, by=two[1], now=NOW)
    part = keys.take(key, by=two[mine], now=NOW)
    made_up = secrets.new_secret()
    text = part + made_up if mine == 0 else secrets.first_part(key.public_id, made_up) + part
    for tried in (text, part, part + part[-43:]):
        assert make_api.Caller(tried).get("/loans").status_code == 401
    keys.take(key, by=two[1 - mine], now=NOW)
    assert make_api.Caller(text).get("/loans").status_code == 401
    with pytest.raises(Error), transaction.atomic():
        ApiKey.objects.filter(pk=key.pk).update(second_hash=b"x", secret_hash=b"x")


def test_only_a_hash_of_the_secret_is_kept(lender: Lender) -> None:
    key, text = make_api.key(lender)
    parts = secrets.read(text)
    assert parts is not None
    kept = str(list(AuditEntry.objects.values_list("before", "after")))
    for part, hashed in ((parts.first, key.secret_hash), (parts.second, key.second_hash)):
        assert bytes(hashed) == secrets.hashed(part)
        assert part not in kept
        assert bytes(hashed).hex() not in kept


def test_its_login_works_with_its_lenders_once_approved(
    two: tuple[User, User], lender: Lender
) -> None:
    key = asked(lender, two[0])
    assert not StaffLender.objects.filter(user=key.user).exists()
    keys.approve(key, by=two[1], now=NOW)
    assert list(key.user.works_with.values_list("lender", flat=True)) == [lender.pk]


def test_a_refused_key_gives_its_login_nothing(two: tuple[User, User], lender: Lender) -> None:
    key = keys.refuse(asked(lender, two[0]), by=two[1], now=NOW)
    assert key.state == "refused"
    assert not StaffLender.objects.filter(user=key.user).exists()


def test_nobody_signs_in_as_its_login(lender: Lender) -> None:
    key, _text = make_api.key(lender)
    administrator = User.objects.filter(groups__name="administrator").first()
    for kind in ("password", "role", "login"):
        with pytest.raises(Refused):
            requests.ask(
                key.user,
                requests.Wanted(kind=kind, role="supervisor" if kind == "role" else ""),
                why="x",
                by=administrator,
                now=NOW,
            )
    key.user.set_password("correct horse battery")
    with pytest.raises(Error):
        key.user.save()


@pytest.mark.parametrize(
    "changed",
    [
        {"networks": []},
        {"networks": ["0.0.0.0/0"]},
        {"networks": ["example.com"]},
        {"scopes": []},
        {"scopes": ["everything"]},
        {"lenders": []},
        {"expires_at": NOW + timedelta(days=367)},
        {"expires_at": NOW},
        {"per_minute": 0},
        {"name": " "},
    ],
)
def test_a_key_says_what_it_may_do_from_where_and_how_long(
    two: tuple[User, User], lender: Lender, changed: dict[str, object]
) -> None:
    with pytest.raises(Refused):
        asked(lender, two[0], **changed)
    assert not ApiKey.objects.exists()


def test_what_was_approved_does_not_change(lender: Lender) -> None:
    key, _text = make_api.key(lender, scopes=["messages:read"])
    with pytest.raises(Error):
        ApiKey.objects.filter(pk=key.pk).update(scopes=["loans:write"])


def test_every_step_is_on_record(lender: Lender) -> None:
    key, _text = make_api.key(lender)
    keys.revoke(key, by=make.staff("supervisor"), now=NOW)
    entries = AuditEntry.objects.filter(table="accounts_apikey", row_id=str(key.pk))
    assert [each.action for each in entries.order_by("pk")] == ["insert"] + ["update"] * 4
