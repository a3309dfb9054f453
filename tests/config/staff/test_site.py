"""What the staff site has no page for, and what its pages do without."""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.models.choices import Role
from messaging.models.sender import Sender
from tests import make


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["1", "<memory at 0x7f>", "9" * 30])
def test_no_row_leads_to_a_page_outside(key: str) -> None:
    desk = Client(raise_request_exception=False)
    desk.force_login(make.staff(Role.AUDITOR))
    kind = ContentType.objects.get_for_model(Sender)
    assert desk.get(f"/staff/r/{kind.pk}/{key}/").status_code == 404


@pytest.mark.django_db
def test_no_page_gathers_the_tables_that_it_does_not_list(monkeypatch: pytest.MonkeyPatch) -> None:
    gathered: list[object] = []

    def gather(*asked: object) -> dict[str, object]:
        gathered.append(asked)
        return {}

    monkeypatch.setattr(admin.site, "_build_app_dict", gather)
    desk = Client()
    desk.force_login(make.staff(Role.SUPERVISOR))
    for name in ("admin:all_pages", "admin:accounts_customer_changelist"):
        assert desk.get(reverse(name)).status_code == 200
    assert not gathered
    assert not list(admin.site.get_app_list(RequestFactory().get("/")))
    assert gathered
