"""The reply that is a keyword and nothing else, and the figure that is a rating."""

from messaging.replies.cues.block import lines

# The whole reply is one of these, perhaps repeated, with polite words around it.
OPT_OUT_KEYWORDS = lines(r"""
T TD N R TT QX 0000 00000 退订 退定 退顶 拒收 拒绝接收 取消订阅 取消短信 取消发送 取消 停发
停止发送 不要再发 不要再发短信 不要发 不要发短信 别再发 别再发短信 别发 别发短信 请勿打扰 勿扰
请勿再发 STOP STOPALL STOPIT UNSUBSCRIBE UNSUB CANCEL END QUIT REVOKE OPTOUT REMOVE REMOVEME
""")

# The same with a letter wrong.
KEYWORD_SLIPS = lines(r"""
UNSUBCRIBE UNSUSCRIBE UNSUBSRIBE UNSUBSCIBE UNSUBSCRBE UNSUBSCRIB UNSCRIBE UNSUBSCRIBED STOPP+
SOTP STPO T退订? 退订T CANCLE
""")

KEYWORD_PREFIXES = lines(r"""
回复 回覆 回 我要 我想 我想要 请 帮我 麻烦 麻烦你 麻烦您 申请 你好 您好 给我 谢谢 马上 立刻 立即
赶紧 直接 那就 要求 PLEASE PLS IWANTTO IWANT JUST
""")

KEYWORD_SUFFIXES = lines(r"""
退订 谢谢 谢谢你 谢谢您 谢了 多谢 了 吧 啊 呀 哦 一下 短信 信息 您好 麻烦 PLEASE PLS THANKS
THANKYOU THX NOW
""")

# 1–5, alone or with its unit.
RATING = r"[1-5](?:分|星|颗星|STARS?)?"
