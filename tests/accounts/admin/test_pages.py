"""Addresses of lists that name no row."""

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        *("messaging/template", "messaging/strategy", "messaging/policyversion"),
        *(
            "messaging/wordinglistversion",
            "messaging/gateway",
            "messaging/run",
            "messaging/message",
        ),
        *("accounts/customer", "accounts/importfile", "accounts/hold", "feedback/complaint"),
    ],
)
@pytest.mark.parametrize("said", ["none", "templates/versions/9", "9" * 40])
def test_what_names_no_row_is_not_found(client: Client, address: str, said: str) -> None:
    client.force_login(User.objects.create(username="all", is_superuser=True, is_staff=True))
    assert client.get(f"/staff/{address}/").status_code == 200
    answer = client.get(f"/staff/{address}/{said}/", follow=True)
    # Others lead back to where somebody begins, and say there that there is no such row.
    assert answer.status_code == 404 or answer.redirect_chain
