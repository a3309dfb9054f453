"""Every blocking phrase of the shipped list is found in disguise: spelt, swapped, parted."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings, strategies as st

from messaging.content.disguises import disguised
from messaging.content.reading.sound import syllables
from messaging.content.text.characters import TRADITIONAL_TO_SIMPLIFIED
from messaging.content.wording import review
from messaging.content.wording_list import shipped

PHRASES = [
    entry.phrase
    for entry in shipped().entries
    if entry.level == "block" and not entry.phrase.isascii()
]
# Characters a writer swaps in: common ones, each for others of its sound.
COMMON = (
    "的一是在有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进"
    "着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与"
    "关各重新线内数正心反明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常"
    "文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光"
)
TRADITIONAL = {simple: form for form, simple in TRADITIONAL_TO_SIMPLIFIED.items()}
PUT_IN = ("直接", "真的", "几个", "一下")
ENOUGH = 0.95


def spelt(phrase: str) -> Iterator[str]:
    for place, character in enumerate(phrase):
        if sounds := sorted(syllables(character)):
            yield phrase[:place] + sounds[0] + phrase[place + 1 :]


def swapped(phrase: str) -> Iterator[str]:
    for place, character in enumerate(phrase):
        alike = [c for c in COMMON if c != character and syllables(c) & syllables(character)]
        if alike:
            yield phrase[:place] + alike[place % len(alike)] + phrase[place + 1 :]


def parted(phrase: str) -> Iterator[str]:
    for place in range(1, len(phrase)):
        yield phrase[:place] + PUT_IN[place % len(PUT_IN)] + phrase[place:]


def between(sign: str) -> Callable[[str], Iterator[str]]:
    return lambda phrase: iter([sign.join(phrase)])


def traditional(phrase: str) -> Iterator[str]:
    yield "".join(TRADITIONAL.get(c, c) for c in phrase)


DISGUISES = {
    "a character spelt": spelt,
    "a character of the same sound": swapped,
    "a word put in": parted,
    "spaces": between(" "),
    "zero width": between("\u200b"),
    "stars": between("*"),
    "dots": between("."),
    "emoji": between("😀"),
    "traditional": traditional,
}


def _is_blocked(text: str) -> bool:
    return any(finding.level == "block" for finding in review(f"提醒：{text}。"))


@pytest.mark.parametrize("name", DISGUISES)
def test_nearly_every_phrase_is_blocked_in_this_disguise(name: str) -> None:
    tried = [text for phrase in PHRASES for text in DISGUISES[name](phrase)]
    missed = [text for text in tried if not _is_blocked(text)]
    assert len(missed) <= (1 - ENOUGH) * len(tried), missed


@pytest.mark.parametrize(
    "text",
    [
        "如与您的家人商量后决定",
        "收入与支出请核对",
        "无法依赖",
        "受骗取款的孩子",
        "请坐，牢记还款日",
        "人查不到记录时请致电客服",
        "我们几个人一起商量",
    ],
)
def test_chance_likenesses_of_ordinary_words_are_left_in_peace(text: str) -> None:
    assert disguised(text, shipped()) == []


@pytest.mark.parametrize("text", ["等着做牢吧", "去si吧", "派几个人堵您", "冻结您名下账户"])
def test_a_phrase_in_disguise_is_blocked(text: str) -> None:
    assert _is_blocked(text)


def test_a_disguised_phrase_is_named_with_its_place() -> None:
    text = "您好，派几个人堵您"
    (hit,) = disguised(text, shipped())
    assert (hit.entry.phrase, text[hit.start : hit.end]) == ("派人堵你", "派几个人堵您")


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="老赖人渣的不会您家，。a1 ", max_size=60))
def test_any_text_is_answered_with_places_inside_it(text: str) -> None:
    for hit in disguised(text, shipped()):
        assert 0 <= hit.start < hit.end <= len(text)
