"""Words a system writes where it knows nothing: they are no value, and no text may say them."""

import re
import unicodedata

_WORDS = frozenset(
    (
        *("null", "nil", "nan", "none", "undefined", "unknown", "n/a", "n.a.", "n.a", "blank"),
        *("empty", "missing", "(null)", "(none)", "(blank)", "<null>", "[null]"),
        *("无", "空", "未知", "不详", "不明", "暂无", "未提供", "未填写", "缺失", "空白", "无姓名"),
        *("無", "不詳", "暫無", "未填寫", "缺失", "無姓名"),
    )
)
_EXACT = frozenset({"NA"})  # Na is a surname, and so is 那 written so
_ERROR = re.compile(r"#(?:n/a|name\?|ref!|value!|null!|div/0!|num!|spill!|calc!|getting_data)!?")


def says_nothing(value: str) -> bool:
    """Whether a value only stands for an absent one: null, #N/A, 无, dashes and dots alone.

    The whole value counts, never a part of it: Jennifer Null is a name.
    """
    plain = unicodedata.normalize("NFKC", value).strip()
    if plain in _EXACT or not any(character.isalnum() for character in plain):
        return True
    folded = plain.casefold()
    return folded in _WORDS or _ERROR.fullmatch(folded) is not None
