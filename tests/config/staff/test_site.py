"""What the staff site has no page for."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

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
