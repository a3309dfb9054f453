import pytest

from accounts.intake.merging.zones_of_numbers import is_elsewhere


@pytest.mark.parametrize(
    ("phone", "zones", "elsewhere"),
    [
        ("+8613800138000", ["Asia/Shanghai"], False),
        ("+8613800138000", ["America/New_York"], True),
        ("+8613800138000", ["America/New_York", "Asia/Shanghai"], False),  # day in both
        ("+12125550123", ["America/Los_Angeles"], False),  # moved, and kept the number
        ("+12125550123", ["Asia/Shanghai"], True),
        ("+447911123456", ["Asia/Tokyo"], True),
        (None, ["Asia/Tokyo"], False),
    ],
)
def test_whether_it_is_night_where_the_number_is(
    phone: str | None, zones: list[str], elsewhere: bool
) -> None:
    assert is_elsewhere(phone, zones) is elsewhere
