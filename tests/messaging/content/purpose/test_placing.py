"""The purpose of a sentence: said of what we know, and of nothing else."""

import pytest

from messaging import library
from messaging.content.placeholders import longest, samples
from messaging.content.purpose.placing import place
from messaging.content.purpose.purposes import PURPOSES, SPEAKS_FOR
from messaging.content.reading.tokens import sentences
from messaging.content.render import render
from messaging.content.wording import review
from tests.each import each

SHIPPED = [
    text
    for language in library.LANGUAGES
    for load in (library.load_all, library.load_answers, library.load_notices)
    for text in load(language)
]
EVERY = each(SHIPPED, named=lambda text: f"{text.language}/{text.code}")

PLACED = [
    ("greeting", "{{ customer_name }}{{ salutation }}，您好！"),
    ("fact", "您的{{ product }}应还{{ amount_due }}。"),
    ("stop_words", "不想再收到此类短信，回复TD即可退订。"),
    ("thanks", "谢谢您。"),
    ("check_code", "查询码{{ check_code }}"),
    ("service", "春节假期照常服务，周末休息。"),
    ("help", "如有困难，可以申请延期，我们一起商量。"),
]
UNKNOWN = [
    "店还想不想开了？",
    "您走夜路的时候，脚步声会多出一双。",
    "芝麻开门。",
    "Sunny skies over Lisbon.",
    "我发您一个收款码，扫了就算还了。",
    "……您懂的。",
    "我们不会打你，但我们会让你睡不着。",
]


def purpose(text: str) -> str:
    (sentence,) = sentences(text)
    return place(sentence).purpose


@EVERY
def test_every_shipped_text_is_placed_without_confirmation(text: library.StarterTemplate) -> None:
    filled = [render(text.body, values(text.language)) for values in (samples, longest)]
    for body in (text.body, *filled):
        assert review(body) == []


@pytest.mark.parametrize(("expected", "text"), PLACED)
def test_a_sentence_is_placed_by_what_it_is_made_of(expected: str, text: str) -> None:
    assert purpose(text) == expected


@pytest.mark.parametrize("text", UNKNOWN)
def test_a_sentence_that_is_none_of_these_is_not_placed(text: str) -> None:
    assert purpose(text) == ""


def test_every_class_speaks_for_a_purpose_there_is() -> None:
    assert set(SPEAKS_FOR.values()) == set(PURPOSES)


def test_an_unplaced_sentence_is_a_finding_others_see() -> None:
    text = "谢谢您。芝麻开门。"
    (finding,) = review(text)
    assert (finding.level, finding.category) == ("warn", "unplaced")
    assert text[finding.start : finding.end] == finding.phrase == "芝麻开门"
