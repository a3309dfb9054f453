"""What stands against a text is the same for who writes it and who approves it."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from messaging.approval import checks
from messaging.models import TemplateVersion
from tests import make, make_messaging

pytestmark = pytest.mark.django_db


def test_a_reminder_that_cannot_be_checked_says_so_to_author_and_approver(now: datetime) -> None:
    body = make_messaging.BODY
    for name in ("check_code", "check_host"):
        body = body.replace(f"{{{{ {name} }}}}", "")
    version: TemplateVersion = make_messaging.version(state="submitted", body=body)
    codes = {finding.code for finding in checks.findings(version, now=now)}
    assert {"no_check_code", "no_check_host"} <= codes
    for role, page in (("collector", "template_editor"), ("supervisor", "template_version")):
        client = Client(headers={"accept-language": "en"})
        client.force_login(make.staff(role))
        shown = client.get(reverse(f"admin:{page}", args=[version.pk])).content.decode()
        assert "It has no check code" in shown
        assert "Nothing found." not in shown


def test_one_that_says_both_is_not_warned(now: datetime) -> None:
    body = make_messaging.BODY + "{{ check_host }} 查询码{{ check_code }}"
    version = make_messaging.version(state="submitted", body=body)
    codes = {finding.code for finding in checks.findings(version, now=now)}
    assert not {"no_check_code", "no_check_host"} & codes
