"""What a reply asks about, beyond its intent: so that the fitting answer stands first.

An intent says what a reply does (it holds, it stops); a topic says what its writer wants to know.
It moves nothing but the order of approved answers, so a wrong one costs an agent a glance.
"""

from enum import StrEnum

from messaging.replies.cues.block import lines
from messaging.replies.cues.matching import Cues
from messaging.replies.normalising.speech import heard


class Topic(StrEnum):
    """In the order in which they are asked for: the narrower before the wider."""

    GENUINE = "genuine"
    SETTLED_PROOF = "settled-proof"
    PAID_NOT_SHOWN = "paid-not-shown"
    DEBIT_FAILED = "debit-failed"
    CHANGE_CARD = "change-card"
    APP = "app"
    EARLY = "early"
    PARTIAL = "partial"
    INSTALMENTS = "instalments"
    EXTENSION = "extension"
    REDUCTION = "reduction"
    REFUND = "refund"
    CREDIT_RECORD = "credit-record"
    INTEREST = "interest"
    FEE = "fee"
    NEW_NUMBER = "new-number"
    PERSONAL_DATA = "personal-data"
    CONTACT_HOURS = "contact-hours"
    STOP = "stop"
    CONTRACT = "contract"
    STATEMENT = "statement"
    COMPLAINT_HOW = "complaint-how"
    ACCOUNT = "account"
    HOW_MUCH = "how-much"
    DUE_DAY = "due-day"
    HOW_TO_PAY = "how-to-pay"
    PERSON = "person"


OF_THE_SERVICE = frozenset(
    {
        *(Topic.GENUINE, Topic.SETTLED_PROOF, Topic.CHANGE_CARD, Topic.APP, Topic.EARLY),
        *(Topic.NEW_NUMBER, Topic.CONTRACT, Topic.STATEMENT, Topic.ACCOUNT, Topic.HOW_MUCH),
        *(Topic.DUE_DAY, Topic.HOW_TO_PAY, Topic.PERSON),
    }
)
"""Of these somebody asks who means to pay, or to know with whom they have to do."""

WANTS_MORE = frozenset(
    {
        *(Topic.GENUINE, Topic.PERSONAL_DATA, Topic.STOP, Topic.COMPLAINT_HOW, Topic.REFUND),
        *(Topic.EXTENSION, Topic.REDUCTION, Topic.PAID_NOT_SHOWN, Topic.CONTACT_HOURS),
    }
)
"""Who asks of one of these doubts who writes, or what for, or wants something changed."""


def topics(text: str) -> tuple[Topic, ...]:
    """All that a reply asks about, the narrowest first; empty when nothing of it is known."""
    said = heard(text)
    return tuple(topic for topic in Topic if _CUES[topic].found_in(said))


_WORDS = {
    Topic.GENUINE: lines(r"""
骗子 诈骗 骗钱 骗人 钓鱼 冒充 真的假的 是真是假 真假 真的吗
是真的?(?:银行|短信|公司|平台|客服) 可信吗 可靠吗 正规吗 (?:是|有)不是真
(?:怎么|如何|怎样|咋)(?:才能|能)?(?:知道|确认|证明|核实|相信)(?:你|您)们?
(?:你|你们|您)(?:是|到底是)(?:谁|哪|什么(?:人|公司|单位)) 哪个公司 哪家公司 什么公司 SCAM FRAUD
PHISH GENUINE LEGIT ISTHISREAL FAKE WHOARE(?:YOU|U) WHOISTHIS
"""),
    Topic.SETTLED_PROOF: lines(r"""
结清证明 清偿证明 还清证明 (?:结清|还清)(?:了|的|后|以后)?(?:.{0,6})(?:证明|凭证|单子|材料)
(?:开|要|拿|出)(?:个|张|一张|一个)?(?:结清|证明)
(?:SETTLEMENT|PAIDOFF|CLEARANCE|PAYOFF)(?:LETTER|PROOF|CERTIFICATE) PROOFOFSETTLEMENT
"""),
    Topic.PAID_NOT_SHOWN: lines(r"""
(?:还|付|转|交|打)(?:过|了|完|清|款)(?:.{0,12})(?:没到账|未到账|没入账|未入账|没显示|不显示|\
没更新|还显示|还在催|又催|还催|怎么还|为什么还|为何还|还发|还要)
(?:没|未|没有|还没|不)(?:到账|入账|销账) (?:到账|入账)(?:没|吗|了吗|了没)
(?:ALREADY)?PAID(?:.{0,20})(?:STILL|NOTSHOW|NOTUPDATED|NOTREFLECT|WHY)
"""),
    Topic.DEBIT_FAILED: lines(r"""
(?:扣款|代扣|扣钱|扣费|自动扣|划扣)(?:.{0,6})(?:失败|不成功|没成功|未成功|不了|不上|没扣|没有扣)
(?:没|没有|怎么没|为什么没|未)(?:自动)?(?:扣款|扣钱|代扣|扣) 扣不(?:了|上|到|出) 还款失败
支付失败 付款失败
(?:DEBIT|PAYMENT|AUTOPAY|GIRO)(?:.{0,8})(?:FAIL|DECLIN|REJECT|BOUNC|NOTGOTHROUGH|DIDNTGOTHROUGH)
"""),
    Topic.CHANGE_CARD: lines(r"""
(?:换|更换|改|变更|重新绑|解绑|绑定|绑)(?:了|一张|张|个|新|的|还款|银行){0,4}卡
卡(?:丢|注销|换|挂失|冻结|被冻) (?:CHANGE|NEW|LOST|DIFFERENT|ANOTHER)(?:MY|A|THE|BANK){0,2}CARD
"""),
    Topic.APP: lines(r"""
(?:APP|软件|客户端|小程序|页面|网页|网址|链接|系统)(?:.{0,8})(?:打不开|进不去|登不上|登录不|\
登不了|闪退|卡|用不了|找不到|没有了|下架|崩|不能用|更新不|报错|出错|没反应)
(?:打不开|进不去|登不上|登录不|登不了|下载不)(?:.{0,6})(?:APP|软件|客户端|小程序|页面|网页|链接)
忘(?:记|了)?(?:登录)?密码 密码(?:忘|不对|错|找不回)
APP(?:.{0,10})(?:NOTWORK|DOESNT|WONT|CANT|CRASH|DOWN|ERROR|FAIL)
(?:CANT|CANNOT)(?:OPEN|LOGIN|LOGINTO) FORGOT(?:MY|THE)?PASSWORD
"""),
    Topic.EARLY: lines(r"""
提前(?:还|结清|还清|还款|全部还) 一次(?:性)?(?:还|结)清
(?:全部|剩下的?|所有)(?:.{0,3})(?:一起|一次|都)(?:还|结) (?:PAY|REPAY|SETTLE)(?:.{0,8})EARLY
EARLY(?:RE)?(?:PAYMENT|SETTLEMENT) (?:PAYOFF|PAYINFULL)
"""),
    Topic.PARTIAL: lines(r"""
先还(?:一部分|部分|一半|一点|点|些|一些|个|几|\d|一|二|两|三|五|八|十) 还一(?:部分|半|点)
部分还款 最低还款 最低还 (?:PAY|PAYING)(?:A)?(?:PART|HALF|SOME)(?!ONE) PARTIALPAYMENT
MINIMUMPAYMENT
"""),
    Topic.INSTALMENTS: lines(r"""
分期 分(?:几|\d{1,2}|两|二|三|四|五|六|十|十二|多)(?:个月|期|次|月) 慢慢还 按月还
INSTAL(?:L)?MENT PAYMENTPLAN PAYMONTHLY
"""),
    Topic.EXTENSION: lines(r"""
展期 延期 延后 延迟(?:还|几|一) 宽限 缓(?:几天|一缓|缓|一个|两|交|还) 推迟(?:还|几|一|到)? 晚几天
晚点还 拖几天 过几天 EXTEN(?:D|SION) MORETIME GRACEPERIOD POSTPONE DEFER
"""),
    Topic.REDUCTION: lines(r"""
减免 (?:能|可以|可否|能否|可不可以|能不能)(?:帮)?免 免(?:除|掉|去|一下|一点|点)(?!打)
免(?:息|利息|罚息|违约金|费) 打(?:个)?折 优惠(?:还|结|点) 少还 只还本金 WAIVE
(?:RE|DE)DUC(?:E|TION) DISCOUNT
"""),
    Topic.REFUND: lines(r"""
多(?:还|付|扣|转|交)了? 重复(?:还|扣|付) 扣(?:了)?(?:两|2|二|多)次 退(?:款|钱|回|还) 扣多 REFUND
PAIDTWICE OVERPAID PAIDTOOMUCH CHARGEDTWICE DOUBLECHARGE
"""),
    Topic.CREDIT_RECORD: lines(r"""
征信 信用(?:记录|报告|分) 黑名单 上报央行 失信
CREDIT(?:RECORD|REPORT|SCORE|BUREAU|RATING|HISTORY) BLACKLIST
"""),
    Topic.INTEREST: lines(r"""
利息 利率 年化 罚息 复利 息(?:怎么|多少|太高) INTEREST(?!ED) (?<![A-Z])APR(?![A-Z])
"""),
    Topic.FEE: lines(r"""
违约金 滞纳金 手续费 服务费 担保费 会员费 咨询费 逾期费 费用 收费 多出来的 多收 LATEFEE CHARGES
PENALT (?:WHAT|WHY|EXTRA|WHICH)(?:IS|ARE|THE|THIS|THESE|A){0,3}FEE
"""),
    Topic.NEW_NUMBER: lines(r"""
(?:换|更换|改|变更|更新)(?:了|一个|个|新|的|手机|电话|联系){0,4}(?:号码|手机号|电话号|手机|\
电话|号)(?!卡) 新号码? 号码(?:变|换|不用了|停了)
(?:NEW|CHANGED?|CHANGING|UPDATE)(?:MY|THE|PHONE|MOBILE|A){0,3}NUMBER
"""),
    Topic.PERSONAL_DATA: lines(r"""
(?:哪里|哪|怎么|从哪|哪儿|何处)(?:来|得|有|知道|拿|弄|搞|得到|会有|里|\
得来)(?:.{0,4})我(?:的)?(?:电话|号码|手机|信息|资料|名字) 怎么(?:知道|有|会有|拿到|得到)我
我的(?:个人)?(?:信息|资料|隐私) 个人(?:信息|资料) (?:HOW|WHERE)(?:DID|DO)(?:YOU|U)(?:GET|HAVE)MY
MY(?:PERSONAL)?(?:DATA|INFORMATION|DETAILS) PRIVACY
"""),
    Topic.CONTACT_HOURS: lines(r"""
(?:上班|开会|工作|睡觉|休息|晚上|半夜|周末|白天|中午|早上)(?:.{0,6})(?:别|不要|不方便|勿|少)
(?:别|不要|勿)(?:在)?(?:上班|工作|晚上|半夜|周末|白天|中午|早上) 几点(?:联系|打) 换个时间
NOT(?:AT|DURING)(?:NIGHT|WORK) (?:AFTER|BEFORE)(?:WORK|OFFICEHOURS)
"""),
    Topic.STOP: lines(r"""
(?:怎么|如何|怎样|能不能|可以)(?:才能)?(?:退订|取消|不再收|不收) 退订(?:方式|方法|怎么)
HOW(?:DO|CAN|TO)(?:I|U)?(?:STOP|OPTOUT|UNSUBSCRIBE)
"""),
    Topic.CONTRACT: lines(r"""
合同 借据 协议 借款凭证 电子合同 CONTRACT(?!OR) LOANAGREEMENT
"""),
    Topic.STATEMENT: lines(r"""
(?:还款|扣款|借款|账单|交易)?(?:明细|流水) 账单 还款记录 还款计划 对账
(?:还|交)了(?:几|多少)(?:期|钱|个月)? STATEMENT BREAKDOWN PAYMENT(?:HISTORY|RECORDS?|SCHEDULE)
"""),
    Topic.COMPLAINT_HOW: lines(r"""
(?:怎么|如何|怎样|哪里|哪|去哪|向谁|找谁)(?:可以|能|才能)?(?:投诉|举报)
投诉(?:电话|渠道|怎么|处理|进度|结果|有结果) HOW(?:DO|CAN|TO)(?:I)?COMPLAIN
"""),
    Topic.ACCOUNT: lines(r"""
(?:哪个|什么|还款|对公|收款|转到|打到|汇到|转账|发个|给个)(?:的)?(?:账户|账号|卡号|户头)
(?:账户|账号|卡号)(?:是|多少|发) (?:WHICH|WHAT|BANK|THE)ACCOUNT(?:NUMBER|NO)?
ACCOUNT(?:NUMBER|NO|DETAILS)
"""),
    Topic.HOW_MUCH: lines(r"""
(?:还|欠|要还|应还|该还|一共|总共|还剩|剩|共|到底)(?:是|你们|你|了|的|款|差)?(?:多少|几多|\
几块|几千|几百)(?!天|期|次) 多少钱 金额(?:是|多少|不对|对不上) HOWMUCH
(?:AMOUNT|BALANCE)(?:DUE|OWED|OUTSTANDING)? OUTSTANDING
"""),
    Topic.DUE_DAY: lines(r"""
(?:几号|哪天|哪一天|什么时候|啥时候|何时|几时|多久)(?:.{0,3})(?:还|到期|扣|截止|最后)
几(?:多)?号(?:到期|还|交|缴|截止) (?:还款日|到期日|账单日|截止日?)
(?:最晚|最迟)(?:.{0,3})(?:几号|哪天|什么时候|什么时间)
WHEN(?:IS|AM|DO|MUST|SHOULD)(?:.{0,10})(?:DUE|PAY) DUEDATE DEADLINE
"""),
    Topic.HOW_TO_PAY: lines(r"""
(?:怎么|如何|怎样|咋|哪里|哪儿|在哪|去哪|从哪)(?:样|能|可以|才能)?(?:还(?!要|有|在|没|是|催|\
发|不)|付|交钱|缴|转) 还款(?:方式|方法|渠道|链接|入口|途径|码)
(?:支付宝|微信|银行卡|转账|信用卡|便利店|超商|柜台|转数快|FPS|云闪付|现金)(?:.{0,4})\
(?:可以|能|行|还|交|缴|付|扣|吗)
(?:可以|能|可不可以|能不能)(?:用|改|去)?(?:.{0,2})(?:支付宝|微信|银行卡|信用卡|便利店|超商|柜台|转数快|FPS)
PAY(?:BY|WITH|USING|ONLINE|INCASH|VIA)
HOW(?:DO|CAN|TO|SHALL|SHOULD)(?:I)?(?:RE)?PAY WHERE(?:DO|CAN|TO)(?:I)?PAY (?:WAYS?|HOW)TOPAY
PAYMENTLINK
"""),
    Topic.PERSON: lines(r"""
人工 真人 转人工 (?:找|要|和|跟)(?:个|一个)?(?:客服|经理|领导|负责人|主管)(?:说|谈|讲|联系|接)?
客服电话 打(?:个)?电话给我 给我(?:打|回)(?:个)?电话 回(?:个)?电话 联系我
(?:SPEAK|TALK)TO(?:A|SOME|THE|YOUR)? CALLME REALPERSON CALLBACK 机器人 (?:打|回)(?:个)?电话 HUMAN
(?:A|YOUA|THISA)(?:RO)?BOT(?![A-Z]) RINGME PHONEME HOTLINE 热线
"""),
}
_CUES = {topic: Cues(words) for topic, words in _WORDS.items()}
