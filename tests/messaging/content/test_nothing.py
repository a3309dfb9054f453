"""Words for nothing are no values."""

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.cells import nothing as of_a_file
from messaging.content.nothing import says_nothing
from messaging.content.render import MissingValue, render
from tests.messaging.content.test_values import values

NOTHING = [
    "null",
    "NULL",
    " NaN ",
    "#N/A",
    "ＮＵＬＬ",
    "#REF!",
    "None",
    "n/a",
    "NA",
    "-",
    "——",
    "无",
]
NOTHING += ["未知", "暫無", "...", "(null)", "#NAME?", "undefined"]
NAMES = ["Jennifer Null", "那", "Nan Goldin", "无忌", "空海", "王", "Al", "O", "未知山人"]


@pytest.mark.parametrize("word", NOTHING)
def test_a_word_for_nothing_is_missing(word: str) -> None:
    assert says_nothing(word)
    with pytest.raises(MissingValue):
        render("{{ customer_name }}，您好！", {"customer_name": word})
    said = values(customer_name=word)
    assert "customer_name" not in said
    assert "masked_name" not in said


@pytest.mark.parametrize("word", NOTHING)
def test_a_salutation_for_nothing_is_left_out(word: str) -> None:
    text = render(
        "{{ customer_name }}{{ salutation }}，您好", {"customer_name": "李雷", "salutation": word}
    )
    assert text == "李雷，您好"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_a_name(name: str) -> None:
    assert not says_nothing(name)
    assert values(customer_name=name)["customer_name"] == name
    assert values(customer_name=name)["masked_name"]


@given(st.text(alphabet="王伟无未知暫暂缺名佚一某", min_size=1, max_size=4))
def test_a_word_in_chinese_characters_is_told_by_the_same_list(word: str) -> None:
    """(Nothing about it can be folded, so that it is only looked up.)"""
    assert says_nothing(word) == of_a_file.says_nothing(word, zeros=False)
