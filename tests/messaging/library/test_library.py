"""The starter library: complete, kind, true and short."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from messaging.content.check_code import SAMPLE
from messaging.content.chosen import Chosen
from messaging.content.phrases import OPT_OUT_WORDS
from messaging.content.placeholders import names, problems
from messaging.content.render import full_text, render
from messaging.content.segments import count
from messaging.content.values import LenderFacts, LoanText, MessageFacts, values_for
from messaging.content.wording import review
from messaging.library import LANGUAGES, STAGES, StarterTemplate, load, load_all, parse
from tests.each import each

TODAY = date(2026, 9, 15)
DAYS = {
    "due-7": -7,
    "due-0": 0,
    "dpd-1": 1,
    "dpd-2-3": 3,
    "dpd-4-7": 5,
    "dpd-8-15": 12,
    "dpd-16+": 30,
}
ALL = [entry for language in LANGUAGES for entry in load_all(language)]
EVERY = each(ALL, named=lambda entry: f"{entry.language}-{entry.code}")


WAYS = {
    "zh-hans": "安和App、转账或网点",
    "zh-hant": "安和App、轉帳或分行",
    "en": "the Anhe app, transfer or branch",
}
SIGNATURES = {"zh-hans": "安和金融", "zh-hant": "安和金融", "en": "Anhe"}


def text_of(entry: StarterTemplate, *, check_host: str = "anhe.example") -> str:
    english, signature = entry.language == "en", SIGNATURES[entry.language]
    lender = LenderFacts(
        name={"zh-hans": "安和消费金融", "zh-hant": "安和消費金融", "en": "Anhe Finance"}[
            entry.language
        ],
        signature=signature,
        hotline="400-600-0000",
        ways_to_pay=WAYS[entry.language],
        check_host=check_host,
    )
    loan = LoanText(
        product={"zh-hans": "消费贷", "zh-hant": "消費貸", "en": "personal loan"}[entry.language],
        loan_no_tail="0417",
        currency="CNY",
        amount_due=Decimal("1280.50"),
        outstanding=Decimal("8640"),
        due_date=TODAY - timedelta(days=DAYS[entry.stage]),
        officer_name="Chen Jing" if english else "陈静",
    )
    facts = MessageFacts(
        customer_name="Wang Xiaoming" if english else "王小明",
        chosen=Chosen(TODAY + timedelta(days=3), Decimal(500), "CNY"),
        salutation="先生",
        language=entry.language,
        lender=lender,
        loans=(loan,),
        today=TODAY,
        cause=entry.cause,
    )
    values = values_for(facts)
    return full_text(signature, render(entry.body, values), language=entry.language)


@EVERY
def test_every_text_has_no_faulty_placeholder_and_no_finding(entry: StarterTemplate) -> None:
    assert problems(entry.body) == []
    assert review(text_of(entry)) == []


@EVERY
def test_every_text_says_who_how_much_when_how_to_pay_and_whom_to_call(
    entry: StarterTemplate,
) -> None:
    used = set(names(entry.body))
    wanted = {"customer_name", "salutation", "product", "amount_due", "due_date"}
    assert used >= wanted | {"ways_to_pay", "hotline"}
    overdue = {"days_overdue", "overdue_period"} & used
    assert bool(overdue) == entry.stage.startswith("dpd")


@EVERY
def test_no_text_asks_for_an_answer_or_calls_for_a_reply(entry: StarterTemplate) -> None:
    for word in ("回复", "回覆", "吗", "嗎", "是否", "reply", "Reply"):
        assert word not in entry.body


@EVERY
def test_a_typical_text_takes_two_sms(entry: StarterTemplate) -> None:
    size = count(text_of(entry))
    assert size.segments == 2
    assert (size.encoding == "gsm7") == (entry.language == "en")


@EVERY
def test_every_text_says_how_to_check_and_how_to_stop(entry: StarterTemplate) -> None:
    assert {"check_code", "check_host", "opt_out_words"} <= set(names(entry.body))
    label = {"zh-hans": "查询码", "zh-hant": "查詢碼", "en": "Check code "}[entry.language]
    assert f"{label}{SAMPLE}" in text_of(entry)
    assert text_of(entry).endswith(OPT_OUT_WORDS[entry.language])
    assert not any(word in text_of(entry) for word in ("验证码", "驗證碼", "verification"))


@EVERY
def test_a_lender_without_a_short_address_leaves_no_hole(entry: StarterTemplate) -> None:
    text = text_of(entry, check_host="")
    assert "  " not in text
    assert f"{SAMPLE} " in text or f"{SAMPLE}; " in text


def test_there_is_the_same_choice_of_wordings_in_every_language() -> None:
    chosen = [
        {(x.code, x.stage, x.tone, x.cause, x.mentions) for x in load_all(language)}
        for language in LANGUAGES
    ]
    assert chosen[0] == chosen[1] == chosen[2]
    assert len(chosen[0]) == 26


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_stage_has_its_tones(language: str) -> None:
    there = {(x.stage, x.tone) for x in load(language) if x.cause == "unknown"}
    for stage in STAGES:
        late = stage in ("dpd-4-7", "dpd-8-15", "dpd-16+")
        for tone in ("gentle", "neutral", "firm") if late else ("gentle", "neutral"):
            assert (stage, tone) in there


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_of_the_default_set_are_for_the_same_case(language: str) -> None:
    cases = [(entry.stage, entry.tone, entry.cause) for entry in load(language)]
    assert len(cases) == len(set(cases))


def test_consequences_come_only_where_they_are_true_and_only_in_firm_texts() -> None:
    default = {entry.code for entry in load("zh-hans")}
    told = [entry for entry in load_all("zh-hans") if entry.mentions]
    assert told
    assert all(entry.tone == "firm" and entry.code not in default for entry in told)
    with_fee = {entry.code for entry in load("zh-hans", mentions=["late_fee"])}
    assert with_fee - default == {"dpd-8-15-firm-late-fee"}
    for entry in load("zh-hans"):
        assert not any(word in entry.body for word in ("信用", "征信", "费用", "违约金", "罚息"))


def test_a_code_means_the_same_case_in_every_language() -> None:
    cases = {(x.code, x.stage, x.tone, x.cause, x.mentions) for x in ALL}
    assert len(cases) == len({entry.code for entry in ALL})


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a: b", "list"),
        ("- code: x", "needs"),
        ("- {code: x, title: t, stage: s, tone: firm, body: b}", "stage"),
        ("- {code: x, title: t, stage: due-7, tone: rude, body: b}", "tone"),
        ("- {code: x, title: t, stage: due-7, tone: firm, body: b, colour: red}", "colour"),
        ("- {code: x, title: t, stage: due-7, tone: firm, body: b, mentions: [x]}", "mentions"),
        ("- &a {code: x, title: t, stage: due-7, tone: firm, body: b}\n- *a", "twice"),
    ],
)
def test_a_faulty_file_is_refused_with_the_reason(source: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(source, language="en")


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        load("fr")
