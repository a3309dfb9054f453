"""What nobody is concerned about passes only where it is unlike all that must stop texts."""

import pytest

from messaging.replies.intents import Intent, effects
from messaging.replies.normalising.speech import heard
from messaging.replies.reading import by_its_words, read, seen
from messaging.replies.second_reader.opinion import opinion
from messaging.replies.second_reader.risk import AT_MOST, looks, risk
from scripts.train_second_reader import TEXTS

EACH = 25
"""Of the taught replies that must stop, so many make one test."""

HARMLESS = {"other", "harmless", "paid", "promise", "rating"}
BY_CHANCE = 0.002
"""Of them that may be harmless: 等等吧 is taught as hardship, and means nothing by itself."""


def at_risk(text: str) -> float:
    said, found = heard(text), effects(text)
    sure = opinion(said)
    return risk(sure, seen(text, said), found, by_its_words(text, said, found, sure)[1])


def taught_to_stop() -> list[str]:
    found = list[str]()
    for file in sorted(TEXTS.glob("*.txt")):
        stops = False
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                stops = not HARMLESS & set(line[3:].split())
            elif line.strip() and stops:
                found.append(line)
    return found


def test_of_what_was_taught_to_stop_next_to_nothing_is_harmless() -> None:
    those = taught_to_stop()[::EACH]
    through = [text for text in those if read(text).harmless]
    assert len(through) <= BY_CHANCE * len(those), through


@pytest.mark.parametrize(
    ("ordinary", "like_it"),
    [
        ("营业厅在哪，几点关门", "营业厅在哪，我要去闹"),
        ("自动扣款失败了怎么手动还", "自动扣款扣了我两次，还我钱"),
        ("我换公司了要不要重新填资料", "我换公司了三个月没发工资"),
        ("差两毛钱要补吗", "差两毛钱还催，要脸吗"),
        ("which card do you have on file", "who put my card on file, I never signed"),
        ("can i get an invoice for last month", "can i get my life back, you ruined it"),
        ("app升级后要重新登录吗", "app登不上还算我逾期，投诉你们"),
    ],
)
def test_the_same_words_with_a_real_concern_are_held(ordinary: str, like_it: str) -> None:
    assert read(ordinary).harmless
    assert not read(like_it).harmless


HELD = [
    *("怎么办", "魑魅魍魉去哪里找", "谁让你发的", "寄遗像给你们行不行", "怎么给我发这个"),
    *(
        "too late now",
        "dnd",
        "who is this",
        "why me",
        "is this real",
        "my address will be the grave",
    ),
]


@pytest.mark.parametrize("text", HELD)
def test_a_hint_and_what_is_strange_wait_for_a_person(text: str) -> None:
    assert not read(text).harmless
    assert Intent.OPT_OUT not in read(text).effects


def test_what_was_made_of_the_words_is_one_look_among_others() -> None:
    said = heard("请问一下多久更新")
    found = {str(each) for each in effects(said.written)}
    known = looks(opinion(said), seen(said.written, said), found, "might be complaint, or not")
    assert known["might be complaint"] == known["asks"] == known["found other"] == 1
    assert all(isinstance(value, float) for value in known.values())


def test_a_look_that_was_never_learned_adds_nothing() -> None:
    said = heard("请问一下多久更新")
    sure, known = opinion(said), seen(said.written, said)
    one, other = (risk(sure, known, (), why) for why in ("never learned", "nor this"))
    assert 0 < one == other < 1


@pytest.mark.parametrize(
    ("calm", "alarming"), [("app闪退怎么办", "逼死了怎么办"), ("好的谢谢", "今天没饭吃了")]
)
def test_below_the_risk_it_is_harmless_and_held_above(calm: str, alarming: str) -> None:
    assert at_risk(calm) < AT_MOST <= at_risk(alarming)
    assert (read(calm).harmless, read(alarming).harmless) == (True, False)


def test_what_is_made_of_known_words_is_held_too_where_it_is_like_what_must_stop() -> None:
    assert at_risk("好的谢谢") < at_risk("今天没饭吃了")
