"""The shape review: what every reminder says, and that it fits its stage."""

import pytest

from messaging.content.context import ReviewContext
from messaging.content.shape import review_shape

GOOD = (
    "{{ customer_name }}{{ salutation }}，您好！您的{{ product }}还款日为{{ due_date }}，"
    "应还{{ amount_due }}。可通过{{ ways_to_pay }}还款，如有困难请致电{{ hotline }}。"
)
OVERDUE = ReviewContext(stage="dpd-4-7")
SOON = ReviewContext(stage="due-7")
TODAY = ReviewContext(stage="due-0")


def codes(body: str, context: ReviewContext = OVERDUE, level: str = "block") -> list[str]:
    return [each.code for each in review_shape(body, context) if each.level == level]


@pytest.mark.parametrize("context", [OVERDUE, SOON, TODAY])
def test_a_complete_text_passes_in_every_stage(context: ReviewContext) -> None:
    assert review_shape(GOOD, context) == []


@pytest.mark.parametrize(
    ("gone", "code"),
    [
        ("{{ amount_due }}", "no_amount"),
        ("{{ due_date }}", "no_time"),
        ("{{ ways_to_pay }}", "no_way_to_pay"),
        ("{{ hotline }}", "no_hotline"),
    ],
)
def test_a_text_that_leaves_out_a_fact_is_blocked_with_what_to_insert(gone: str, code: str) -> None:
    (finding,) = review_shape(GOOD.replace(gone, "…"), OVERDUE)
    assert (finding.level, finding.code) == ("block", code)
    assert finding.suggestion.startswith("{{")


def test_days_overdue_may_stand_for_the_date() -> None:
    for name in ("days_overdue", "overdue_period"):
        assert codes(GOOD.replace("due_date", name)) == []
    assert codes(GOOD.replace("due_date", "days_until_due"), SOON) == []


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("days_overdue", "due-7"),
        ("overdue_period", "due-0"),
        ("days_until_due", "due-0"),
        ("days_until_due", "dpd-1"),
        ("days_until_due", "dpd-16+"),
    ],
)
def test_a_name_without_value_in_the_stage_is_blocked_at_its_place(name: str, stage: str) -> None:
    body = GOOD + f"{{{{ {name} }}}}天。"
    (finding,) = review_shape(body, ReviewContext(stage=stage))
    assert finding.code == "no_value_here"
    assert body[finding.start : finding.end] == f"{{{{ {name} }}}}" == finding.phrase


def test_what_a_lender_cannot_fill_is_blocked() -> None:
    context = ReviewContext(stage="dpd-1", without_value=frozenset({"ways_to_pay"}))
    assert codes(GOOD, context) == ["no_value_here"]


def test_an_address_some_lenders_lack_is_remarked_on_and_left_out() -> None:
    context = ReviewContext(stage="dpd-1", without_value=frozenset({"check_host"}))
    body = GOOD + "查询码{{ check_code }} {{ check_host }}"
    assert codes(body, context) == []
    assert codes(body, context, level="warn") == ["left_out_here"]


@pytest.mark.parametrize(
    "greeting", ["{{ masked_name }}", "{{ salutation }}", "您好，", "Dear client, "]
)
def test_a_name_or_a_greeting_is_a_salutation(greeting: str) -> None:
    body = greeting + GOOD.replace("{{ customer_name }}{{ salutation }}，您好！", "")
    assert codes(body, level="warn") == []


def test_a_text_that_addresses_nobody_is_remarked_on() -> None:
    body = GOOD.replace("{{ customer_name }}{{ salutation }}，您好！", "")
    assert codes(body, level="warn") == ["no_salutation"]


def test_opt_out_words_are_blocked_when_missing_only_where_the_policy_requires_them() -> None:
    required = ReviewContext(stage="dpd-4-7", opt_out_words_required=True)
    assert codes(GOOD, required) == ["no_opt_out"]
    assert codes(GOOD + "{{ opt_out_words }}", required) == []
    assert codes(GOOD + "拒收请回复TD", required) == []
    assert codes(GOOD + "回T退订", required) == []
    assert codes(GOOD) == []


def test_a_text_without_any_lender_is_blocked() -> None:
    assert codes(GOOD, ReviewContext(stage="dpd-1", signature=" ")) == ["no_lender"]


def test_an_answer_or_confirmation_need_not_say_what_is_owed() -> None:
    assert codes("您好，已收到您的回复。", ReviewContext(stage="dpd-1", reminder=False)) == []


@pytest.mark.parametrize(
    ("body", "code"), [("", "empty"), (" \n", "empty"), ("长" * 2001, "overlong")]
)
def test_nothing_and_far_too_much_are_answered_alone(body: str, code: str) -> None:
    assert codes(body) == [code]


def test_length_counts_the_longest_values_and_the_signature() -> None:
    spare = GOOD + "好" * 300
    assert codes(spare) == []
    assert codes(spare, level="warn") == ["many_segments"]
    assert codes(GOOD + "好" * 480) == ["too_long"]
    long_ways = ReviewContext(stage="dpd-1", longest={"ways_to_pay": "网" * 480})
    assert codes(GOOD, long_ways) == ["too_long"]


@pytest.mark.parametrize("character", ["\u200b", "\u202e", "\x07", "\r", "\ufeff", "\U000e0041"])
def test_invisible_characters_are_blocked_at_their_place(character: str) -> None:
    body = GOOD + character + "祝好"
    found = [each for each in review_shape(body, OVERDUE) if each.code == "invisible"]
    assert [(each.start, each.end) for each in found] == [(len(GOOD), len(GOOD) + 1)]


def test_the_signature_brackets_are_blocked_once() -> None:
    assert codes("【安和】" + GOOD + "【完】") == ["signature_brackets"]


def test_every_remark_says_why_in_both_languages() -> None:
    from messaging.content.remarks import _REMARKS, remark

    for code in _REMARKS:
        finding = remark(code)
        assert finding.reason.isascii() or "【】" in finding.reason
        assert finding.reason_zh
