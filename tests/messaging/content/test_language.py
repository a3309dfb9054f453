"""One language a text: what is written in another is found, and nothing else."""

import re

import pytest
from hypothesis import given, strategies as st

from messaging import library
from messaging.content.context import ReviewContext
from messaging.content.language import foreign_parts, foreign_places, is_written_in
from messaging.content.lender_wording import LenderText, Wording
from messaging.content.phrases import CAUSE_SENTENCES, OPT_OUT_WORDS
from messaging.content.placeholders import registered
from messaging.content.shape import review_shape
from tests.each import each

TEXTS = [
    text
    for language in library.LANGUAGES
    for text in (
        *library.load_all(language),
        *library.load_answers(language),
        *library.load_notices(language),
    )
]


@each(TEXTS, named=lambda text: f"{text.language}/{text.code}")
def test_every_shipped_text_is_in_its_language_alone(text: library.StarterTemplate) -> None:
    body = re.sub(r"\{\{.*?\}\}", "", text.body)
    assert [body[a:z] for a, z in foreign_places(body, text.language)] == []
    others = {"zh-hans", "zh-hant", "en"} - {text.language}
    assert all(not is_written_in(body, other) for other in others) or text.language == "en"


@pytest.mark.parametrize("language", library.LANGUAGES)
def test_every_value_of_ours_is_in_the_language_it_is_asked_for_in(language: str) -> None:
    said = [OPT_OUT_WORDS[language], *CAUSE_SENTENCES[language].values()]
    for entry in registered().values():
        if entry.name not in ("customer_name", "masked_name"):
            said += [entry.sample[language], entry.longest[language]]
    assert [text for text in said if not is_written_in(text, language)] == []


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("CNY 5 for your 家装分期 is due", "en", ["家装分期"]),
        ("Call us：400", "en", ["："]),
        ("【Anhe】Hello", "en", ["【", "】"]),
        ("可透過手机银行還款", "zh-hant", ["机银"]),
        ("请還款", "zh-hant", ["请"]),
        ("請还款", "zh-hans", ["請"]),
    ],
)
def test_what_is_in_another_language_is_found_in_its_place(
    text: str, language: str, found: list[str]
) -> None:
    assert [text[a:z] for a, z in foreign_places(text, language)] == found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("安和App、WeChat Pay", "zh-hans"),
        ("皇后大道中、賬户、着急、里程", "zh-hant"),
        ("東昇、乾坤、著作、瞭望", "zh-hant"),
        ("东昇、乾坤、著作、瞭望、钟表", "zh-hans"),
        ("José – “quote” € £5", "en"),
        ("", "en"),
    ],
)
def test_what_both_scripts_share_belongs_to_each(text: str, language: str) -> None:
    assert is_written_in(text, language)


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=40))
def test_latin_letters_are_in_every_language(text: str) -> None:
    assert all(is_written_in(text, language) for language in library.LANGUAGES)


@given(st.sampled_from("贷还请网银转业务电话"), st.text(max_size=10))
def test_one_simplified_character_is_enough_anywhere(character: str, around: str) -> None:
    text = around + character + around
    assert not is_written_in(text, "zh-hant")
    assert not is_written_in(text, "en")


def test_the_review_blocks_a_second_language_and_shows_where() -> None:
    body = "Dear {{ customer_name }}, your 贷款 {{ amount_due }}"
    found = review_shape(body, ReviewContext(stage="dpd-1", language="en"))
    (finding,) = [each for each in found if each.code == "foreign_in_en"]
    assert (finding.level, finding.phrase) == ("block", "贷款")
    assert body[finding.start : finding.end] == "贷款"


def test_the_review_remarks_on_what_makes_english_cost_twice() -> None:
    found = review_shape("It’s due", ReviewContext(stage="dpd-1", language="en"))
    assert [each.phrase for each in found if each.code == "costly_character"] == ["’"]


def test_a_value_of_the_lender_in_another_language_is_named() -> None:
    values = {"product": "家装分期", "lender": "Anhe", "customer_name": "王小明"}
    assert foreign_parts(("Dear ", ", pay"), values, "en") == ["product"]
    assert foreign_parts(("您好", ""), {"lender": "Anhe"}, "en") == ["body"]
    assert foreign_parts(("Dear ", ""), {"customer_name": "王小明"}, "en") == []


def test_a_product_without_a_name_is_called_as_in_the_file_where_that_is_the_language() -> None:
    wording = Wording({}, {"家装分期": {"en": "home loan"}})
    assert wording.product("家装分期", "en") == "home loan"
    assert wording.product("家装分期", "zh-hans") == "家装分期"
    assert wording.product("家装分期", "zh-hant") == ""
    assert wording.product("Car loan", "en") == "Car loan"
    assert wording.product("信用卡", "zh-hant") == "信用卡"
    assert wording.product("信用卡", "en") == ""


def test_a_language_is_ready_when_all_of_it_is_said() -> None:
    whole, part = LenderText("a", "b", "c"), LenderText("a", "b")
    assert Wording({"en": whole, "zh-hant": part}, {}).languages == ("en",)
    assert part.missing == ("ways_to_pay",)
