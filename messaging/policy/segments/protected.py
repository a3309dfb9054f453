"""What the law protects: no condition asks for it, nor is a segment named after it.

Equal Credit Opportunity Act, 15 USC 1691(a) and 12 CFR 1002.4: sex, race, colour, religion,
national origin, marital status, age. Personal Information Protection Law of China, 24 (automated
decisions make no unreasonable difference) and 28 (religion, health and the like are sensitive).
"""

from __future__ import annotations

import re

_WORDS: dict[str, tuple[str, ...]] = {
    "gender": (
        *("gender", "sex", "male", "males", "female", "females", "man", "men", "woman", "women"),
        *("性别", "女性", "男性", "女士", "男士", "女人", "男人", "妇女", "女神", "女客户"),
        *("男客户", "宝妈"),
    ),
    "ethnicity": (
        *(
            "ethnicity",
            "ethnic",
            "race",
            "racial",
            "minority",
            "民族",
            "种族",
            "族裔",
            "汉族",
            "回族",
        ),
        *("藏族", "蒙古族", "维吾尔", "维族", "壮族", "满族", "苗族", "彝族"),
    ),
    "religion": (
        *("religion", "religious", "faith", "muslim", "christian", "buddhist", "宗教", "信仰"),
        *("穆斯林", "清真", "佛教", "基督", "道教", "伊斯兰"),
    ),
    "health": (
        *("health", "ill", "illness", "sick", "disease", "disabled", "disability", "pregnant"),
        *("健康", "疾病", "患病", "生病", "病人", "残疾", "怀孕", "孕妇", "孕期", "癌症"),
    ),
    "marital_status": (
        *("marital", "married", "unmarried", "divorced", "widowed", "widow", "widower", "婚姻"),
        *("已婚", "未婚", "离婚", "离异", "丧偶", "单身"),
    ),
    "age": ("age", "aged", "elderly", "old people", "年龄", "老人", "老年", "高龄", "年轻人"),
    "origin": ("nationality", "national origin", "immigrant", "国籍", "籍贯", "户籍", "移民"),
    "beliefs": (
        *("political", "party member", "sexual orientation", "gay", "lesbian", "政治", "党员"),
        *("性取向", "同性恋", "工会"),
    ),
}


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Latin words whole, `_` and digits beside them allowed; Chinese ones wherever they stand."""
    parts = [
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        for word in words
    ]
    return re.compile("|".join(parts), re.IGNORECASE)


_PATTERNS = {attribute: _pattern((attribute, *words)) for attribute, words in _WORDS.items()}
ATTRIBUTES = tuple(_WORDS)


def protected_in(text: str) -> tuple[str, str] | None:
    """The attribute (of ATTRIBUTES) that a text names, and by which words; None for none."""
    for attribute, pattern in _PATTERNS.items():
        found = pattern.search(text)
        if found:
            return attribute, found[0]
    return None
