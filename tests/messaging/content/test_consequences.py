"""Consequences: credit record, late fee and legal action only where they are true."""

from dataclasses import replace

import pytest

from messaging.content.consequences import review_consequences
from messaging.content.context import ReviewContext
from messaging.content.text.fold import fold

NOTHING = ReviewContext(stage="dpd-16+")
ALL = replace(
    NOTHING,
    reports_to_credit_registry=True,
    late_fee_in_contract=True,
    legal_action_approved=True,
)
CREDIT = [
    "将影响个人征信",
    "如实计入信用报告",
    "影響信用記錄",
    "may affect your credit record",
    "征 信",
]
FEE = ["按合同收取罚息", "产生违约金", "滯納金", "a late fee applies", "逾期利息按合同计算"]
LEGAL = [
    "将依法起诉",
    "委托律师",
    "向法院提起诉讼",
    "申请仲裁",
    "采取法律手段",
    "take legal action",
    "see you in court",
    "we will sue",
]


def codes(text: str, context: ReviewContext = NOTHING) -> list[str]:
    return [each.code for each in review_consequences(text, fold(text), context)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "credit_record_untrue") for text in CREDIT),
        *((text, "late_fee_untrue") for text in FEE),
        *((text, "legal_action_untrue") for text in LEGAL),
    ],
)
def test_what_is_not_true_of_the_lender_is_blocked(text: str, code: str) -> None:
    assert set(codes(text)) == {code}


@pytest.mark.parametrize("text", CREDIT + FEE + LEGAL)
def test_what_is_true_may_be_said(text: str) -> None:
    assert codes(text, ALL) == []


@pytest.mark.parametrize("stage", ["due-7", "due-0"])
@pytest.mark.parametrize("text", CREDIT + FEE)
def test_before_anything_is_overdue_no_consequence_is_true(text: str, stage: str) -> None:
    assert set(codes(text, replace(ALL, stage=stage))) == {"consequence_too_early"}


@pytest.mark.parametrize("stage", ["due-7", "due-0", "dpd-1", "dpd-4-7", "dpd-8-15"])
def test_legal_action_waits_for_the_last_stage(stage: str) -> None:
    assert codes("将依法起诉", replace(ALL, stage=stage)) == ["legal_action_untrue"]


def test_each_consequence_needs_its_own_fact() -> None:
    only_fee = replace(NOTHING, late_fee_in_contract=True)
    assert codes("罚息", only_fee) == []
    assert codes("征信", only_fee) == ["credit_record_untrue"]
    assert codes("起诉", only_fee) == ["legal_action_untrue"]


@pytest.mark.parametrize(
    "text",
    [
        "有困难请和我们一起诉说",
        "courteous service, no issue, pursue",
        "我们不会起诉",
        "本行不会收取滞纳金",
        "本行不收取任何滞纳金或违约金",
        "任何人以法院名义来电均为诈骗，请勿相信",
        "谨防冒充律师",
        "We will not take legal action",
        "银行恢复利率",
    ],
)
def test_innocents_and_well_meant_sentences_pass(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text", ["如果您今天还款，我们不会起诉", "我们不会不起诉", "我们不会起诉吗？"]
)
def test_tricks_with_negation_excuse_nothing(text: str) -> None:
    assert codes(text) == ["legal_action_untrue"]
