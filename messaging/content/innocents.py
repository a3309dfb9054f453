"""Ordinary words that only happen to contain a phrase of the wording list across a word border."""

import re

from messaging.content.text.fold import Folded, plain
from messaging.content.trie import words_pattern

INNOCENT_WORDS = (
    # 上门 in …上 + 门…
    "门槛",
    "门店",
    "门户",
    "门诊",
    "门牌",
    "门禁",
    "掌上门",
    # 下户 in …下 + 户…
    "名下户",
    "以下户",
    "如下户",
    "旗下户",
    "线下户",
    "天下户",
    # 提额 in 前提 + 额外
    "提额外",
    # 坐牢, 去死, 拘留, 无赖, 人渣, 让你好看
    "牢记",
    "牢固",
    "牢靠",
    "死角",
    "死循环",
    "拘留言",
    "无赖账",
    "好看清",
    "好看到",
    "好看懂",
    # the hotline's own hours
    "24小时不间断服务",
    "24小时不间断为",
    # a firm's legal department inside a longer word
    "司法务",
)

_PATTERN = re.compile(f"(?=({words_pattern(map(plain, INNOCENT_WORDS))}))")


def innocent_insides(folded: Folded) -> set[int]:
    """The places of the original text that lie inside an innocent word, its first excepted."""
    at = folded.dense_at
    inside: set[int] = set()
    for match in _PATTERN.finditer(folded.dense):
        inside.update(range(at[match.start(1)] + 1, at[match.end(1) - 1] + 1))
    return inside


def is_innocent(start: int, end: int, insides: set[int]) -> bool:
    """True when one innocent word overlaps the place and reaches beyond it."""
    return start in insides or end in insides
