"""A mask tells whose value it may be, and never shows the whole of it."""

import pytest
from hypothesis import given, strategies as st

from accounts.privacy.masks import HIDDEN, mask_email, mask_name, mask_phone, mask_wechat


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("+8613800138000", "138****8000"),
        ("+447911123456", "+44****3456"),
        ("+12025550123", "+12****0123"),
        ("057188886666", "****6666"),
        ("+865718888", "****8888"),
        ("1234567", HIDDEN),
        ("", HIDDEN),
    ],
)
def test_a_phone_shows_its_beginning_and_end_as_far_as_enough_is_left(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("someone@example.com", "s***@example.com"),
        ("a@example.com", "***@example.com"),
        ("@example.com", "***@example.com"),
        ("a@b@example.com", "a***@example.com"),
        ("no mailbox", "***"),
    ],
)
def test_a_mailbox_shows_its_first_letter_and_its_host(email, shown):
    assert mask_email(email) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王*明"),
        ("张三", "张*"),
        ("王", "*"),
        (" 王 ", "*"),
        ("", "*"),
        ("欧阳小小明", "欧***明"),
        ("阿不都热西提·买买提", "阿***提"),
        ("John Smith", "J*** S***"),
        ("J Smith", "* S***"),
        ("José Pérez", "J***z"),
        ("123", "1*3"),
    ],
)
def test_a_name_shows_what_tells_two_customers_apart(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("wechat", "shown"), [("wxid_abc9", "wx***9"), ("abcdef", "ab***f"), ("abcde", "***")]
)
def test_a_short_wechat_id_is_hidden_wholly(wechat, shown):
    assert mask_wechat(wechat) == shown


@given(st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=40))
def test_no_mask_holds_the_whole_value(value):
    for mask in (
        mask_phone,
        mask_name,
        mask_wechat,
        lambda text: mask_email(f"{text}@example.com"),
    ):
        assert value not in mask(value) or len(value) == 1


@given(st.text("王李张小明华", min_size=5, max_size=30))
def test_the_stars_of_a_long_name_do_not_count_its_signs(name):
    assert len(mask_name(name)) == 5
