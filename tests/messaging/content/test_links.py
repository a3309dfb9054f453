"""Links: the lender's own hosts and no others, however the others are written."""

import pytest
from hypothesis import given, strategies as st

from messaging.content.links import review_links
from messaging.content.text.flat import flatten, masked

ALLOWED = frozenset({"anhe.example", "pay.anhe.example", "anhe.com"})


def codes(text: str) -> list[str]:
    text = masked(text)
    return [each.code for each in review_links(text, flatten(text), ALLOWED)]


@pytest.mark.parametrize(
    "text",
    [
        "https://anhe.example",
        "https://anhe.example/p?x=1#a",
        "https://ANHE.example:443/p",
        "请访问https://pay.anhe.example/还款",
        "登录anhe.example还款",
        "详见 anhe.com。谢谢",
        "Please pay at anhe.example. Thank you.",
        "is overdue. anhe.com has more",
        "邮箱service@anhe.example",
    ],
)
def test_the_lenders_hosts_pass(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "e.g. this, i.e. that, at 5 p.m.",
        "应还1,280.50元，3.5%，v2.0",
        "Please pay. Thank you. It may have slipped your mind. Top up now. Info below.",
        "逾期5天。APP还款。TD退订。App。Thank you",
        "安和App、银行转账或柜台",
        "9.15前还款，10点前来电",
        "请在15:30前致电400-600-0000。",
        "《合同》第3.2条",
        "Mr. Wang, No. 5",
        "指点一二。几点钟，3点到5点",
        "…………",
    ],
)
def test_innocent_dots_are_no_links(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("https://evil.cn", "link_other_host"),
        ("请访问evil.cn还款", "link_other_host"),
        ("evil.beauty", "link_other_host"),
        ("//evil.com/x", "link_other_host"),
        ("https://anhe.example.evil.cn/", "link_other_host"),
        ("https://sub.anhe.example", "link_other_host"),
        ("https://evilanhe.example", "link_other_host"),
        ("https://anhe.example:8080", "link_other_host"),
        ("anhe.example:8080/x", "link_other_host"),
        ("weixin://dl/business", "link_other_host"),
        ("ftp://files.evil.cn", "link_other_host"),
        ("www.evil.cn", "link_other_host"),
        ("evil.Com", "link_other_host"),
        ("https://anhe.example@evil.cn", "link_userinfo"),
        ("https://evil.cn@anhe.example", "link_userinfo"),
        ("https://anhe.example%40evil.cn", "link_userinfo"),
        ("anhe.example@evil.cn", "link_userinfo"),
        ("anhe.example @ evil . cn", "link_userinfo"),
        ("kf@evil.com", "link_userinfo"),
        ("http://1.2.3.4/x", "link_ip"),
        ("1.2.3.4", "link_ip"),
        ("１。２。３。４", "link_ip"),
        ("http://3232235521/", "link_ip"),
        ("http://[::1]/", "link_ip"),
        ("t.cn/abc", "link_shortener"),
        ("https://bit.ly/3x", "link_shortener"),
        ("xn--fiq228c.cn", "link_disguised"),
        ("https://аnhe.example", "link_disguised"),
        ("https://安和.cn/", "link_other_host"),
        ("安和.com", "link_disguised"),
        ("anhe.公司", "link_disguised"),
        ("evil。cn", "link_disguised"),
        ("evil｡cn", "link_disguised"),
        ("evil．cn", "link_disguised"),
        ("ｅｖｉｌ.cn", "link_disguised"),
        ("anhe．example", "link_disguised"),
        ("https：//anhe。example/x", "link_disguised"),
        ("an\u200bhe.example", "link_disguised"),
        ("evil . com", "link_disguised"),
        ("evil. com", "link_disguised"),
        ("e v i l . c o m", "link_disguised"),
        ("evil[.]com", "link_disguised"),
        ("evil(dot)com", "link_disguised"),
        ("evil点com", "link_disguised"),
        ("https://{{ lender }}.com", "link_placeholder"),
        ("{{ lender }}.com", "link_placeholder"),
        ("https://{{ loan_tail }}/", "link_placeholder"),
        ("https://anhe.example/{{ loan_tail }}", "link_with_value"),
        ("http://anhe.example/", "link_plain_http"),
        ("is overdue.Please call", "link_like"),
    ],
)
def test_every_other_link_is_found(text: str, code: str) -> None:
    found = codes(text)
    assert found[:1] == [code]


def test_a_broken_scheme_still_is_one() -> None:
    assert "link_disguised" in codes("h t t p s : / / evil . cn")


def test_one_link_is_one_finding_at_its_place() -> None:
    text = "请访问 https://evil.cn/a.b/c.com?x=d.cn 还款"
    (finding,) = review_links(text, flatten(text), ALLOWED)
    assert finding.phrase == "https://evil.cn/a.b/c.com?x=d.cn"


@given(st.text(alphabet="ab.。@:/ ：．点\u200b1c中omn{}ｎ[]", max_size=60))
def test_any_text_is_answered_with_places_inside_it(text: str) -> None:
    for finding in review_links(text, flatten(text), ALLOWED):
        assert 0 <= finding.start < finding.end <= len(text)


@given(
    st.sampled_from(
        ["https://evil.cn/x", "evil.com", "pay.evil.net", "1.2.3.4", "t.cn/a", "a@evil.com"]
    ),
    st.data(),
)
def test_width_and_unseen_characters_hide_no_link(link: str, data: st.DataObject) -> None:
    disguised = "".join(
        data.draw(st.sampled_from([c, chr(ord(c) + 0xFEE0), c + "\u200b", "\u2060" + c]))
        for c in link
    )
    assert any(
        each.level == "block" for each in review_links(disguised, flatten(disguised), ALLOWED)
    )
