"""The reply that is a keyword and nothing else, and the figure that is a rating."""

from messaging.replies.cues.block import lines

# The whole reply is one of these, perhaps repeated, with polite words around it.
OPT_OUT_KEYWORDS = lines(r"""
T TD N R TT QX 0000 00000 退订 退定 退顶 拒收 拒绝接收 取消订阅 取消短信 取消发送 取消 停发 停止发送
停止发 停止接收 停止短信 停止 停 退出短信 退出订阅 取消通知 取消提醒 取消接收 不要再发 不要再发短信
不要发 不要发短信 别再发 别再发短信 别发 别发短信 请勿打扰 勿扰 请勿再发 STOP STOPALL STOPIT
UNSUBSCRIBE UNSUB CANCEL END QUIT REVOKE OPTOUT REMOVE REMOVEME
""")

# The whole reply is one of these: no useful knowledge any more; reminders are not meant.
NO_EDUCATION_KEYWORDS = lines(r"""
K{1,2}T{1,2} (?:停|停收|停发|不要|不收|退订)(?:小?知识|科普|小?贴士|小提示)
NOTIPS STOPTIPS NOMORETIPS
""")

# The same with a letter wrong or doubled.
KEYWORD_SLIPS = lines(r"""
T{1,4}D{2,4}T? T{2,4}D{1,4}T? TDT{1,2} T{2,5} N{2,5} R{2,5} Q{1,2}X{1,2} S{1,3}T{1,3}O{1,4}P{1,5}
STP UNSUBCRIBE UNSUSCRIBE UNSUBSRIBE UNSUBSCIBE UNSUBSCRBE UNSUBSCRIB UNSCRIBE UNSUBSCRIBED SOTP
STPO T退订? 退订T CANCLE
""")

KEYWORD_PREFIXES = lines(r"""
回复 回覆 回 我要 我想 我想要 请 帮我 麻烦 麻烦你 麻烦您 申请 你好 您好 给我 谢谢 马上 立刻 立即
赶紧 直接 那就 要求 我选择 选择 帮忙 给老子 给俺 快 快点 麻溜 PLEASE PLS PLZ IWANTTO IWANT JUST
KINDLY
""")

KEYWORD_SUFFIXES = lines(r"""
退订 拒收 谢谢 谢谢你 谢谢您 谢了 多谢 了 吧 啊 呀 哦 一下 短信 信息 您好 麻烦 服务 该短信 此短信
此号码 这个号码 下 谢谢配合 PLEASE PLS PLZ THANKS THANKYOU THX TY NOW SMS TEXT TEXTS MESSAGES MSG
MSGS TEXTING
""")

# Keywords beside which the customer's own number or its tail may stand; N95 and T3 are no such.
NUMBERED_KEYWORDS = lines(r"""
T{1,4}D{1,4}T? QX 退订 退定 拒收 停止发送 S{1,3}T{1,3}O{1,4}P{1,5}(?:ALL)? UNSUB(?:SCRIBE)? OPTOUT
""")
OWN_NUMBER = r"(?:(?:我的?)?(?:手机)?(?:尾号|号码?|手机号|卡号|电话)(?:是|为)?)?[0-9]{1,18}"

# Not the keyword but what undoes it ("取消退订"); 取消 alone is one.
UNDOING = r"(?:取消|撤销|撤回|撤消|收回|解除|停止|终止)(?:我的|刚才的?|刚刚的?|掉)?"

_PRAISE = (
    "(?:(?:你们?的?|您的?)?(?:服务|态度|客服|回复)?(?:态度|质量)?"
    "(?:都?还|都?很|非常|挺|真|比较|特别|相当)?"
    "(?:满意|不错|好评|很好|挺好|好棒|周到|耐心|热情|专业|贴心)的?(?:了|哦|呀|啊)?"
    "|还行|还可以|一般般?|马马虎虎|谢谢(?:你们?|您)?|感谢|多谢|唔该"
    "|(?:VERY|REALLY|SO|WAS|WERE|IT|THE|STAFF|SERVICE|PRETTY|ALL)*"
    "(?:GOOD|GREAT|EXCELLENT|HELPFUL|FRIENDLY|LOVELY|POLITE|SATISFIED|HAPPY|OK|OKAY|FINE)(?:SERVICE|STAFF)?"
    "|THANKS|THANKYOU|CHEERS)"
)
# 1–5, alone or with its unit, given ("打4分", "评分5") or not, beside praise or thanks.
RATING = (
    rf"(?:{_PRAISE})*(?:我?(?:打|给|评|俾)(?:你们?|您)?(?:打|个)?|(?:我的)?(?:评分|打分|评价)(?:是|为)?"
    r"|(?:I?(?:WOULD|D|LL|WILL)?|YOU)(?:GIVE|RATE|GET)"
    rf"(?:IT|YOU|U|THIS|THEM|THESERVICE)?AN?)?(?P<figure>[1-5]|[一二三四五](?=分|星|颗星))"
    rf"(?:(?:分|星|颗星|STARS?|OUTOF(?:5|FIVE)|FROMME)(?:好评|很?满意|吧|啦|了|哦|呀)?)?(?:{_PRAISE})*"
)
