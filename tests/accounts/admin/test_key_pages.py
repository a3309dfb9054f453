"""Keys of the API on screen: what is shown before one is revoked."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ApiKey, Lender
from accounts.models.api_key import Scope
from tests import make, make_api

pytestmark = pytest.mark.django_db


def administrator() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("administrator"))
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def test_before_a_key_is_revoked_its_page_says_who_uses_it_and_what_stops(lender: Lender) -> None:
    key, text = make_api.key(lender, scopes=[Scope.LOANS_WRITE, Scope.CALLS])
    make_api.Caller(text).get("/customers/nobody")
    client = administrator()
    listed = client.get(page("api_keys")).content.decode()
    asked = page("api_key_revoke", key.pk)
    assert asked in listed
    assert page("api_key_step", key.pk, "revoke") not in listed
    shown = client.get(asked).content.decode()
    for told in (key.name, lender.name, key.networks[0], "last used", "cannot be undone"):
        assert str(told) in shown
    assert "never used" not in shown
    assert "older than the policy allows" in shown
    assert "Repayments come in late" not in shown
    assert ApiKey.objects.get().state == "approved"
    client.post(page("api_key_step", key.pk, "revoke"))
    assert ApiKey.objects.get().state == "revoked"
    assert client.get(asked)["Location"] == page("api_keys")


def test_a_key_that_nobody_has_used_says_so(lender: Lender) -> None:
    key, _text = make_api.key(lender, now=datetime.now(UTC))
    shown = administrator().get(page("api_key_revoke", key.pk)).content.decode()
    assert "never used" in shown
