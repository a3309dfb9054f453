"""When risky words are in fair company: ruled out, warned of, offered as a right, or said in care.

Narrow on purpose. Where in doubt there is no excuse: a needless finding costs a glance, a missed
threat costs a customer.
"""

import re
from itertools import pairwise

from messaging.content.reading.tokens import Sentence, Word

_REACH = 14  # words a negation governs
# Between "never" and what it rules out stand only these.
_CARRIED = (
    *("glue", "you", "we", "negation", "kin", "work", "others", "anyone", "privacy", "debt"),
    *("channel", "pay", "contact", "fraud", "stop", "check", "credit", "fee", "private"),
    *("transfer", "selfinfo", "code", "complain", "tell", "give", "home", "come", "status"),
    *("extrafee", "charge", "place", "messenger", "authority", "service", "time", "self"),
    *("ring", "help", "act", "permit"),
)
_DENIED = ("tell", "transfer", "pay", "contact", "fraud", "give", "debt")
_THEN = frozenset({"就", "才", "便", "then"})
_TERMS = frozenset(
    {"除非", "否则", "不然", "才怪", "直到", "until", "unless", "otherwise", "yet", "if you pay"}
)
_CONDITIONS = frozenset({"如果", "若", "只要", "要是", "假如", "一旦", "倘若", "只有", "if"})
_LABEL = 2  # words from the press of a button to the end of what it says
_NEAR = 5  # words between an authority and what it never does
_THREATS = ("violence", "thugs", "nonpay", "menace", "finality", "grant")
_HURT = ("violence", "thugs", "nonpay", "urgent")
_ASKED = re.compile(r"[?？]")
_MADE = re.compile(r"^(?:让|叫|使|令|害|逼|搞得|弄得)你?|^(?:make|keep|leave|get)\b")
_SUFFERS = re.compile(r"[不没难无]|awake|sleepless|\bnot\b|\bno\b")
_TAGS = frozenset({"吗", "么", "呢"})


def excused(sentence: Sentence, word: Word, ways: frozenset[str]) -> bool:
    """Whether this word of the sentence is in fair company, in one of these ways."""
    return (
        ("ruled_out" in ways and ruled_out(sentence, word))
        or ("fraud_warning" in ways and is_fraud_warning(sentence))
        or ("advice" in ways and is_advice(sentence))
        or ("offer" in ways and _is_offer(sentence))
        or ("ease" in ways and _is_at_ease(sentence))
        or ("label" in ways and _is_label(sentence, word))
        or ("care" in ways and is_care(sentence) and not _by_us(sentence, word))
    )


def ruled_out(sentence: Sentence, word: Word) -> bool:
    """A plain "never" or "no" before it in the clause, not doubled, doubted, asked or bargained."""
    clause = [each for each in sentence.words if each.clause == word.clause]
    place = clause.index(word)
    negations = [i for i, each in enumerate(clause[:place]) if _negates(each)]
    if not negations or _is_question(sentence) or _is_bargain(sentence):
        return False
    last = negations[-1]
    head, between = clause[: negations[0]], clause[last + 1 : place]
    if len(between) > _REACH or any(each.of("doubt") for each in (*head, *between)):
        return False
    if _is_condition(clause[last], head, between):
        return False
    if any(_negates_twice(clause[i], clause[i + 1]) for i in negations if i + 1 < len(clause)):
        return False
    if not _coordinated(clause, negations):
        return False
    if _makes_us(clause[last], between):
        return False
    return all(each.of(*_CARRIED) or each.kind in ("gap", "number", "name") for each in between)


def _is_offer(sentence: Sentence) -> bool:
    """Help is held out in the same sentence."""
    return not _has(sentence, *_HURT) and _has(sentence, "help", "contact")


def _is_at_ease(sentence: Sentence) -> bool:
    """It says that there is time enough: "before noon will do"."""
    return _has(sentence, "ease") and not _has(sentence, *_THREATS)


def _is_label(sentence: Sentence, word: Word) -> bool:
    """What a button says: 点击“立即还款”, tap "Pay now"."""
    clause = [each for each in sentence.words if each.clause == word.clause]
    button = clause[max(0, clause.index(word) - _LABEL) : clause.index(word)]
    return any(each.of("click") for each in button) and not _has(sentence, *_THREATS, "span")


def _by_us(sentence: Sentence, word: Word) -> bool:
    """Whether we are who does it: the clause names us before the word."""
    return any(
        each.of("we") and each.clause == word.clause and each.start < word.start
        for each in sentence.words
    )


def _negates(word: Word) -> bool:
    return word.of("negation")


def _negates_twice(word: Word, after: Word) -> bool:
    return word.of("negation") and after.of("negation")


def _is_condition(negation: Word, head: list[Word], between: list[Word]) -> bool:
    """不交…就…, 您还款我们就不会…: something is owed for it."""
    bare = negation.key in {"不", "没", "未", "没有", "别"}
    refused = bare and bool(between) and between[0].of("charge", "pay", "nonpay")
    paid = any(each.of("pay") for each in head) and any(each.key in _THEN for each in head)
    return refused or paid


def _coordinated(clause: list[Word], negations: list[int]) -> bool:
    """Several negations only where each begins a part of its own: 不会联系…也不会告诉…"""
    joints = {"也", "亦", "更", "且", "并", "和", "或", "or", "and", "nor"}
    return all(
        any(each.key in joints for each in clause[before + 1 : after])
        for before, after in pairwise(negations)
    )


def _makes_us(negation: Word, between: list[Word]) -> bool:
    """ "Do not make us tell your family" forbids nothing."""
    made = {"让", "逼", "等", "使", "令", "make", "force"}
    return any(a.key in made and b.of("we") for a, b in pairwise(between)) or (
        negation.key in {"别", "不要", "请不要"} and bool(between) and between[0].key in made
    )


def _is_question(sentence: Sentence) -> bool:
    last = sentence.words[-1]
    return bool(_ASKED.match(sentence.ending)) or last.key in _TAGS


def _is_bargain(sentence: Sentence) -> bool:
    """It is ruled out only if something is paid, or until it is."""
    keys = {word.key for word in sentence.words}
    if keys & _TERMS:
        return True
    return bool(keys & _CONDITIONS) and any(word.of("pay", "nonpay") for word in sentence.words)


def is_disowned(sentence: Sentence, word: Word) -> bool:
    """An authority of which it is said that it does no such thing: the police do not collect."""
    if not word.of("authority") or _is_question(sentence) or _has(sentence, *_HURT):
        return False
    # "A real court writes letters, it never asks by text": the denial may come in the next clause.
    real = _has(sentence, "genuine")
    clause = [each for each in sentence.words if real or each.clause == word.clause]
    after = clause[clause.index(word) + 1 :]
    near = _NEAR * 2 if real else _NEAR
    negation = next((i for i, each in enumerate(after[:near]) if _negates(each)), None)
    if negation is None or any(each.of("act", "crime") for each in after[:negation]):
        return False
    denied = after[negation + 1 :]
    if any(_negates(each) or each.of("doubt") for each in denied):
        return False
    return any(each.of(*_DENIED) for each in denied)


def is_fraud_warning(sentence: Sentence) -> bool:
    """Someone else is said to do it, and the reader is told not to fall for it."""
    if _has(sentence, *_HURT):
        return False
    return _has(sentence, "impostor") and _has(sentence, "warning")


def is_advice(sentence: Sentence) -> bool:
    """A remedy the customer has, offered to them."""
    if _has(sentence, *_HURT) or _we_act(sentence):
        return False
    return _has(sentence, "remedy") and _has(sentence, "choice")


def is_care(sentence: Sentence) -> bool:
    """A kind word about hardship, health or the season."""
    if _has(sentence, *_HURT, "crime", "insult"):
        return False
    return _has(sentence, "hardship", "care", "wish") and _has(
        sentence, "help", "contact", "wish", "care", "thanks", "channel"
    )


def is_inflicted(sentence: Sentence) -> bool:
    """We are who brings about a state that care speaks of: "we will see that you lie awake"."""
    return any(_inflicts(clause) for clause in sentence.clauses())


def _inflicts(clause: list[Word]) -> bool:
    if not any(word.of("we") for word in clause) or any(word.of("help") for word in clause):
        return False
    made = next((i for i, word in enumerate(clause) if _MADE.search(word.key)), None)
    if made is None:
        return False
    return any(
        word.of("hardship") or (word.of("care") and _SUFFERS.search(word.key))
        for word in clause[made + 1 :]
    )


def _we_act(sentence: Sentence) -> bool:
    """We are who reports or goes to court: 我们已报警."""
    words = sentence.words
    for before, word in pairwise(words):
        if before.of("we") and word.of("act", "authority", "glue") and word.key not in {"和"}:
            rest = [w for w in words if w.clause == word.clause and w.start >= word.start]
            if any(w.of("act") for w in rest[:4]):
                return True
    return False


def _has(sentence: Sentence, *classes: str) -> bool:
    return any(word.of(*classes) for word in sentence.words)
