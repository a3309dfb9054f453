"""Throwing everything away takes the name of whom it belongs to."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from accounts.models import Lender
from config.sandbox import views
from tests import make

pytestmark = pytest.mark.django_db
CHINESE = {"accept-language": "zh-hans"}


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


def test_mails_to_staff_are_shown_in_a_sandbox_and_nowhere_else(
    supervisor: Client, settings: Any, tmp_path: Path
) -> None:
    """Newest first, with the whole link; with a mail server there is nothing to show."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    address = reverse("admin:sandbox_mails")
    assert "还没有邮件" in supervisor.get(address, headers=CHINESE).content.decode()
    link = f"http://testserver/staff/{'x' * 90}/"
    EmailMessage("设置密码", f"打开：\n{link}\n", "a@example.com", ["b@example.com"]).send()
    text = supervisor.get(address, headers=CHINESE).content.decode()
    assert "设置密码" in text
    assert "b@example.com" in text
    assert f'href="{link}"' in text
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert link not in supervisor.get(address).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.SANDBOX = False
    assert supervisor.get(address).status_code == 404
