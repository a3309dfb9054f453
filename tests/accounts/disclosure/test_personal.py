"""What somebody outside wrote, for staff: numbers one could dial are masked, figures stay."""

import pytest

from accounts.disclosure import personal
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("wrote", "shown"),
    [
        ("新号码13900001111", "新号码****1111"),
        ("新号码 139 0000 1111 10号还", "新号码 ****1111 10号还"),
        ("打＋８６ 139-0000-1111", "打+86****1111"),
        ("座机 0755-86661234", "座机 ****1234"),
        ("我先生13900001111我妈13900002222", "我先生****1111我妈****2222"),
        ("应还1,234.56元，20261130前还5000000", "应还1,234.56元，20261130前还5000000"),
        ("2026-11-30 客服4008001234 借据200017", "2026-11-30 客服4008001234 借据200017"),
    ],
)
def test_what_could_be_dialled_is_masked_and_other_figures_stay(wrote: str, shown: str) -> None:
    assert personal.said_text(wrote, make.customer()) == shown


def test_a_number_is_read_as_the_customers_own_are() -> None:
    london = make.customer(phone="+447911123456")
    assert personal.said_text("my new one is 07971 234567", london).endswith(" ****4567")
    assert personal.said_text("call +44 7971 234567", make.customer()).endswith(" +44****4567")
