"""Names that could be read as figures are taken out before a text is read back."""

import pytest

from messaging.content.readback.masked import NAME, masked


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("王小明您好，请还100元", [], f"{NAME}您好，请还100元"),
        ("王小明，王小明", [], f"{NAME}，王小明"),
        ("请用360借条还款", ["360借条"], f"请用{NAME}还款"),
        ("致电400-600-0000", ["400-600-0000"], f"致电{NAME}"),
        ("请用安和还款", ["安和"], "请用安和还款"),  # nothing in it could be read
        ("逾期网：逾期3天", ["逾期网"], f"{NAME}：逾期3天"),
        ("共360元，用360还", ["360"], f"共{NAME}元，用{NAME}还"),
        ("共1,360.50元，用360还", ["360"], f"共1,360.50元，用{NAME}还"),
        ("7天", ["7"], "7天"),
    ],
)
def test_a_name_is_no_claim(text, names, found):
    assert masked(text, "王小明", names) == found


def test_without_a_customers_name_nothing_is_marked_for_it():
    assert masked("请还100元", "", []) == "请还100元"
