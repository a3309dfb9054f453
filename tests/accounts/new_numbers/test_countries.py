"""A number without a country code is read in the country that is meant, or not at all."""

import pytest

from accounts.errors import Refused
from accounts.new_numbers import countries
from tests import make

pytestmark = pytest.mark.django_db
LONDON = "07971 234567"


def test_the_countries_of_work_are_those_of_the_lenders_days() -> None:
    zones = ("Asia/Shanghai", "Europe/London", "Asia/Calcutta", "UTC")
    lenders = [make.lender(timezone=zone) for zone in zones]
    assert countries.of_work(make.staff("agent", lenders=lenders)) == {"CN", "GB", "IN"}
    assert countries.of_work(make.staff("agent", lenders=lenders[3:])) == frozenset()


@pytest.mark.parametrize(
    ("typed", "where", "meant"),
    [
        (LONDON, {"GB"}, "+447971234567"),
        ("13800138000", {"CN", "GB"}, "+8613800138000"),  # in Britain it is none
        ("+44 7971 234567", {"CN"}, "+447971234567"),
        ("+44 7971 234567", set(), "+447971234567"),
        (LONDON, {"CN", "GB"}, None),  # two numbers
        (LONDON, set(), None),
        ("12345", {"CN"}, None),
    ],
)
def test_one_number_is_meant_or_the_country_is_asked_for(
    typed: str, where: set[str], meant: str | None
) -> None:
    if meant:
        assert countries.read(typed, where) == meant
        return
    with pytest.raises(Refused, match=r"\+"):
        countries.read(typed, where)
