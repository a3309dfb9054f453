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

STOPPED_OTHERWISE: dict[str, dict[str, str]] = {
    "email": {
        "zh-hans": "不想再收此类邮件，请点邮件的退订链接",
        "zh-hant": "不想再收此類郵件，請點郵件的退訂連結",
        "en": "To stop these e-mails, use the unsubscribe link of this mail",
    },
    "push": {
        "zh-hans": "不想再收，可在应用设置里关闭通知",
        "zh-hant": "不想再收，可在應用程式設定裡關閉通知",
        "en": "To stop these, turn off notifications in the app's settings",
    },
    "wechat": {
        "zh-hans": "取消关注即停收",
        "zh-hant": "取消關注即停收",
        "en": "Unfollow us to stop these",
    },
}
"""How it is stopped on channels on which no word in reply does it: by what the channel has."""


def how_to_stop(channel: str, language: str, by_reply: str = "") -> str:
    """What a text of this channel says of stopping; `by_reply`: the policy's words for texts."""
    otherwise = STOPPED_OTHERWISE.get(channel)
    return otherwise[language] if otherwise else by_reply or OPT_OUT_WORDS[language]


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
