"""What each sentence of a text is for, by what it is made of; empty when that cannot be said.

A sentence is placed when every risky word in it is in fair company and the words that carry a
lender's texts outweigh those that say nothing of the kind. Silence about an unknown sentence does
not exist: what is not placed is for a person to confirm.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from messaging.content.purpose.company import (
    is_advice,
    is_care,
    is_disowned,
    is_fraud_warning,
    is_inflicted,
    ruled_out,
)
from messaging.content.purpose.purposes import OF_VALUES, SPEAKS_FOR
from messaging.content.reading.tokens import Sentence, Word

# Never by themselves, however harmless a list calls them.
_GUARDED = frozenset(
    {
        *("kin", "work", "others", "i", "collector", "home", "we_know"),
        *("authority", "crime", "violence", "thugs", "threatening", "insult", "dignity"),
        *("urgent", "nonpay", "finality", "hopeless", "relentless", "swindled", "lure", "bait"),
        *("code", "remote", "expose", "menace", "messenger", "privatepay", "borrow", "sell"),
    }
)
# Risky in a frame only; by themselves ordinary words.
_ORDINARY = frozenset(
    {
        *("tell", "give", "ring", "until", "grant", "call_in", "publish", "transfer", "deadline"),
        *("span", "self", "clear", "charge", "hasty", "night", "bei", "account", "hereafter"),
        *("cannot", "overdue_cond", "cash", "place", "know", "soft", "softlose", "often"),
        *("anyone", "selfinfo", "private", "impostor", "warning", "remedy", "choice", "doubt"),
        *("genuine", "permit", "must", "gather", "alone", "multiple", "ease"),
        *(
            "peers",
            "onlyyou",
            "haspaid",
            "own",
            "app",
            "findme",
            "legalforce",
            "equals",
            "thistext",
        ),
        *("click",),
    }
)
# Fair in a sentence that is surely like the rest, where they meet no frame.
_MILD = frozenset(
    {
        *("home", "work", "code", "urgent", "hasty", "i", "lose", "soft", "privatepay"),
        *("we_know", "selfinfo", "bait"),
    }
)
_NEVER_FAIR = ("violence", "thugs", "threatening", "dignity")
# However clear the rest: who never hears of a debt is named by rules, not by likeness.
_NEVER_CLEARED = (
    *(*_NEVER_FAIR, "insult", "crime", "expose", "remote", "borrow", "relentless"),
    *("kin", "work", "others"),
)
_IN_CARE = ("kin", "home", "road", "life", "work", "others", "watch", "know", "soft", "lose")

# How much a word counts for a sentence (a service's words, a debt's words) or against it.
_WEAK = frozenset({"pay", "debt", "time", "we", "greet", "status", "talk"})
_STRONG = frozenset(SPEAKS_FOR) - _WEAK
_LIGHT = frozenset(
    {"glue", "title", "you", "impostor", "warning", "remedy", "choice", "doubt", "negation"}
)
_STRONG_WEIGHT, _WEAK_WEIGHT, _PLAIN_WEIGHT, _UNKNOWN_WEIGHT = 2.0, 1.25, 1.0, 1.5
ENOUGH = 1.5

# What a lender may promise never to do, and words that forbid the customer instead.
_RULED_OUT = (
    *("kin", "work", "others", "anyone", "tell", "give", "ring", "transfer", "private"),
    *("privatepay", "code", "charge", "extrafee", "come", "authority", "swindled"),
)
_NEVER_DONE = (
    *("kin", "work", "others", "anyone", "private", "privatepay", "code", "extrafee", "swindled"),
    *("authority", "night", "remote"),
)
_BARS = frozenset(
    {
        "不是",
        "并非",
        "不仅",
        "不再",
        "不能",
        "不可",
        "不得",
        "不许",
        "不准",
        "无法",
        "别想",
        "休想",
        "can not",
    }
)
_TALK = frozenset({"help", "talk", "contact", "status", "sorry", "thanks", "service"})
_ASKED_FOR = ("transfer", "privatepay", "code", "remote", "charge", "borrow", "messenger", "nonpay")
_SERVES = 4.0  # two words of a service and nothing against
_TELEPHONE = 7  # digits; whose number it is, contacts.py says
_FIRM = 5  # words from the first character of a firm's name to what kind of firm it is
_FIRMS = frozenset({"消费金融", "消费金融公司", "银行", "公司", "金融机构", "机构", "平台"})
_JOINTS = frozenset({"or", "and", "nor", "或", "和", "及", "以及", "也"})
_LIST_ITEM = 2  # words of a clause that only goes on with a list; with a joint, three times that


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence, what it is for (empty: unknown), and the words that are in no fair company."""

    sentence: Sentence
    purpose: str
    odd: tuple[Word, ...] = ()


def place(sentence: Sentence, *, enough: float = ENOUGH, sure: bool = False) -> Placed:
    """What this sentence is for. ``enough``: by how much what carries it has to outweigh.
    ``sure``: it is surely like the rest; then a mild risky word is fair by itself."""
    odd = tuple(
        word
        for word in sentence.words
        if not _is_fair(word, sentence) and not (sure and word.classes <= _MILD | _ORDINARY)
    )
    spoken = Counter(
        SPEAKS_FOR[group]
        for word in sentence.words
        for group in _classes(word)
        if group in SPEAKS_FOR
    )
    carried, against = weights(sentence)
    if odd or not spoken or (against and carried - against < enough) or is_inflicted(sentence):
        return Placed(sentence, "", odd)
    return Placed(sentence, spoken.most_common(1)[0][0])


def may_be_cleared(sentence: Sentence) -> bool:
    """Whether no word of it is so grave that only the company of rules makes it fair, and something
    in it speaks for a purpose."""
    spoken = any(_classes(word) & set(SPEAKS_FOR) for word in sentence.words)
    return (
        spoken
        and not is_inflicted(sentence)
        and not any(
            word.of(*_NEVER_CLEARED) and not word.harmless and not _is_fair(word, sentence)
            for word in sentence.words
        )
    )


def serves(sentence: Sentence, *, besides: Sequence[Word] = ()) -> bool:
    """Whether the sentence, these words apart, says what serves the customer: every other word in
    fair company, and enough of them a service's own."""
    others = [word for word in sentence.words if word not in besides]
    carried, against = weights(sentence, besides=besides)
    return (
        any(_classes(word) & _STRONG for word in others)
        and all(_is_fair(word, sentence) for word in others)
        and carried - against >= _SERVES
    )


def weights(sentence: Sentence, *, besides: Sequence[Word] = ()) -> tuple[float, float]:
    """How much of it is what a lender's texts are made of, and how much is not."""
    carried, against = (_STRONG_WEIGHT if _assures(sentence) else 0.0), 0.0
    unknown = False  # a stretch of unknown characters counts once
    for word in sentence.words:
        if word in besides:
            continue
        groups = _classes(word)
        if not word.known:
            against += 0.0 if unknown else _unknown(word, sentence)
        elif groups & _STRONG or _is_telephone(word, sentence):
            carried += _STRONG_WEIGHT
        elif groups & _WEAK:
            carried += _WEAK_WEIGHT
        elif word.classes.isdisjoint(_LIGHT) and word.kind not in ("number", "name"):
            if word.of(*_RULED_OUT) and ruled_out(sentence, word):
                continue
            against += _PLAIN_WEIGHT
        unknown = not word.known and word.kind == "han"
    return carried, against


def _assures(sentence: Sentence) -> bool:
    """Whether it says what is never done: nobody told, no code asked, no private account."""
    if any(word.key in _BARS for word in sentence.words):
        return False
    return any(word.of(*_NEVER_DONE) and ruled_out(sentence, word) for word in sentence.words)


def _unknown(word: Word, sentence: Sentence) -> float:
    """What an unknown word weighs; the name of a firm nothing, another name little."""
    place = sentence.words.index(word)
    after = sentence.words[place + 1 : place + _FIRM]
    if word.kind == "han" and any(each.key in _FIRMS for each in after):
        return 0.0
    return _PLAIN_WEIGHT if word.proper and place else _UNKNOWN_WEIGHT


def _is_telephone(word: Word, sentence: Sentence) -> bool:
    """Whether a number, with those that follow it, is as long as a telephone's."""
    if word.kind != "number":
        return False
    digits = 0
    for each in sentence.words[sentence.words.index(word) :]:
        if each.kind != "number":
            break
        digits += sum(c.isdigit() for c in each.key)
    return digits >= _TELEPHONE


def _classes(word: Word) -> frozenset[str]:
    if word.kind == "gap":
        return frozenset({OF_VALUES.get(word.name, "debt")})
    return word.classes if word.harmless else frozenset()


def _is_fair(word: Word, sentence: Sentence) -> bool:
    """Whether a word may stand here: harmless, ordinary, or in fair company. An unknown word
    weighs against the sentence instead."""
    if not word.known or word.kind in ("gap", "number", "name"):
        return True
    if word.classes.isdisjoint(_GUARDED) and (word.harmless or word.classes & _ORDINARY):
        return True
    if word.of(*_NEVER_FAIR) and not word.harmless:
        return False
    return (
        _is_negated(word, sentence)
        or (word.of("i") and _speaks(sentence))
        or is_disowned(sentence, word)
        or is_fraud_warning(sentence)
        or is_advice(sentence)
        or (word.of(*_IN_CARE) and is_care(sentence))
    )


def _speaks(sentence: Sentence) -> bool:
    """Whether "I" is somebody of the lender's on the telephone, who asks for nothing."""
    said = [word for word in sentence.words if not word.of("i")]
    return any(_classes(word) & _TALK for word in said) and not any(
        word.of(*_ASKED_FOR) for word in said
    )


def _is_negated(word: Word, sentence: Sentence) -> bool:
    """In its clause, or in the one before of a list: "never your password, PIN or code".

    Whether the negation turns the sense is for the frames to say.
    """
    clauses = list(sentence.clauses())
    at = next(i for i, clause in enumerate(clauses) if clause[0].clause == word.clause)
    while at >= 0:
        if any(each.of("negation") for each in clauses[at]):
            return True
        if not _continues(clauses[at]):
            return False
        at -= 1
    return False


def _continues(clause: list[Word]) -> bool:
    joined = any(word.key in _JOINTS for word in clause)
    return len(clause) <= _LIST_ITEM * (3 if joined else 1)
