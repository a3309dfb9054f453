"""Values into bodies: literal, complete, on one line."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.placeholders import registered, samples
from messaging.content.render import (
    MalformedBody,
    MissingValue,
    RenderError,
    UnknownPlaceholder,
    full_text,
    render,
)


def test_values_stand_where_their_placeholders_stood() -> None:
    body = "{{ customer_name }}{{salutation}}，您好：应还{{ amount_due }}。"
    values = {"customer_name": "王小明", "salutation": "先生", "amount_due": "12.00元"}
    assert render(body, values) == "王小明先生，您好：应还12.00元。"


def test_a_missing_or_empty_value_is_an_error_that_names_it() -> None:
    with pytest.raises(MissingValue) as caught:
        render("{{ hotline }}{{ amount_due }}{{ lender }}", {"lender": "安和", "hotline": " "})
    assert caught.value.names == ["hotline", "amount_due"]


def test_an_unknown_placeholder_is_an_error_even_with_a_value() -> None:
    with pytest.raises(UnknownPlaceholder) as caught:
        render("{{ custmer_name }}", {"custmer_name": "王"})
    assert caught.value.names == ["custmer_name"]


@pytest.mark.parametrize(
    "body", ["{{ hotline", "}}", "{{ }}", "{{ a|b }}", "{{ a {{ hotline }} }}", "【安和】您好"]
)
def test_a_malformed_body_is_never_rendered(body: str) -> None:
    with pytest.raises(MalformedBody):
        render(body, samples("zh-hans"))


def test_a_value_is_literal_and_never_read_as_a_placeholder() -> None:
    values = {"customer_name": "{{ hotline }}", "hotline": r"400\1"}
    assert render("{{ customer_name }}/{{ hotline }}", values) == r"{{ hotline }}/400\1"


def test_values_lose_control_direction_and_zero_width_characters_breaks_and_brackets() -> None:
    dirty = "王\u200b小\u202e明\r\n【假签名】\x00\ufeff"
    assert render("{{ customer_name }}", {"customer_name": dirty}) == "王小明 假签名"


def test_a_value_that_is_nothing_but_invisible_is_missing() -> None:
    with pytest.raises(MissingValue):
        render("{{ customer_name }}", {"customer_name": "\u200b\u202e"})


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{{ customer_name }}{{ salutation }}，您好", "李雷，您好"),
        ("Dear {{ salutation }} {{ customer_name }},", "Dear 李雷,"),
        ("{{ salutation }} {{ customer_name }}", "李雷"),
        ("请还款。{{ cause_sentence }}谢谢", "请还款。谢谢"),
    ],
)
def test_an_empty_optional_value_leaves_no_hole(body: str, expected: str) -> None:
    assert render(body, {"customer_name": "李雷"}) == expected


def test_the_full_text_is_signature_and_body() -> None:
    assert full_text("安和消费金融", "您好。", language="zh-hans") == "【安和消费金融】您好。"
    assert full_text("【安和】", "您好。", language="zh-hant") == "【安和】您好。"
    assert full_text("Anhe", " Hi. ", language="en") == "[Anhe] Hi."


@given(st.dictionaries(st.sampled_from(sorted(registered())), st.text(max_size=40)))
def test_a_text_is_whole_or_an_error(values: dict[str, str]) -> None:
    body = "{{ customer_name }}{{ salutation }}，应还{{ amount_due }}。"
    try:
        text = render(body, values)
    except RenderError:
        return
    assert text.startswith(text.strip()[:1])
    assert "\n" not in text
    assert "【" not in text
    assert "应还。" not in text
