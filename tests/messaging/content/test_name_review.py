"""A name may be any word; a link, a number and a sentence are no names."""

import pytest

from messaging.content.review import review_values

NAMES = [
    "Sheriff Ali",
    "Jo Prison",
    "Police Chanda",
    "Warrant Smith",
    "De.La.Cruz",
    "J.R.R. Tolkien",
    "Ma.Li",
    "J.P. Morgan",
    "St. John-Smythe",
    "John Smith 2nd",
    "O'Neill-Smith, J.",
    "José Ñuñez",
    "Nguyễn Thị Ánh",
    "张三（尾号0417）",
    "阿卜杜热依木·麦麦提",
    "欧阳娜娜",
    "点点",
    "Abdurehim Memet Alexander",
    "M.K.O. Abiola",
    "Dr. Info Ngugi",
]
NO_NAMES = [
    "王老赖",
    "访问evil.com",
    "evil.com",
    "Evil.Com",
    "t.cn/abc",
    "Anhe.Example/pay",
    "www.evil.la",
    "转6222021234567890123",
    "Call 4008001234",
    "张三13800138000",
    "账号六二二二零二一",
    "You will be arrested soon",
    "we will sue you",
    "不还钱就通知您的家人",
    "Please transfer the money to my own account this very day",
    "deadbeat John",
]


@pytest.mark.parametrize("name", NAMES)
def test_nobody_goes_unwritten_to_because_of_a_name(name: str) -> None:
    for placeholder in ("customer_name", "masked_name"):
        found = review_values({placeholder: name})
        assert [each for each in found if each.level == "block"] == []


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_stopped(name: str) -> None:
    assert [each for each in review_values({"customer_name": name}) if each.level == "block"]


@pytest.mark.parametrize("name", ["Sheriff Ali", "De.La.Cruz"])
def test_only_names_have_this_freedom(name: str) -> None:
    assert [each for each in review_values({"product": name}) if each.level == "block"]
