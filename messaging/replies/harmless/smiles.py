"""Replies without a word: thumbs, flowers, smiles."""

import re
import unicodedata

_FRIENDLY = frozenset(
    "👍👌🙏❤♥🌹💪😂😄😊🙂😁😅🤣😀😃😆😇🥰😍😘😎🤗🤝👏✌🎉✅☺💯🫡💕💖🌸🌷💐🎂🍻☕😌😉🙌👋🤙🆗⭐🌟💗💓"
)
_NAMED = re.compile(
    r"[\[(]\s*(?:微笑|强|OK|ok|好的|玫瑰|抱拳|握手|憨笑|呲牙|偷笑|捂脸|捂脸哭|笑哭|爱心|鼓掌|加油"
    r"|害羞|愉快|可爱|拥抱|合十|庆祝|胜利|嘿哈|机智|奸笑|龇牙|大笑|笑|赞|咖啡|太阳|月亮|图片|表情"
    r"|贴图|貼圖|动画表情|動畫表情)\s*[\])]"
)


def is_smile(text: str) -> bool:
    """Whether a reply is made of friendly signs, dots and nothing else, and is not empty."""
    rest = _NAMED.sub("👍", text).strip()
    signs = [c for c in rest if not _silent(c)]
    return bool(rest) and all(c in _FRIENDLY for c in signs)


def _silent(character: str) -> bool:
    """Blanks, dots, joiners, the colour of a hand."""
    if character in ".。…~～!！,，":
        return True
    return unicodedata.category(character) in ("Zs", "Cf", "Mn", "Cc", "Sk")
