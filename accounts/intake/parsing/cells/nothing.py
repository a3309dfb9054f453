"""Words that stand for “nothing here”: what databases, exports and people write. Pure."""

import re

WORDS = frozenset(
    """
    null nil none nan nat n/a na n.a. n.a undefined undef void unknown missing blank empty tbd tba
    n\\a \\n not_available not_applicable notavailable notapplicable noname no_name no_data nodata
    unnamed
    无 無 空 空值 空白 缺 缺失 未知 不详 不詳 不明 未详 未詳 未填 未填写 未填寫 未提供 未登记 未登記
    暂无 暫無 暂缺 暫缺 待补 待補 待补充 待定 待确认 没有 沒有 无数据 無數據 无名 无姓名
    无名氏 無名氏 佚名 匿名 某某 某某某 不适用 不適用 无此项 略 同上
    """.split()  # noqa: SIM905 - quoted words would read worse
)
# What spreadsheets show for a formula that failed.
ERROR_VALUE = re.compile(
    r"#(?:null!?|n/?a|name\?|num!?|ref!?|value!?|div/0!?|spill!?|calc!?|getting_data|\#+)",
    re.IGNORECASE,
)
# What people type: dashes, dots, marks. 0 is what a lookup gives for an empty cell.
ONLY_MARKS = re.compile(r"[\s\-‐-―−－_/\\.,·…。、?？*#~!！xX×]+")
ONLY_ZEROS = re.compile(r"0+(?:\.0+)?")
BRACKETS = "()[]{}<>（）［］【】〈〉《》「」'\"“”‘’`"
LONGEST = max(map(len, WORDS)) + 4


def says_nothing(text: str, *, zeros: bool = True) -> bool:
    """Whether the whole cell is such a word: `null`, `(None)`, `#N/A`, `暂无`, `--`.

    With `zeros` also 0, 0.00 and 00000000000, where no zero can be meant.
    """
    if len(text) > LONGEST:
        return False
    bare = text.strip().strip(BRACKETS).strip().casefold().replace(" ", "_")
    return (
        bare in WORDS
        or bool(ONLY_MARKS.fullmatch(bare) or ERROR_VALUE.fullmatch(bare))
        or (zeros and bool(ONLY_ZEROS.fullmatch(bare)))
    )
