"""Texts no customer wrote: other firms' messages, codes, automatic answers."""

import re

from messaging.replies.cues.block import lines
from messaging.replies.cues.matching import choice


def _any_of(block: str) -> re.Pattern[str]:
    return re.compile(choice(lines(block)), re.IGNORECASE | re.DOTALL)


_AUTOMATIC = _any_of(r"""
自动回复 自動回覆 自動回復 自动应答 自動應答 秘书台 秘書台
机主(?:正忙|正在忙|不便|暂?不在|不方便|没空|在忙|有事).{0,12}(?:留言|稍后|再拨|回电|回复|联系)
 智能.{0,4}助[手理] 语音助[手理] 語音助理 通话助[手理] 来电助[手理]
来电提醒 语音信箱 您(?:拨打|呼叫)的 驾驶模式 会议模式 感谢您的(?:来信|留言|关注|来电) 竭诚为您服务
很高兴为您服务
^(?:您好[,，]?)?(?:我|本人)?(?:正?在|现)?(?:驾驶|开会|开车|会议|正开会)中?[,，。\s](?:稍后|稍後|\
晚点|一会儿?)再?(?:回复|回覆|联系|聯絡|和您联系|回电|回您)
\bauto(?:matic|mated)?[-\s]?(?:reply|response|responder|message) \bout\sof\s(?:the\s)?office\b
\bsent\sautomatically do\snot\sdisturb\swhile\sdriving
this\s(?:mailbox|number|inbox)\sis\snot\smonitored \bvoicemail\b we\sare\s(?:currently\s)?closed
thank(?:s|\syou)\sfor\s(?:your\smessage|contacting|reaching\sout|calling|your\senquiry|your\semail)
the\sperson\syou\sare\scalling
\bon\s(?:annual\s|sick\s|maternity\s)?leave\b.{0,40}\
(?:contact|urgent|colleague|致電|致电|聯絡|联系|急事)
""")
_CODE = _any_of(r"""
(?:验证码|驗證碼|校验码|动态码|取件码|取货码|驾乘码)\D{0,6}[0-9][A-Z0-9-]{2,9}
(?=[A-Z-]*\d)[A-Z0-9-]{4,8}\D{0,6}(?:验证码|is\syour\s.{0,30}code)
\b(?:otp|verification\scode|security\scode|passcode|code)\b(?:\sis|\
:)?\s?(?=[A-Z-]*\d)[A-Z0-9-]{4,8}\b
""")
_SIGNED = re.compile(r"^\s*[【\[〔][^】\]〕]{2,16}[】\]〕](?P<said>.{6,})", re.DOTALL)
_BUSINESS = _any_of(r"""
包裹 快[递件遞] 取[件货貨] 签收 簽收 派送 订单 訂單 出[货貨] 发货 發貨 外卖 骑手 行程 车票 航班 酒店
预约 預約 积分 積分 额度 額度 恭喜 获批 审批 批复 到账提醒 动账 提现 低息 贷款 车主 信用卡 储蓄卡
支出 入账 入帳 消费 消費 刷卡 余额 餘額 话费 流量 套餐 账单 帳單 优惠 優惠 券 促 满减 点击 戳 点开
上线 新盘 开售 礼包 下载 活动 砍价 转账 轉賬 退款 充值 增值 家长 课程 停水 停电 门诊 参保 社保 医保
挂号 掛號 验证码 驗證碼 咖啡
""")
_OURS = _any_of(r"""
还款 還款 到期 月供 借据 您的(?:借款|分期|账单|帳單) 逾期 应还 應還 欠款 催收 缴款 繳款 拖欠 repay
your\s(?:loan|bill|instal) overdue past\sdue amount\sdue instal
""")
_PERSON = _any_of(r"""
我(?!们|們|司|的?(?:智能|助)|是.{0,6}(?:助|小)) 俺 咱 \bI\b \bI'm\b \bmy\b
""")
_FIRM = _any_of(r"""
^\s*[A-Z][\w&'\s.]{1,20}:\s.{12,}
^\s*(?:hi,?\s)?(?:your|you\shave|you've)\b.{0,60}\b(?:ride|order|package|parcel|uber|lyft|delivery|\
delivered|appointment|table|statement|transaction|booking|driver|prescription|shipment|\
subscription|reservation|flight|ticket|refund|purchase|payment\swas\sreceived)\b
(?:flash|clearance)\ssale %\soff\b \bmsg\s?&\s?data\srates
\b(?:reply|text)\s(?:help|y|c|stop)\b.{0,20}to\s(?:opt|confirm|end|unsub|cancel|stop|quit)
""")
_LEAST = 25
"""Characters. "Reply STOP to opt out" and no more may be a customer's question."""


def is_machine(text: str) -> bool:
    """Whether a machine wrote it, or another firm; not so our own texts pasted back."""
    if len(text) < 8 or _OURS.search(text):
        return False
    if _AUTOMATIC.search(text) or _CODE.search(text):
        return True
    signed = _SIGNED.match(text)
    if signed:
        return _BUSINESS.search(signed["said"]) is not None and not _PERSON.search(signed["said"])
    return len(text) >= _LEAST and _FIRM.search(text) is not None and not _PERSON.search(text)
