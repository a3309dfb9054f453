"""English words without their endings, so that "charges", "charged" and "charging" are one."""

from functools import lru_cache

_IRREGULAR = {
    "told": "tell",
    "knew": "know",
    "known": "know",
    "heard": "hear",
    "sent": "send",
    "paid": "pay",
    "spoke": "speak",
    "spoken": "speak",
    "said": "say",
    "took": "take",
    "taken": "take",
    "lost": "lose",
    "came": "come",
    "went": "go",
    "gone": "go",
    "goes": "go",
    "found": "find",
    "got": "get",
    "gave": "give",
    "given": "give",
    "made": "make",
    "left": "leave",
    "wrote": "write",
    "written": "write",
    "children": "child",
    "wives": "wife",
    "broke": "break",
    "broken": "break",
    "beaten": "beat",
    "died": "die",
    "dead": "dead",
    "thieves": "thief",
    "saw": "see",
    "seen": "see",
    "shown": "show",
    "rang": "ring",
    "rung": "ring",
    "stole": "steal",
    "stolen": "steal",
    "sold": "sell",
    "froze": "freeze",
    "frozen": "freeze",
    "stuck": "stick",
    "hung": "hang",
    "sued": "sue",
    "us": "us",
    "this": "this",
    "is": "is",
    "was": "was",
    "has": "has",
    "his": "his",
    "does": "do",
    "did": "do",
    "done": "do",
    "during": "during",
    "morning": "morning",
    "evening": "evening",
    "nothing": "nothing",
    "anything": "anything",
    "something": "something",
    "everything": "everything",
}
_MIN_STEM = 3
_VOWELS = set("aeiouy")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The word without -s, -es, -ed, -ing, a doubled consonant and a last e."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    return _bare(_without_ending(word))


def _without_ending(word: str) -> str:
    if word.endswith("ies") and len(word) > _MIN_STEM + 1:
        return word[:-3] + "y"
    if word.endswith("ied") and len(word) > _MIN_STEM + 1:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _MIN_STEM:
        return word[:-1]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) >= _MIN_STEM and _VOWELS & set(root):
            return root
    return word


def _bare(word: str) -> str:
    if len(word) > _MIN_STEM and word[-1] == word[-2] and word[-1] not in "sle":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > _MIN_STEM else word
