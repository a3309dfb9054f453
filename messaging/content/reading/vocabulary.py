"""The words a text is read with, each with the classes it belongs to.

Two lists a language, as data: *harmless* words, which carry a lender's text, and *risky* ones,
which may stand in it only in certain company. A class is a short name (``kin``, ``tell``,
``help``); a word may be in several.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from messaging.content.reading.stems import stem
from messaging.content.text.fold import plain

_FILES = (
    *("harmless_zh", "harmless_en", "plain_zh", "plain_en"),
    *("risky_zh", "risky_en", "company"),
)
# A longer harmless word that begins so says no as well: 不会让您, never_ask.
_NEGATING = (
    *(
        "不会",
        "绝不",
        "从不",
        "不要",
        "请勿",
        "切勿",
        "请不要",
        "没有",
        "无需",
        "无须",
        "不再",
        "不得",
    ),
    *(
        "无权",
        "不必",
        "我们已停止",
        "我们已经停止",
        "我行已停止",
        "我们停止",
        "已停止向",
        "已经停止向",
        "别把",
        "别相",
        "别理",
        "别转",
        "别急",
        "不用",
        "不收",
        "never_",
        "do_not_",
        "no_",
        "not_",
    ),
)
_OF_A_CUSTOMER = frozenset({"kin", "work", "others"})  # 你的 belongs to the word that follows
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``classes[key]``: of a word or phrase, as `key` spells it. ``longest``: units in a key."""

    classes: dict[str, frozenset[str]]
    harmless: frozenset[str]
    longest: int


@cache
def vocabulary() -> Vocabulary:
    """The lists that come with the product."""
    classes: dict[str, set[str]] = {}
    harmless: set[str] = set()
    for name in _FILES:
        plainly = name.startswith(("harmless", "plain"))
        for group, words in _groups(name):
            for word in words:
                spelt = key_of(word)
                classes.setdefault(spelt, set()).add(group)
                if plainly and word.startswith(_NEGATING):
                    classes[spelt].add("negation")
                if plainly:
                    harmless.add(spelt)
                if group in _OF_A_CUSTOMER and not word.isascii():
                    for owner in ("你", "你的"):
                        classes.setdefault(owner + spelt, set()).add(group)
    frozen = {word: frozenset(groups) for word, groups in classes.items()}
    return Vocabulary(frozen, frozenset(harmless), max(map(_length, frozen)))


def key_of(word: str) -> str:
    """How a listed word is looked up: folded, English by stems with a blank between."""
    if word.isascii():
        return " ".join(stem(part.lower()) for part in word.replace("'", "").split("_"))
    return plain(word)


def _groups(name: str) -> list[tuple[str, list[str]]]:
    text = files("messaging.content.reading").joinpath(f"words/{name}.txt").read_text("utf-8")
    found = []
    for line in text.splitlines():
        if line and not line.startswith("#"):
            group, _colon, words = line.partition(":")
            found.append((group, words.split()))
    return found


def _length(key: str) -> int:
    return key.count(" ") + 1 if key.isascii() else len(key)
