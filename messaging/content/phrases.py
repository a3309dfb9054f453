"""Small fixed texts that values are made of, per language."""

CAUSE_SENTENCES: dict[str, dict[str, str]] = {
    "zh-hans": {
        "forgot": "可能只是一时忙忘了。",
        "cash_flow": "我们理解资金周转有时会慢一些。",
        "hardship": "若近期确有困难，请告诉我们，一起商量办法。",
        "dispute": "您对账单的疑问，我们正在核实。",
    },
    "zh-hant": {
        "forgot": "可能只是一時忙忘了。",
        "cash_flow": "我們理解資金周轉有時會慢一些。",
        "hardship": "若近期確有困難，請告訴我們，一起商量辦法。",
        "dispute": "您對帳單的疑問，我們正在核實。",
    },
    "en": {
        "forgot": "It may simply have slipped your mind.",
        "cash_flow": "We understand that money can run late at times.",
        "hardship": (
            "If times are hard just now, please tell us and we will look for a way together."
        ),
        "dispute": "We are checking the question you raised about your bill.",
    },
}

_HOW_TO_STOP = {
    "zh-hans": "回{}退订",
    "zh-hant": "回{}退訂",
    "en": "Reply {} to opt out",
}


def opt_out_phrase(language: str, word: str) -> str:
    """How a text says that replying with this word ends it."""
    return _HOW_TO_STOP[language].format(word.upper())


OPT_OUT_WORDS = {
    "zh-hans": opt_out_phrase("zh-hans", "TD"),
    "zh-hant": opt_out_phrase("zh-hant", "TD"),
    "en": opt_out_phrase("en", "STOP"),
}
"""Where no policy says otherwise."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
