"""How much of a reply cannot be put together from known pieces."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property

from messaging.replies.cues.firsts import first_characters
from messaging.replies.normalising.speech import Said

_FIGURE = re.compile(r"\d{1,8}")
_HAN = re.compile(r"[㐀-鿿]")


_TOO_MANY = 1000

ALARMING = frozenset(
    "死命亡尸坟墓葬棺杀刀血药毒楼跳崖绳逼割吊魂鬼恨骂滚烦吵闹告警诉法律投举报骗诈假冤盗偷错拒停退删屏"
    "黑扰催怒疯惨哭痛病癌伤残穷难苦欠赖债拖谁没未别勿莫无非否休禁拉恐威胁吓泼堵砸泄密曝遗殡祭奠"
)
"""Characters that are known where they stand, or the reply is not."""


class Pieces:
    """Known pieces: of Chinese text, in regular expressions, and whole English words.

    `phrases`: English ones, without blanks, the words of which are known where they stand.
    `strict`: characters that count for a whole reply where no piece explains them.
    """

    def __init__(
        self,
        chinese: Iterable[str],
        english: Collection[str],
        phrases: Iterable[str] = (),
        *,
        strict: Collection[str] = ALARMING,
    ) -> None:
        self._chinese, self._english = tuple(dict.fromkeys(chinese)), frozenset(english)
        self._strict = frozenset(strict)
        self._phrases = re.compile("|".join(phrases) or "(?!)")

    def missing(self, said: Said) -> int:
        """Characters of a Chinese reply, words of an English one, that belong to no piece."""
        chinese = _HAN.search("".join(said.words))
        return self._unspelt(said.text) if chinese else self._unknown(said.words)

    def alarms(self, said: Said) -> bool:
        """Whether a strict character of it stands in no piece."""
        return self.missing(said) >= _TOO_MANY

    def _unknown(self, said: Sequence[str]) -> int:
        words = [word.replace("'", "").replace("’", "") for word in said]
        strong = self._phrases.search("".join(words))
        return sum(
            not (word in self._english or _FIGURE.fullmatch(word) or (strong and word in strong[0]))
            for word in words
        )

    def _unspelt(self, text: str) -> int:
        """The fewest characters that have to be left out so that pieces spell the rest."""
        index, fewest = self._index, [0] + [_TOO_MANY] * len(text)
        for start, character in enumerate(text):
            cost = _TOO_MANY if character in self._strict else 1
            fewest[start + 1] = min(fewest[start + 1], fewest[start] + cost)
            for piece in index.get(character, ()):
                if found := piece.match(text, start):
                    fewest[found.end()] = min(fewest[found.end()], fewest[start])
        return fewest[-1]

    @cached_property  # not before the first reply
    def _index(self) -> Mapping[str, Sequence[re.Pattern[str]]]:
        """By the characters they can begin with."""
        index = defaultdict[str, list[re.Pattern[str]]](list)
        for piece in self._chinese:
            compiled = re.compile(piece)
            for character in first_characters(piece):
                index[character].append(compiled)
        return dict(index)
