"""The whole review: library texts pass where true, tricks hide nothing, all is answered."""

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from messaging import library
from messaging.content.context import ReviewContext
from messaging.content.placeholders import registered
from messaging.content.review import review_template, review_values
from messaging.content.wording import phrases
from messaging.content.wording_list import Entry, WordingList

TEXTS = [text for language in library.LANGUAGES for text in library.load_all(language)]
HOSTS = frozenset({"anhe.example"})
CONTEXT = ReviewContext(stage="dpd-4-7", allowed_hosts=HOSTS, hotlines=frozenset({"400-600-0000"}))
GOOD = (
    "{{ customer_name }}{{ salutation }}，您好！您的{{ product }}还款日为{{ due_date }}，"
    "应还{{ amount_due }}。可通过{{ ways_to_pay }}还款，如有困难请致电{{ hotline }}。"
)
BAD = [
    "老赖",
    "不还就通知您的家人",
    "立即上门",
    "私下转账",
    "you will be arrested",
    "访问evil.com还款",
    "联系13912345678",
    "加我微信",
    "将影响征信",
    "收取滞纳金",
    "将依法起诉",
    "we will sue",
]
ANTI_FRAUD = [
    "谨防骗子",
    "本行不会收取催收费",
    "我们不会联系您的家人",
    "如有人自称公安局通知您转账，请勿相信，谨防诈骗",
    "我们不会加您微信",
    "任何人以法院名义来电均为诈骗，请勿相信",
]


def codes(body: str, context: ReviewContext = CONTEXT, level: str = "block") -> set[str]:
    return {each.code for each in review_template(body, context) if each.level == level}


def _where_true(text: library.StarterTemplate) -> ReviewContext:
    return ReviewContext(
        stage=text.stage,
        language=text.language,
        signature="安和消费金融",
        reports_to_credit_registry=True,
        late_fee_in_contract=True,
    )


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text.language}/{text.code}")
def test_a_library_text_has_nothing_blocking_where_it_is_true(
    text: library.StarterTemplate,
) -> None:
    assert codes(text.body, _where_true(text)) == set()


@pytest.mark.parametrize(
    "text", [t for t in TEXTS if t.mentions], ids=lambda text: f"{text.language}/{text.code}"
)
def test_a_library_text_that_names_a_consequence_is_blocked_where_it_is_not_true(
    text: library.StarterTemplate,
) -> None:
    nothing_true = replace(
        _where_true(text), reports_to_credit_registry=False, late_fee_in_contract=False
    )
    assert codes(text.body, nothing_true) == {f"{name}_untrue" for name in text.mentions}


@pytest.mark.parametrize("sentence", BAD)
def test_a_bad_sentence_in_a_good_text_is_blocked(sentence: str) -> None:
    assert codes(GOOD) == set()
    assert codes(GOOD + sentence)


@pytest.mark.parametrize("sentence", ANTI_FRAUD)
def test_warnings_and_we_never_sentences_pass(sentence: str) -> None:
    assert codes(GOOD + sentence + "。") == set()


def test_findings_of_all_kinds_come_in_order_of_place() -> None:
    body = "老赖，{{ nmae }}，访问evil.com，加我微信！！"
    found = review_template(body, CONTEXT)
    assert [each.start for each in found] == sorted(each.start for each in found)
    assert {"wording", "unknown_placeholder", "link_other_host", "personal_account"} <= {
        each.code for each in found
    }
    assert all(
        body[each.start : each.end] == each.phrase for each in found if each.code != "wording"
    )


def test_a_placeholder_that_may_be_empty_parts_no_phrase() -> None:
    assert "wording" in codes(GOOD + "老{{ salutation }}赖")


def test_a_placeholder_lends_its_letters_to_no_phrase() -> None:
    assert codes(GOOD + "{{ due_date }}{{ lender }}") == set()


def test_a_wording_list_of_ones_own_is_used() -> None:
    own = WordingList([Entry("自定", "芝麻", "block", "r", "", "s")])
    found = review_template(GOOD + "芝麻老赖", CONTEXT, own)
    assert [each.phrase for each in found if each.code == "wording"] == ["芝麻"]


@given(st.sampled_from(BAD), st.data())
def test_width_and_unseen_characters_never_hide_a_blocking_finding(
    sentence: str, data: st.DataObject
) -> None:
    disguised = "".join(data.draw(st.sampled_from(_disguises(c))) for c in sentence)
    assert codes(GOOD + disguised) - {"invisible"}


@given(
    st.sampled_from([sentence for sentence in BAD if not sentence.isascii()]),
    st.sampled_from([" ", "  ", "\u3000"]),
)
def test_blanks_between_all_characters_never_hide_a_blocking_finding(
    sentence: str, blank: str
) -> None:
    assert codes(GOOD + blank.join(sentence))


def _disguises(character: str) -> list[str]:
    forms = [character, character + "\u200b", "\u2060" + character]
    if "!" <= character <= "~":
        forms.append(chr(ord(character) + 0xFEE0))
    return forms


_PIECES = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [*BAD, *ANTI_FRAUD, "{{", "}}", "【", "。", "．", "!", "？", "https://", "@", "\u200b"]
    ),
    st.sampled_from([f"{{{{ {name} }}}}" for name in registered()]),
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_text_is_answered_with_places_inside_it(body: str) -> None:
    for finding in review_template(body, CONTEXT):
        assert 0 <= finding.start <= finding.end <= len(body)
        assert finding.reason


@pytest.mark.parametrize(
    "body",
    [
        "a" * 2000,
        "a." * 1000,
        "1 " * 1000,
        "{{ x }}" * 280,
        "A " * 1000,
        "，不会" * 660,
        "h t t p " * 250,
        "!" * 2000,
    ],
)
def test_monotonous_texts_are_read_to_their_end_and_findings_lie_in_them(body: str) -> None:
    found = review_template(body, CONTEXT)
    assert all(0 <= each.start <= each.end <= len(body) for each in found)


VALUES = {
    "customer_name": "王小明",
    "salutation": "先生",
    "product": "消费贷等3笔",
    "amount_due": "新台币1,234,567.89元",
    "due_date": "2025年12月28日",
    "ways_to_pay": "安和App（anhe.example）或银行转账",
    "hotline": "+86 571 8888 0000 ext. 8001",
}


def test_ordinary_values_pass() -> None:
    assert review_values(VALUES, allowed_hosts=HOSTS) == []


@pytest.mark.parametrize("language", library.LANGUAGES)
def test_samples_and_longest_values_of_every_placeholder_pass(language: str) -> None:
    for kind in ("sample", "longest"):
        values = {name: getattr(entry, kind)[language] for name, entry in registered().items()}
        assert review_values(values, allowed_hosts=frozenset({values["check_host"]})) == []


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("王老赖", "wording"),
        ("王 老\u200b賴", "wording"),
        ("访问evil.com", "link_other_host"),
        ("王https://evil.cn", "link_other_host"),
        ("王】【安和", "signature_brackets"),
        ("王\u202e明", "control_in_value"),
        ("王\x07明", "control_in_value"),
        ("王{{ hotline }}", "braces_in_value"),
        ("王" * 121, "long_value"),
    ],
)
def test_a_value_that_would_spoil_the_text_is_blocked(value: str, code: str) -> None:
    found = review_values(VALUES | {"customer_name": value}, allowed_hosts=HOSTS)
    blocking = [each for each in found if each.level == "block"]
    assert code in [each.code for each in blocking]
    assert {each.phrase for each in blocking} == {"customer_name"}
    assert all(0 <= each.start < each.end <= len(value) for each in blocking)


@given(st.text(alphabet="老赖賴王法院一二三死刑警察起诉伟芳", min_size=1, max_size=4))
def test_a_short_name_holds_whatever_the_wording_list_finds_in_it(name: str) -> None:
    """(It is looked through in one glance first.)"""
    blocking = [each for each in phrases(name) if each.level == "block"]
    found = review_values({"customer_name": name})
    assert [(each.start, each.end) for each in found] == [(e.start, e.end) for e in blocking]


def test_a_value_never_stands_in_what_is_said_of_it() -> None:
    (finding,) = review_values({"customer_name": "王老赖"})
    assert "王" not in repr(finding)


def test_odd_but_harmless_values_pass() -> None:
    values = {"customer_name": "O'Neill-Smith, J.", "product": "提额 v2.0", "salutation": ""}
    assert [each for each in review_values(values) if each.level == "block"] == []


@given(st.text(max_size=60))
def test_any_value_is_answered(value: str) -> None:
    for finding in review_values({"customer_name": value, "product": value}):
        assert 0 <= finding.start < finding.end <= len(value)


@pytest.mark.parametrize("kind", ["lender", "product", "ways_to_pay", "signature"])
@pytest.mark.parametrize(
    "value",
    [
        "消费贷6222021234567890123",
        "六二二二零二一二三四五六七八九零",
        "支付宝13800138000",
        "加微信anhe88",
        "转到王经理的微信",
        "evil.com",
        "请拨010-88886666",
        "不还就告诉您妈妈",
    ],
)
def test_what_a_lender_says_of_itself_names_no_account_number_person_or_page(
    kind: str, value: str
) -> None:
    found = review_values({kind: value}, allowed_hosts=HOSTS)
    assert [each.level for each in found if each.level == "block"]


@pytest.mark.parametrize(
    "value",
    [
        "安和App、银行转账或营业网点",
        "微信公众号“安和金融”、支付宝生活号",
        "便利商店、ATM轉帳、臨櫃",
        "the Anhe app, bank transfer or at any branch",
        "军人贷",
        "经营快贷2号",
    ],
)
def test_ordinary_products_and_ways_to_pay_pass(value: str) -> None:
    assert review_values({"product": value, "ways_to_pay": value}) == []
