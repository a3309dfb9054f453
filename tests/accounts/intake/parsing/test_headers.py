import random

import pytest

from accounts.intake.parsing.headers import (
    LOAN_COLUMNS,
    LOAN_OPTIONAL,
    fold,
    match_loan_headers,
    match_repayment_headers,
)
from accounts.intake.readers.open import FileError

CHINESE = [
    *("客户号", "姓名", "称谓", "手机号", "邮箱", "语言", "时区", "证件后四位", "借据号"),
    *("出借机构", "产品", "币种", "本金", "余额", "应还金额", "应还日", "数据时间"),
]
REQUIRED = [name for name in LOAN_COLUMNS if name not in LOAN_OPTIONAL]


def test_chinese_headings_are_understood_in_any_order():
    shuffled = random.Random(1).sample(CHINESE, len(CHINESE))
    columns = match_loan_headers(shuffled)
    assert columns.pick(shuffled) == dict(zip(REQUIRED, CHINESE, strict=True))


def test_english_headings_may_differ_in_case_space_and_width():
    headers = [name.replace("_", " ").title() for name in REQUIRED]
    headers[0] = "ＣＵＳＴＯＭＥＲ＿ＮＯ"
    headers[12] = "Principal（元）"
    assert list(match_loan_headers(headers).positions) == REQUIRED


def test_no_heading_means_two_columns():
    folded = [{fold(word) for word in (name, *more)} for name, more in LOAN_COLUMNS.items()]
    words = [word for column in folded for word in column]
    assert len(words) == len(set(words))


def test_missing_columns_are_named():
    with pytest.raises(FileError) as caught:
        match_loan_headers(["客户号", *CHINESE[3:]])
    assert caught.value.message_en == "These columns are missing: name, salutation."


def test_optional_columns_are_found_and_unknown_ones_listed():
    columns = match_loan_headers([*CHINESE, "角色", "备注", "微信号"])
    assert {"role", "wechat_id"} <= columns.positions.keys()
    assert columns.ignored == ("备注",)


def test_a_column_named_twice_in_two_languages_is_refused():
    with pytest.raises(FileError) as caught:
        match_loan_headers([*CHINESE, "phone"])
    assert (caught.value.code, caught.value.params) == ("duplicate_column", {"column": "phone"})


def test_a_delimiter_we_do_not_know_is_named_as_the_cause():
    with pytest.raises(FileError) as caught:
        match_loan_headers(["|".join(CHINESE)])
    assert caught.value.code == "wrong_delimiter"


def test_repayment_headings_are_understood():
    columns = match_repayment_headers(["金额", "还款日期", "借据号", "流水号"])
    assert columns.pick(["1", "2", "3", "4"]) == {
        "reference": "4",
        "loan_no": "3",
        "paid_on": "2",
        "amount": "1",
    }


def test_a_short_row_is_filled_with_empty_cells():
    columns = match_repayment_headers(["流水号", "借据号", "还款日期", "金额"])
    assert columns.pick(["R1"])["amount"] == ""
