"""A lender's zone is one that exists: all its days are counted in it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, transaction

from accounts.models import Lender
from accounts.models.lender import known_zone
from tests import make


@pytest.mark.parametrize("name", ["Mars/Olympus", "", "Shanghai", "../etc/passwd"])
def test_a_zone_nobody_knows_is_refused_with_a_way_out(name: str) -> None:
    with pytest.raises(ValidationError, match="Asia/Shanghai"):
        known_zone(name)


@pytest.mark.django_db
def test_the_database_refuses_it_too() -> None:
    lender = make.lender(timezone="Europe/London")
    with pytest.raises(DataError), transaction.atomic():
        Lender.objects.filter(pk=lender.pk).update(timezone="Mars/Olympus")
