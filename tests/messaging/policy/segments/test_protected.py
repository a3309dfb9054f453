"""Words of what the law protects are found, and nothing that only looks like them."""

import pytest

from messaging.policy.segments.protected import protected_in


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("Women under 500", "gender"),
        ("女性客户", "gender"),
        ("sex_is_f", "gender"),
        ("少数民族地区", "ethnicity"),
        ("married, always on time", "marital_status"),
        ("离异客户", "marital_status"),
        ("elderly", "age"),
        ("信教，宗教活动", "religion"),
    ],
)
def test_what_is_protected_is_found(text, attribute):
    found = protected_in(text)
    assert found is not None
    assert found[0] == attribute


@pytest.mark.parametrize(
    "text",
    [
        "Manual transfers",
        "Always on time, small amounts",
        "按时还款的小额客户",
        "Stage 16+",
        "还款管理",
    ],
)
def test_what_only_looks_like_it_is_let_through(text):
    assert protected_in(text) is None
