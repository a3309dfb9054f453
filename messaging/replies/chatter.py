"""Small talk, thanks and assent: replies after which nobody need be held.

The whole reply has to be made of such words: one word that is none of them, and it is not known.
"""

from messaging.replies.cues.block import lines
from messaging.replies.speech import Said

_WORDS = frozenset(
    lines(r"""
好 好的 好了 好滴 好吧 好呢 行 行的 可以 嗯 是 是的 对 对的 收到 已收到 收悉 已阅 知道 知道了 知悉
明白 了解 晓得 清楚 记住 记得 没问题 放心 你好 早上好 下午好 晚上好 早 早安 晚安 谢谢 多谢 感谢
谢了 谢 不用谢 不客气 客气了 辛苦 麻烦了 不好意思 抱歉 你们 你 我 会 的 了 吧 哈 呵 嘿 已 就 提醒
通知 短信 这 那 也 都 晒 知晓 本人 没事
OK OKAY OKIE OKK K KK YES YEP YEAH YUP SURE FINE NOTED RECEIVED GOT ROGER COPY ALRIGHT RIGHT COOL
GREAT GOOD THANKS THANK YOU THX TY TQ TKS CHEERS HI HELLO HEY MORNING AFTERNOON EVENING UNDERSTOOD
WILL DO LOL LA LAH LOR FOR THE REMINDER REMINDING ME MESSAGE INFO MUCH SO VERY APPRECIATED NO
PROBLEM NP WELCOME WORRIES IT BRO MATE
""")
)
_LONGEST = max(map(len, _WORDS))


def is_chatter(said: Said) -> bool:
    """A reply of such words and nothing else; a smile or a dot is one too."""
    text, ends = said.text, {0}
    for start in range(len(text)):
        if start in ends:
            ends |= {
                end
                for end in range(start + 1, min(start + _LONGEST, len(text)) + 1)
                if text[start:end] in _WORDS
            }
    return len(text) in ends
