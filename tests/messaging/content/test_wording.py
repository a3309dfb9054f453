"""The wording review: sees through disguises, leaves the well-meant alone."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from messaging.content import wording_list
from messaging.content.text.fold import fold
from messaging.content.wording import phrases as review
from messaging.content.wording_list import Entry, WordingList, parse, shipped
from tests.each import each

ENTRIES = shipped().entries
CHINESE = [entry for entry in ENTRIES if not entry.phrase.isascii()]

WELL_MEANT = [
    "贷款门槛",
    "名下户头",
    "您名下户头余额",
    "以还款为前提额外费用不收",
    "以还款为前提，额外费用不收",
    "谨防骗子",
    "请谨防骗子冒充客服",
    "本行不会收取催收费",
    "我们不会联系您的家人",
    "我们绝不会通知您的家人，也不会联系您的单位",
    "本公司从不收取上门费、催收费",
    "我们不会联系您的家人或通知您的单位",
    "我们不会联系您的家人也不会联系您的单位",
    "本行不会要求您私下转账",
    "如有人自称公安局通知您转账，请勿相信，谨防诈骗",
    "请勿私下转账",
    "任何人要求私下转账，均为诈骗",
    "我行不收取任何催收费",
    "本機構不會聯繫您的家人",
    "We will never tell your employer.",
    "We do not contact your family or tell your employer.",
    "This is not a final notice.",
    "客服热线24小时不间断服务",
    "线上门店",
    "请坐，牢记还款日",
    "Anyone asking for a private transfer or claiming to be the police is a scam.",
    "We policed the policies",
    "警惕冒充法院传票的短信",
    "任何情况下我们都不会联系您的家人",
    "本行绝不会以任何名义收取催收费",
    "我们不会打电话联系您的单位",
    "如遇冒充法院传票的电话，请勿相信",
]

STILL_FOUND = [
    "我们会不会联系您的家人呢",
    "您以为我们不会联系您的家人",
    "以前我们不会联系您的家人",
    "我们不会忘记联系您的家人",
    "我们不会立即联系您的单位",
    "不要让我们通知您的家人",
    "我们不会联系您的家人，直到明天",
    "不交催收费就立即上门",
    "我们不会联系您的家人才怪",
    "Not only will we tell your employer",
    "We will not tell your employer yet",
    "We will not tell your employer if you pay today",
    "我们不会不上门",
    "我们不是不会联系您的家人",
    "我们不会骗您，明天立即上门",
    "不还款将联系您的单位",
    "不还就通知您的家人",
    "如果您今天还款，我们不会通知您的家人",
    "您还款我们就不会通知您的家人",
    "我们不会联系您的家人吗？",
    "我们暂不会联系您的家人",
    "我们不得不联系您的家人",
    "不仅会联系您的单位",
    "我们不会再等立即上门",
    "我们不会手软，将通知您的家人",
    "除非您还款否则不会不通知您的家人",
    "You will be arrested",
    "We will not hesitate to tell your employer",
    "If you do not pay we will tell your employer",
    "We will never not tell your employer",
    "we will tell your employer",
    "到您单位找您",
    "联系你单位",
    "30分钟内还款",
    "十分钟内还款",
    "我们没有说不会联系您的家人",
    "难道我们不会联系您的家人",
    "谁说我们不会联系您的家人",
    "未必不会联系您的家人",
    "不一定不上门",
    "我们不会弄死你",
    "不是谨防骗子，你就是骗子",
]

DISGUISED = [
    ("老 赖", "老赖"),
    ("老.赖", "老赖"),
    ("老\u200b赖", "老赖"),
    ("老賴", "老赖"),
    ("咾籁", "老赖"),
    ("老**赖", "老赖"),
    ("老，赖", "老赖"),
    ("老😀赖", "老赖"),
    ("下戶", "下户"),
    ("提 额", "提额"),
    ("提額", "提额"),
    ("影響徵信", "影响征信"),
    ("p.o.l.i.c.e", "police"),
    ("ＰＯＬＩＣＥ", "police"),
    ("p0lice", "police"),
    ("роlice", "police"),
    ("P@Y? p o l i c e", "police"),
    ("final   notice", "final notice"),
    ("今曰上门", "今日上门"),
    ("弄-死-你", "弄死你"),
    ("弄死您", "弄死你"),
    ("通知你家人", "通知您的家人"),
    ("３０分钟内还款", "10分钟内还款"),
    ("十分钟内还款", "10分钟内还款"),
    ("冻结微信支付寶", "冻结微信支付宝"),
]


@each(ENTRIES, named=lambda entry: entry.phrase)
def test_every_phrase_of_the_wording_list_is_found_in_its_place(entry: Entry) -> None:
    text = f"提醒：{entry.phrase}。"
    (finding,) = review(text)
    assert (finding.phrase, finding.level, finding.category) == (
        entry.phrase,
        entry.level,
        entry.category,
    )
    assert text[finding.start : finding.end] == entry.phrase
    assert finding.reason
    assert finding.suggestion


@pytest.mark.parametrize(("text", "phrase"), DISGUISED)
def test_a_disguised_phrase_is_found(text: str, phrase: str) -> None:
    assert phrase in [finding.phrase for finding in review(text)]


@pytest.mark.parametrize("text", WELL_MEANT)
def test_innocent_words_warnings_and_we_never_sentences_pass(text: str) -> None:
    assert review(text) == []


@pytest.mark.parametrize("text", STILL_FOUND)
def test_tricks_with_negation_excuse_nothing(text: str) -> None:
    assert review(text)


def test_the_place_of_a_disguised_phrase_is_in_the_original_text() -> None:
    text = "您好😀，老\u200b 賴，还款"
    (finding,) = review(text)
    assert text[finding.start : finding.end] == "老\u200b 賴"


def test_a_longer_phrase_hides_the_shorter_one_inside_it() -> None:
    assert [finding.phrase for finding in review("收取上门费")] == ["上门费"]


def test_findings_come_in_order_of_place() -> None:
    assert [finding.phrase for finding in review("老赖，坐牢，提额")] == ["老赖", "坐牢", "提额"]


def test_a_wording_list_of_ones_own_can_be_given() -> None:
    own = WordingList([Entry("自定", "請速還款", "warn", "r", "", "s")])
    assert [finding.phrase for finding in review("请速还款", own)] == ["請速還款"]
    assert review("老赖", own) == []


def test_a_bad_row_of_a_wording_list_is_named() -> None:
    with pytest.raises(ValueError, match="row 3"):
        parse("category,phrase,level\n辱骂,老赖,BLOCK\n辱骂,，。,BLOCK\n")
    with pytest.raises(ValueError, match="row 2"):
        parse("category,phrase,level\n辱骂,老赖,MAYBE\n")


def test_the_shipped_file_has_each_phrase_once() -> None:
    path = Path(wording_list.__file__).parent / "wording_list" / "wording.csv"
    with path.open(encoding="utf-8") as file:
        phrases = [row["phrase"] for row in csv.DictReader(file)]
    assert len(phrases) == len(set(phrases)) >= 116


def test_a_very_long_body_is_answered() -> None:
    assert len(review("通知您的家人" * 1700)) == 1700
    assert review("不" * 10_000) == []


@given(st.text(max_size=300))
def test_any_text_is_answered_with_places_inside_it(text: str) -> None:
    for finding in review(text):
        assert 0 <= finding.start < finding.end <= len(text)


@given(
    st.sampled_from(CHINESE),
    st.lists(st.sampled_from([" ", "\u200b", "*", "·", "-", "\u3000", "😀"]), min_size=1),
)
def test_nothing_put_between_the_characters_hides_a_phrase(
    entry: Entry, between: list[str]
) -> None:
    text = "您好，" + "".join(between).join(entry.phrase)
    assert entry.phrase in [finding.phrase for finding in review(text)]


@given(st.text(max_size=200))
def test_folding_maps_every_character_back_into_the_original(text: str) -> None:
    folded = fold(text)
    assert len(folded.dense) == len(folded.dense_at)
    assert len(folded.spaced) == len(folded.spaced_at)
    assert folded.dense_at == sorted(folded.dense_at)
    assert all(0 <= place < len(text) for place in folded.spaced_at)
    assert folded.spaced.replace(" ", "") == folded.dense


@pytest.mark.parametrize(
    ("grave", "mild", "text"),
    [
        ("芝麻", "芝麻开门", "芝麻开门，请还款"),
        ("开门", "芝麻开门", "芝麻开门，请还款"),
        ("open", "open sesame", "Please open sesame today"),
    ],
)
def test_a_milder_phrase_hides_no_graver_one_inside_it(grave: str, mild: str, text: str) -> None:
    own = WordingList(
        [Entry("own", grave, "block", "r", "", "s"), Entry("own", mild, "warn", "r", "", "s")]
    )
    assert {(f.phrase, f.level) for f in review(text, own)} == {(grave, "block"), (mild, "warn")}


def test_of_two_as_grave_the_longer_is_told_once() -> None:
    own = WordingList([Entry("own", each, "block", "r", "", "s") for each in ("芝麻", "芝麻开门")])
    assert [each.phrase for each in review("芝麻开门", own)] == ["芝麻开门"]
