"""Traditional characters are proposed as both regions write, and own words are kept."""

import pytest

from messaging.authoring.lender_wordings import proposed
from messaging.authoring.traditional import propose, reads_simplified


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("手机银行、柜台或自动扣款", "手機銀行、櫃檯或自動扣款"),
        ("银行转账", "銀行轉帳"),
        ("联系客服", "聯絡客服"),
        ("安和App", "安和App"),
        ("皇后大道", "皇后大道"),
        ("3天后", "3天後"),
        ("还款只付给出借机构", "還款只付給出借機構"),
    ],
)
def test_simplified_becomes_traditional(simplified: str, traditional: str) -> None:
    assert propose(simplified) == traditional


@pytest.mark.parametrize("text", ["銀行轉帳", "賬户", "櫃枱", "安和App", ""])
def test_what_either_region_writes_reads_well(text: str) -> None:
    assert reads_simplified(text) == ""


def test_a_persons_own_words_are_not_overwritten() -> None:
    texts, products = proposed(
        {"zh-hans": {"name": "安和银行"}, "zh-hant": {"name": "安和"}}, {"消费贷": {"en": "loan"}}
    )
    assert texts["zh-hant"] == {"name": "安和"}
    assert products == {"消费贷": {"zh-hant": "消費貸", "en": "loan"}}
