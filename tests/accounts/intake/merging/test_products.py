"""The products a file names are remembered, each once, as the file calls them."""

from datetime import datetime

import pytest

from accounts.models import Lender, Product
from tests.make_intake import applied, as_csv, loan

pytestmark = pytest.mark.django_db


def test_each_product_of_a_file_is_remembered_once(anhe: Lender, now: datetime) -> None:
    rows = [loan(product=name) for name in ("消费贷", "家装分期", "消费贷")]
    applied(as_csv(rows), now=now)
    known = Product.objects.filter(lender=anhe).values_list("code", flat=True)
    assert sorted(known) == ["家装分期", "消费贷"]

    applied(as_csv([loan(product="消费贷")]), now=now)
    assert Product.objects.count() == 2
