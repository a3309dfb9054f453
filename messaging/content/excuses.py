"""When a phrase is named only to warn of it or to rule it out.

"本行不会收取催收费", "谨防骗子" and "We will never tell your employer" are meant well. The excuse
is narrow on purpose: the negation must stand in the same clause, with nothing but filler between
it and the phrase, and must not be doubled, doubted, asked or made to depend on payment. Where in
doubt there is none: a needless finding costs a glance, a missed threat costs a customer.
"""

import re
from dataclasses import dataclass

from messaging.content.purpose.company import is_advice, is_disowned, is_fraud_warning, ruled_out
from messaging.content.reading.tokens import sentence_at, word_at
from messaging.content.text.fold import fold, plain
from messaging.content.wording_list import Hit

_CLAUSE_BORDER = re.compile(r"[，。！？；：,;!?:…\n\r]|\.(?=\s|$)|——")
_SENTENCE_BORDER = re.compile(r"[。！？!?\n\r]|\.(?=\s|$)")
_QUESTION = re.compile(r"[吗嗎么麼吧]?\s*[？?]|[吗嗎]\s*$")
_REACH = 160  # characters looked at on each side; a clause longer than that excuses nothing
_EXCUSED = "\0"  # stands for an excused phrase earlier in the clause

# No "we never" makes these fit for a reminder.
NEVER_EXCUSED = frozenset({"暴力威胁", "辱骂侮辱", "歧视与私人"})
# Of these an anti-fraud sentence may speak.
FRAUD_TOPICS = frozenset({"冒充公检法", "费用与支付", "身份含糊", "英文"})
SWINDLER = "骗子"
_YOU = re.compile("你")


def _any(words: str) -> str:
    return "|".join(sorted((plain(word) for word in words.split()), key=len, reverse=True))


_NEGATION = _any(
    "不会 绝不 绝不会 决不 决不会 从不 从不会 从未 从来不 从来不会 永不 永远不会 不得 严禁 禁止 "
    "不允许 不收 不收取 不要求 不需要 不需 不用 不必 无需 无须 没有 不存在 请勿 切勿 勿 不要 "
    "杜绝 不 未曾"
)
_FILLER = _any(
    "再 向您 对您 给您 您 向 对 因此 为此 因此事 以 任何 任意 方式 名义 形式 理由 额外 另外 另行 "
    "收 收取 要求 让 请 派 派人 派员 通过 主动 擅自 私自 随意 单独 去 来 采取 使用 进行 有 所谓 "
    "所谓的 各类 其他 或 或者 和 以及 及 与 也不 也不会 更不会 亦不会 提供 支付 缴纳 冒充 自称 "
    "打电话 发短信 电话 短信 致电 发函"
)
_WARNING = _any("谨防 警惕 当心 小心 防范 提防 慎防 严防 以防 防 远离 识别 打击")
_WARNED_FILLER = _any("各类 此类 任何 冒充 假冒 自称 以 名义 的 所谓 和 或 及 与")
_JOINED = _any("也 亦 更 且 并 同时 而且")
_HEAD_DOUBT = _any(
    "不 没 未 无 否 勿 莫 别 就 才 暂 还 若 如果 只要 除非 要是 假如 一旦 目前 现在 今天 今日 今晚 "
    "这次 本次 此次 难道 岂 谁说 怎 哪 何 "
    "以为 觉得 认为 以前 之前 以往 过去 曾 原本 本来 原来 起初"
)
_HARMLESS_IN_HEAD = re.compile(_any("非常 无论 不论 不管 任何 何时 何种"))

_RULED_OUT = re.compile(rf"(?P<head>.*?)(?:{_NEGATION})(?:{_FILLER}|{_EXCUSED})*", re.S)
_WARNED_OF = re.compile(rf".*(?:{_WARNING})(?:{_WARNED_FILLER}|{_EXCUSED})*", re.S)
_DOUBTED_HEAD = re.compile(rf"{_HEAD_DOUBT}|{plain('您')}(?:都|也|将|就|们)?$|[会能要该可]$")
_DEPENDS = re.compile(
    _any("除非 否则 不然 才怪 直到 截至 等到")
    + rf"|(?:{_any('如果 若 只要 要是 假如 一旦 倘若 只有')}).*"
    + rf"(?:{_any('还款 还清 还上 归还 偿还 付 缴 处理 结清 配合 存入 还了 不还')})"
)
_FRAUD_SUBJECT = re.compile(
    _any("有人 任何人 陌生人 不法分子 骗子 对方 他人 自称 冒充 假冒 凡 如遇 遇到")
    + r"|anyone|someone|somebody|a caller|callers"
)
_FRAUD_ADVICE = re.compile(
    _any(
        "请勿相信 切勿相信 不要相信 勿信 勿轻信 不要轻信 请勿理会 请勿转账 请勿透露 切勿转账 "
        "谨防 警惕 诈骗 骗局 受骗 上当"
    )
    + r"|scam|fraud|do not (?:reply|pay|believe|trust)"
)

_EN_NEGATION = (
    r"(?:(?:we|our|will|do|does|would|can|shall) )?"
    r"(?:will never|would never|never|will not|do not|does not|shall not|cannot|"
    r"wont|dont|doesnt|cant|not)"
)
_EN_FILLER = (
    r"(?: (?:ever|ask|you|to|call|contact|or|and|the|your|any|a|an|threaten|with|use|send|mention|"
    rf"inform|involve|for|from|in|on|at|be|have|speak|take|by|as|pretend|claim|impersonate|{_EXCUSED}))*"
)
_EN_RULED_OUT = re.compile(rf"(?P<head>(?:.* )??){_EN_NEGATION}{_EN_FILLER} ?", re.S)
_EN_DOUBT = re.compile(r"\b(?:not|never|no|only|if|until|unless|hesitate|wont|dont|cannot|cant)\b")
_EN_DEPENDS = re.compile(
    r"\b(?:unless|until|otherwise|or else|yet|for now|today|this time|so far|"
    r"if you (?:pay|settle|do not|dont))\b"
)


@dataclass(frozen=True, slots=True)
class _Context:
    clause: str  # original text from the clause's border to the hit, excused hits as \0
    sentence_before: str
    sentence_after: str


def is_excused(text: str, hit: Hit, excused: list[Hit]) -> bool:
    """Whether the phrase is warned of or ruled out; ``excused``: earlier excused hits."""
    around = _context(text, hit, excused)
    if hit.entry.phrase == SWINDLER and (
        _matches(_WARNED_OF, around.clause)
        or (_is_in_fair_company(text, hit) and not _YOU.search(plain(around.clause)))
    ):
        return True
    if hit.entry.category in FRAUD_TOPICS and (
        _is_fraud_advice(around) or _is_in_fair_company(text, hit)
    ):
        return True
    if hit.entry.category in NEVER_EXCUSED or _is_conditional_or_question(around):
        return False
    if hit.entry.phrase.isascii():
        return _is_ruled_out_in_english(around.clause) or is_ruled_out(text, hit.start)
    return (
        _is_ruled_out(around.clause)
        or _matches(_WARNED_OF, around.clause)
        or is_ruled_out(text, hit.start)
    )


def _context(text: str, hit: Hit, excused: list[Hit]) -> _Context:
    border = _SENTENCE_BORDER.search(text, hit.end, hit.end + _REACH)
    return _Context(
        clause=_clause_before(text, hit, excused),
        sentence_before=text[_last_border(_SENTENCE_BORDER, text, hit.start) : hit.start],
        sentence_after=text[hit.end : border.end() if border else hit.end + _REACH],
    )


def _clause_before(text: str, hit: Hit, excused: list[Hit]) -> str:
    start = position = _last_border(_CLAUSE_BORDER, text, hit.start)
    clause = ""
    for earlier in excused[-_REACH:]:
        if position <= earlier.start and earlier.end <= hit.start:
            clause += text[position : earlier.start] + _EXCUSED
            position = earlier.end
    return clause + text[position : hit.start] if hit.start - start < _REACH else ""


def _last_border(border: re.Pattern[str], text: str, before: int) -> int:
    reach = max(before - _REACH, 0)
    return max((match.end() for match in border.finditer(text, reach, before)), default=reach)


def _is_fraud_advice(around: _Context) -> bool:
    """Someone else is said to do it, and the reader is told not to fall for it."""
    before, after = fold(around.sentence_before), fold(around.sentence_after)
    for form_before, form_after in ((before.dense, after.dense), (before.spaced, after.spaced)):
        if _FRAUD_SUBJECT.search(form_before) and (
            _FRAUD_ADVICE.search(form_before) or _FRAUD_ADVICE.search(form_after)
        ):
            return True
    return False


def _is_in_fair_company(text: str, hit: Hit) -> bool:
    """The sentence warns of swindlers, or offers the customer a remedy."""
    sentence = sentence_at(text, hit.start)
    if sentence is None:
        return False
    word = word_at(sentence, hit.start)
    disowned = word is not None and is_disowned(sentence, word)
    return disowned or is_fraud_warning(sentence) or is_advice(sentence)


def is_ruled_out(text: str, place: int) -> bool:
    """Whether a plain "never" governs the word that stands here."""
    sentence = sentence_at(text, place)
    word = word_at(sentence, place) if sentence else None
    return sentence is not None and word is not None and ruled_out(sentence, word)


def _is_conditional_or_question(around: _Context) -> bool:
    sentence = around.sentence_before + " " + around.sentence_after
    folded = fold(sentence)
    return bool(
        _QUESTION.search(around.sentence_after)
        or _DEPENDS.search(folded.dense)
        or _EN_DEPENDS.search(folded.spaced)
    )


def _matches(pattern: re.Pattern[str], clause: str) -> bool:
    return bool(pattern.fullmatch(_fold_parts(clause)))


def _is_ruled_out(clause: str) -> bool:
    match = _RULED_OUT.fullmatch(_fold_parts(clause))
    if match is None:
        return False
    head = match["head"]
    if _EXCUSED in head:
        return bool(re.fullmatch(f"(?:{_JOINED})*", head.rpartition(_EXCUSED)[2]))
    return not _DOUBTED_HEAD.search(_HARMLESS_IN_HEAD.sub("", head))


def _is_ruled_out_in_english(clause: str) -> bool:
    parts = [fold(part).spaced for part in clause.split(_EXCUSED)]
    match = _EN_RULED_OUT.fullmatch(f" {_EXCUSED} ".join(parts).strip())
    return bool(match) and not _EN_DOUBT.search(match["head"] if match else "")


def _fold_parts(clause: str) -> str:
    return _EXCUSED.join(plain(part) for part in clause.split(_EXCUSED))
