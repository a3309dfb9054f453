"""The list of sign-ins, for who has to see it."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.make_sign_in import browser, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at_now")]
LIST = "admin:accounts_signinattempt_changelist"


def test_known_and_unknown_logins_are_listed_and_filtered() -> None:
    auditor = make.staff("auditor", display_name="孙立")
    typed(browser("10.0.0.7"), auditor.username, "wrong")
    typed(browser("10.0.0.8"), "nobody", "wrong")
    client = Client(headers={"accept-language": "en"})
    client.force_login(auditor)
    page = client.get(reverse(LIST)).content.decode()
    assert "孙立" in page
    assert "unknown (" in page
    assert "nobody" not in page
    own = client.get(reverse(LIST), {"user__id__exact": auditor.pk}).content.decode()
    assert "10.0.0.7" in own
    assert "10.0.0.8" not in own
