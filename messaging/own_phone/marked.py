"""The mark in front of a text that is only tried: whoever reads it over a shoulder, or is sent a
picture of it, sees that nobody was meant. It costs characters that the real text does not."""

from __future__ import annotations

from accounts.models.choices import Language

MARKS = {
    Language.ZH_HANS: ("【测试】", "【测试·再次】"),
    Language.ZH_HANT: ("【測試】", "【測試·再次】"),
    Language.EN: ("[TEST] ", "[TEST AGAIN] "),
}
CODE = "【测试】验证码{code}，十分钟内有效，用于确认这是您本人的手机。Code {code}, ten minutes."
"""To colleagues, who may read either language; one SMS."""


def marked(text: str, language: str, *, again: bool = False) -> str:
    return MARKS[Language(language)][again] + text
