"""Whom or what a complaint names: what makes it severe, and what it is filed under.

Asked only of replies that are read as complaints: there it may raise a complaint, never make one.
"""

from enum import StrEnum

from messaging.replies.cues import chinese, english
from messaging.replies.cues.block import lines
from messaging.replies.cues.matching import Cues
from messaging.replies.normalising.speech import heard


class Named(StrEnum):
    AUTHORITY = "authority"
    LAWYER = "lawyer"
    POLICE = "police"
    PRESS = "press"
    DISCLOSURE = "disclosure"
    """The debt or the data were told to somebody whom they do not concern."""
    THREAT = "threat"


def named(text: str) -> frozenset[Named]:
    """All that it names; empty when it names nothing of this kind."""
    said = heard(text)
    return frozenset(kind for kind, cues in _CUES.items() if cues.found_in(said))


_WORDS = {
    Named.AUTHORITY: lines(r"""
(?<!\d)(?:12321|12378|12345|12315|12363|12300|12381|12388|12377|12386|12337|12389)(?!\d)
银保监 银监 保监 证监 金监 金管局 金管会 金融监管 监管(?!账户|资金|银行|仓|专户|户) 人民银行 人行
央行 金融办 金融局 工信部 工信局 通管局 通信管理局 网信办 消协 消委 消保
消费者(?:协会|委员会|保护|权益) 信访 市长热线 政务热线 上访 纪委 国务院 私隐专员 私隐公署 评议中心
黑猫 三一五 (?<!\d)315(?:晚会|投|举|上|见|曝|等) (?:相关|有关|主管|上级)部门
REGULATOR OMBUDSMAN WATCHDOG CFPB (?<![A-Z])(?:FCA|FTC|HKMA|BBB|AFCA|ASIC|PDPC|ICO)(?![A-Z])
(?:TO|THE|WITH)(?:FCA|FTC|HKMA|MAS(?![A-Z])|BBB|CENTRALBANK|RBI(?![A-Z])|ASIC|AFCA)
CONSUMER(?:COUNCIL|PROTECTION|AFFAIRS) TRADINGSTANDARDS ATTORNEYGENERAL
(?:PRIVACY|DATA)COMMISSIONER PCPD
"""),
    Named.LAWYER: lines(r"""
律师 律所 起诉(?:你|贵|他们) 去起诉 (?<![转报广通])告(?:你们?|贵公司|上法) 去告 法院见 法庭 对簿公堂
打官司 吃官司 传票 控告 法律(?:途径|武器|手段|程序) 追究(?:.{0,6})(?:责任|法律)
LAWYER ATTORNEY(?!GENERAL) SOLICITOR BARRISTER (?:SUE|SUING)(?:YOU|UR|YR|YALL|THE|THIS)(?!AL)
LEGALACTION LEGALNOTICE LEGALTEAM (?:TO|IN)COURT SMALLCLAIMS
"""),
    Named.POLICE: lines(r"""
报警(?!器|灯|声|系统) 报案 立案 公安 派出所 警察 警方 警局 网警 经侦
(?<!\d)(?:打|拨|找|上|报|见|叫)110(?!\d) POLICE (?:THE|CALL)COPS
"""),
    Named.PRESS: lines(r"""
媒体 记者 电视台 报社 曝光 爆料 热搜
(?:发|挂|传|放|曝)(?:到|在|上)?(?:抖音|网上|微博|小红书|朋友圈|快手|知乎|头条|论坛|B站)
(?:TO|CALL|CONTACT|TELL|LOCAL|ALERT|THE)(?:THE|A|MY)?(?:MEDIA|PRESS|NEWSPAPERS?|JOURNALIST|REPORTER)
GO(?:ING)?PUBLIC
"""),
    Named.DISCLOSURE: lines(r"""
(?:泄露|泄漏|外泄|出卖|贩卖|倒卖|卖)(?:了|我|客户|别人|我们|给|的){0,6}(?:个人)?(?:信息|资料|号码|\
电话|隐私)
(?:信息|资料|号码|隐私)(?:.{0,4})(?:泄露|泄漏|被卖|外泄) 爆(?:我)?通讯录 轰炸通讯录
(?:打|发|找|联系|闹|催|追)(?:电话|短信|信息|了|给){0,6}(?:到|给|了)(?:了)?我(?:的)?<AROUND>
(?:给|打|联系|找|骚扰|通知|告诉)我(?:的)?(?:们)?<AROUND>
DATABREACH LEAKED PRIVACY GDPR PDPO DATAPROTECTION
(?:CALL|TEXT|CONTACT|PHON|MESSAG|RANG|RING|TELL|TOLD|HARASS)(?:ED|ING|S|E)?(?:UP)?MY(?:BOSS|WORK|\
OFFICE|FAMILY|MUM|MOM|DAD|WIFE|HUSBAND|PARENT|FRIEND|EMPLOYER|COLLEAGUE|COWORKER|NEIGHBOU?R|MANAGER)
"""),
    Named.THREAT: lines(r"""
威胁 恐吓 暴力催收 软暴力 人身攻击 THREATEN INTIMIDAT
"""),
}
_CUES = {
    kind: Cues(words, harmless=(*chinese.NO_COMPLAINT, *english.NO_COMPLAINT))
    for kind, words in _WORDS.items()
}
