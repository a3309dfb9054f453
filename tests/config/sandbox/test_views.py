"""Throwing everything away takes the name of whom it belongs to."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Lender
from config.sandbox import views
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(views, "load", lambda **_: None)
    client = Client()
    client.force_login(make.staff("supervisor"))
    return client


@pytest.mark.parametrize("said", [None, "", "someone else"])
def test_without_a_lenders_name_nothing_is_thrown_away(supervisor: Client, said: Any) -> None:
    make.lender()
    posted = {} if said is None else {"lender": said}
    page = supervisor.post(reverse("admin:sandbox_reset"), posted)
    assert page.status_code == 422
    assert "lender" in page.context["form"].errors
    assert Lender.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_with_a_lenders_name_everything_is(supervisor: Client) -> None:
    lender = make.lender()
    assert lender.name in supervisor.get(reverse("admin:sandbox_reset")).content.decode()
    page = supervisor.post(reverse("admin:sandbox_reset"), {"lender": f" {lender.name} "})
    assert page.status_code == 302
    assert not Lender.objects.exists()
