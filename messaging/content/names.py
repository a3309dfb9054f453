"""Names in texts: salutations."""

_SALUTATIONS = {
    "male": {"zh": "先生", "en": "Mr"},
    "female": {"zh": "女士", "en": "Ms"},
    "married": {"zh": "女士", "en": "Mrs"},
}
_SPELLINGS = {
    "先生": "male",
    "mr": "male",
    "男": "male",
    "女士": "female",
    "小姐": "female",
    "女": "female",
    "ms": "female",
    "miss": "female",
    "太太": "married",
    "mrs": "married",
}


def salutation_for(raw: str, *, name: str, language: str) -> str:
    """先生/女士 or Mr/Ms in the message's language; empty when unknown or already in the name."""
    kind = _SPELLINGS.get(raw.strip().rstrip(".").lower())
    if kind is None:
        return ""
    word = _SALUTATIONS[kind]["en" if language == "en" else "zh"]
    if name.strip().endswith(("先生", "女士", "小姐", "太太")):
        return ""
    if name.strip().lower().startswith(("mr ", "mr.", "ms ", "ms.", "mrs", "miss ")):
        return ""
    return word
