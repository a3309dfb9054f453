import pytest

from accounts.intake.parsing.cells.nothing import says_nothing
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.cells.texts import parse_name


@pytest.mark.parametrize(
    "text",
    [
        *("null", "NULL", "(null)", "<null>", "None", "nan", "NaN", "#N/A", "n/a", "N/A", "NA"),
        *("undefined", "unknown", "\\N", "nil", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "###"),
        *(
            "无",
            "暂无",
            "空",
            "未知",
            "不详",
            "[空]",
            "（无）",
            "没有",
            "無",
            "佚名",
            "某某",
            "不適用",
        ),
        *("-", "--", "——", "/", ".", "?", "？？？", "*", "0", "0.00", "00000000000", " - "),
    ],
)
def test_a_word_for_nothing_is_no_name(text):
    assert says_nothing(text)
    with pytest.raises(CellProblem) as caught:
        parse_name(text)
    assert caught.value.code in {"no_name", "starts_like_formula", "required"}


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Jennifer Null",
            "Nan Xu",
            "吴铭",
            "吴知",
            "空海",
            "None Smith",
            "Na Li",
            "无尘",
            "Nil Óscar",
        ),
        *("Void Chan", "Xx Li", "O", "闻人无忌", "缺一"),
    ],
)
def test_people_whose_names_hold_such_a_word_keep_them(name):
    assert not says_nothing(name)
    assert parse_name(name) == name


def test_zero_means_something_where_a_figure_is_asked_for():
    assert says_nothing("0")
    assert not says_nothing("0", zeros=False)
