from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.keys import keyring
from accounts.models import ContactPoint, Customer
from accounts.rotation.encrypted import encrypted_columns
from accounts.rotation.unreadable import unreadable
from tests import make, make_sealed

pytestmark = pytest.mark.django_db


def _moved() -> tuple[Customer, Customer]:
    """A customer, and another one to whose row the first one's name was copied."""
    fine, damaged = make.customer(), make.customer()
    Customer.objects.filter(pk=damaged.pk).update(name=make_sealed.stored(fine, "name"))
    return fine, damaged


def test_what_the_product_wrote_can_be_read(now: datetime) -> None:
    make_sealed.everything(now)

    assert unreadable(keyring(), rows=1) == {}


def test_what_was_moved_by_sql_is_named_by_its_row() -> None:
    _fine, damaged = _moved()
    make.customer()

    assert unreadable(keyring(), rows=2) == {"accounts.Customer.name": [damaged.pk]}


def test_without_its_key_nothing_can_be_read() -> None:
    person = make.customer()

    assert unreadable(make_sealed.keys(2)) == {
        "accounts.Customer.name": [person.pk],
        "accounts.ContactPoint.address": [person.contact_points.get().pk],
    }


def test_the_emptied_name_of_an_erased_customer_is_no_fault() -> None:
    Customer.objects.filter(pk=make.customer().pk).update(name=b"")

    assert unreadable(keyring()) == {}


def test_looking_costs_one_query_a_batch_and_column(django_assert_num_queries: Any) -> None:
    for _ in range(5):
        make.customer()
    columns = len(encrypted_columns())  # each is asked once more than it has batches

    with django_assert_num_queries(columns + 3 + 3):
        unreadable(keyring(), rows=2)

    assert ContactPoint.objects.count() == 5


def test_the_command_fails_and_names_the_rows() -> None:
    _fine, damaged = _moved()

    with pytest.raises(CommandError, match=rf"accounts\.Customer\.name.*1.*{damaged.pk}"):
        call_command("check_encrypted", stdout=StringIO())


def test_the_command_says_that_all_is_well() -> None:
    make.customer()
    out = StringIO()

    call_command("check_encrypted", stdout=out)

    assert out.getvalue().strip()
