"""The words by which a reply is understood. Data only; matched against normalised text.

Every word is a small regular expression in capital letters and simplified characters, without
blanks or punctuation, which are gone by then. No two alternatives of a repeated group may spell
the same text in two ways: that would let a long reply take for ever.
"""


def _words(text: str) -> tuple[str, ...]:
    """The words of a block; a backslash at the end of a line joins it to the next."""
    return tuple(text.replace("\\\n", "").split())


# The whole reply is one of these, perhaps repeated, with polite words around it.
OPT_OUT_KEYWORDS = _words(r"""
T TD N R TT QX 0000 00000 退订 退定 退顶 拒收 拒绝接收 取消订阅 取消短信 取消发送 取消 停发
停止发送 不要再发 不要再发短信 不要发 不要发短信 别再发 别再发短信 别发 别发短信 请勿打扰 勿扰
请勿再发 STOP STOPALL STOPIT UNSUBSCRIBE UNSUB CANCEL END QUIT REVOKE OPTOUT REMOVE REMOVEME
""")

KEYWORD_PREFIXES = _words(r"""
回复 回覆 回 我要 我想 我想要 请 帮我 麻烦 麻烦你 麻烦您 申请 你好 您好 给我 PLEASE PLS
IWANTTO
""")

KEYWORD_SUFFIXES = _words(r"""
退订 谢谢 多谢 谢谢你 谢谢您 谢了 了 吧 啊 呀 哦 一下 短信 信息 您好 PLEASE PLS THANKS
THANKYOU THX NOW
""")

# Words for leaving the list which a sentence can also deny ("不是退订，误发").
DENIABLE_OPT_OUT = _words(r"""
退订 退定 拒收 取消订阅 取消短信 停止发送 停发 (?<![A-Z0-9])TD(?![A-Z0-9]) UNSUBSCRIBE OPTOUT
OPTMEOUT
STOP(?:TEXT|MESSAG|SMS|SENDING|CONTACT|CALL|THESE|THIS|THE|BOTHER|SPAM|REMINDING|ITNOW|\
WRITING|EMAIL)
YOUSTOP$ SAIDSTOP TOSTOP$ STOPALREADY
""")

# Ways to say "no more" that are a denial already.
PLAIN_OPT_OUT = _words(r"""
(?<!要)(?:别|不要|勿|不许|不准|不得|莫|唔好)(?:再|在)?(?:老|一直|总|天天|每天)?(?:给我|跟我|\
向我|对我|\
往我)?(?:再|乱)?(?:发|寄|SEND|传(?!染|统|真|奇|说|达|给))(?!票|货|生|现|愁|火|脾气|誓|抖|工资|\
错|给别|给他|给我家|给我单|\
给我公|给我爸|给我妈|给家|给单位)
(?:别|不要|勿|不许|不准|请勿)(?:再|老|一直|总|天天)*(?:来)?(?:联系|打扰|骚扰|烦|打电话给|\
给我打电话|通知|提醒|催)(?:我(?!家|爸|妈|父|母|老婆|老公|爱人|孩|单位|公司|同事|朋友|\
的(?!手机|号|电话))|了|$)
(?:请勿|勿|别|不要)(?:再)?(?:打扰|骚扰)
(?:不想|不愿意?|不需要|不希望|拒绝)(?:再)?(?:收到|接收|收(?!费|钱|款|息|利)|被打扰|\
你们?的?短信|这种短信|\
这类短信)
(?:删除|删掉|移除|去掉)(?:我|我的)(?:号码|手机号|电话|联系方式)
我的?(?:号码?|手机号|电话)(?:给我|都|全)?(?:删|移除|去掉|拉黑)
(?:怎么|如何|怎样|咋)(?:才能|才|能|可以)?不(?:再)?(?:收|接收|发)(?!费|钱|款|息|利|票|货)
(?:别|不要)(?:再)?(?:短信)?(?:轰炸|发短信) LEAVEMEALONE LEAVEUSALONE
(?:DONT|DONOT|NEVER)(?:EVER)?(?:TEXT|MESSAG|CONTACT|SMS|WRITE|SEND|CALL|BOTHER)(?!ED)
NOMORE(?:TEXT|MESSAGE|SMS|REMINDER) TAKEMEOFF TAKEMYNUMBEROFF REMOVEME REMOVEMYNUMBER
DELETEMYNUMBER (?:REPLIED|SENT|TEXTED|SAID)STOP(?:TWICE|ALREADY|MANY|BEFORE|AND|WHY)
(?:STILL|KEEP)GETTING(?:THESE|THIS|THEM|YOUR|TEXTS|MSGS|MESSAGES)
CEASE(?:AND|ALL|CONTACT|COMMUNICATION)
(?:DONT|DONOT)WANT(?:TO)?(?:RECEIVE|GET|THESE|ANYMORE|ANY|YOUR) PLEASESTOP(?!PED)
""")

# What stands right before a deniable cue and turns it round.
DENIALS = _words(r"""
不是 并不是 并非 不要 我不要 不想 不用 不需要 不必 没 没有 没想 没要 没说 没申请 别 勿 无需 不
从没 并没有 不会 DONT DONOT DIDNT DIDNOT NOT NEVER WONT WILLNOT
""")

DENIAL_FILLERS = _words(r"""
给我 帮我 把我 要 想 说 真 真的 是 让 申请 我 回 回复 发 点 打算 需要 WANTTO WANTED MEANTO
MEAN WISHTO TRYINGTO ASKTO ASKEDTO TO I ME
""")

# A question or a complaint about the way out is no denial of it.
NO_DENIAL = _words(r"""
是不是 要不要 想不想 能不能 可不可以 会不会 该不该 不能 不让 不给 没法 无法 没办法 不是不
不是没 不会不 WHYDONTYOU WHYDOYOUNOT WHYNOT CANNOT CANT
""")

# The keyword was sent by mistake.
RETRACTIONS = _words(r"""
误发 误触 误点 误操作 按错 点错 手滑 手误 不小心 我发错 BYMISTAKE BYACCIDENT WASANACCIDENT
DIDNTMEANTO(?:SEND|TEXT|REPLY) ACCIDENTALLY
""")

# Despair and self-harm. A false alarm costs a glance; a miss cannot be mended.
DISTRESS = _words(r"""
自杀 自尽 自残 自伤 轻生 寻死 寻短见 想死 不想活 不想再活 活不下去 活不了 没法活 没活路
没有活路 不如死 死了算了 死了一了百了 一了百了 一死了之 了结(?:自己|生命|一切|此生)
结束(?:自己|生命|一切|我的生命) 跳楼 跳河 跳江 割腕 上吊 烧炭 喝农药 喝药(?:死|自) 安眠药
生不如死 活着(?:没|有什么|还有什么|没有)(?:意思|意义|劲|盼头)? 没有?活着的 撑不下去 撑不住了
逼死 逼我(?:去)?死 我去死 死给你 去死了 遗书 遗言 绝望 (?<!统)(?<!P)(?<!件)(?<!序)(?<!台)崩溃
想不开 不想活着 没有希望了 走投无路 下辈子再还 离开这个世界 离开人世 活够了 厌世 抑郁 跳下去
跳(?:海|桥) (?<!谁)去死 一起死 同归于尽 (?:在|上)了?(?:楼顶|天台) 唔想(?:做人|活|再活) SUICID
KILLMYSELF KILLINGMYSELF ENDMYLIFE ENDINGMYLIFE ENDITALL WANTTODIE WANNADIE RATHERDIE
BETTEROFFDEAD DONTWANTTOLIVE CANTGOON(?!LINE) CANNOTGOON(?!LINE) NOREASONTOLIVE HARMMYSELF
HURTMYSELF SELFHARM CUTMYWRIST OVERDOSE JUMPOFF BETTEROFFWITHOUTME CANTTAKEITANYMORE
CANTDOTHISANYMORE ENDINGITALL NOPOINT(?:IN)?LIVING NOPOINTTOLIFE NOTHINGTOLIVEFOR
(?:FEEL|FEELING|IAM|IM)(?:SO)?HOPELESS TIREDOFLIVING
""")

# The number reaches someone else. "不是本人借的" is a dispute, not a wrong number.
WRONG_PARTY = _words(r"""
(?<!额)打错(?!字) (?<!我)(?<!额)(?<!单)(?<!据)发错(?!字) 找错 搞错人 弄错人 认错人
不是本人(?!借|办|贷|操作|申请|签) 非本人(?!借|办|贷|操作|申请|签|意愿) 不认识(?!字) 不认得
换号 换了号 换手机号(?!了?(?:怎么|要|如何|需|在哪)) 换过号 号码(?:已|已经)?(?:换|易主|转让) 号主
机主(?:已|不|换) 不是机主
不是这个人 不是(?:他|她)(?!借|贷|的错) 查无此人 没有这个人 没这个人 这里没有
(?:新|刚)(?:办|换|买)的?(?:号|卡|手机号) 二手号 不是我的名字 不叫这个 我不叫 我不姓
我不是(?:王|李|张|刘|陈|杨|赵|黄|周|吴|徐|孙|胡|朱|高|林|何|郭|马|罗|梁|宋|郑|谢|韩|唐|冯|\
于|董|萧|程|曹|袁|邓|许|傅|沈|曾|彭|吕|苏|卢|蒋|蔡|贾|丁|魏|薛|叶|阎|余|潘|杜|戴|夏|钟|汪|\
田|任|姜|范|方|石|姚|谭|廖|邹|熊|金|陆|郝|孔|白|崔|康|毛|邱|秦|江|史|顾|侯|邵|孟|龙|万|段|\
钱|汤|尹|黎|易|常|武|乔|贺|赖|龚|文)[一-鿿]{1,2}(?:先生|女士)?(?:$|你|请|别|不|本人|啊|呀|\
吧|这|我)
(?:他|她|号码)(?:早|已|已经)不用(?:这个?号|这号|了)
我是(?:他|她)的?(?:同事|家人|家属|朋友|邻居|前妻|前夫|室友|房东|老板|领导)
我(?:爸|妈|父亲|母亲|老公|老婆|儿子|女儿)的(?:手机|号码|电话) WRONGNUMBER WRONGPERSON WRONGPARTY
NOTME(?![A-Z]) THISISNTME THISISNOTME NOTTHISPERSON NOTTHATPERSON NOTTHEPERSON
(?:DONT|DONOT|DOESNT)KNOW(?:THIS|THAT|HIM|HER|ANYONE|ANYBODY|WHOTHIS|WHOTHATIS|THEPERSON)
NOBODYBYTHATNAME NOONEBYTHATNAME NOTMYNAME (?:ISNT|ISNOT)[A-Z]{2,12}SNUMBER JUSTGOTTHISNUMBER
NEWOWNEROFTHIS
(?:IAM|IM)NOT(?:MR|MS|MRS|HIM|HER|THATPERSON|THISPERSON)
""")

COMPLAINT = _words(r"""
投诉 (?<!\d)12321(?!\d) (?<!\d)12378(?!\d) (?<!\d)12345(?!\d) (?<!\d)12315(?!\d)
(?<!\d)12363(?!\d) 报警 报案 律师 骚扰 举报 起诉你 (?<!转)(?<!报)告你 去告 法院见 消协 银保监
金监局 金融监管 监管局 暴力催收 侵犯(?:我的?)?隐私
泄露(?:了)?(?:我的?)?(?:个人)?(?:隐私|信息|资料) 信访 曝光你 找媒体
COMPLAIN HARASS LAWYER ATTORNEY SOLICITOR SUEYOU SUINGYOU LEGALACTION POLICE OMBUDSMAN CFPB
REPORTYOU REPORTINGYOU REGULATOR
""")

DISPUTE = _words(r"""
(?:没|没有|冇|从没|从未|从来没|从来没有|未曾)(?:向你们?|在你们?|跟你们?|在这|在你们这|在贵行|\
在这里|自己)?(?:借|贷|欠|办过|申请过|用过|签过)(?!到|不|记)
没用过你 不欠(?:你|钱|款|任何|贵) 我不欠
(?:金额|数额|数目|钱数|账|账单|帐单|账目|利息|日期|天数|余额|欠款|罚息|费用|本金)(?:怎么|有|\
都|也|好像|明显|根本|算得?|是)*(?:不对|不符|有误|错|不正确|有问题|不一致|对不上)
(?:算|弄|记|搞|扣)错(?:了)?(?:金额|账|帐|钱|利息|日期)? 多(?:收|扣|算)(?:了|我) 对不上账
有异议 (?:没|没有|从没|从未)(?:收到|拿到)过?(?:这笔|任何|什么|你们)?的?(?:贷款|借款|放款)
(?:还款日|到期日|日期)(?:应该)?是?[0-9一二三四五六七八九十月]{1,6}(?:号|日)?不是
不是(?:我|本人)(?:借|贷|办|申请|操作|签|欠|的(?:借款|贷款|欠款|债|账))
非本人(?:借|办|贷|操作|申请|签) (?:被)?(?:盗用|冒用|冒名|盗刷|套路)
什么(?:贷款|借款|欠款|钱)啊?我(?:没|怎么) 哪来的(?:贷款|借款|欠款) 不承认 不认可
不知道(?:有)?(?:这笔|什么)(?:贷款|借款|欠款) 与合同不符 NEVERBORROW NEVERTOOK
NEVERHAD(?:A|ANY)LOAN (?:DIDNT|DIDNOT|HAVENT|HAVENOT)(?:BORROW|TAKE|TOOK)
NOTMY(?:DEBT|LOAN|BILL) (?:DONT|DONOT)OWE OWENOTHING WRONGAMOUNT INCORRECT
(?:AMOUNT|BALANCE|FIGURE|BILL|DATE)IS(?:NT|NOT|WRONG|INCORRECT) DISPUT OVERCHARG IDENTITYTHEFT
NOTMINE FRAUDULENT MISTAKEINTHEAMOUNT
""")

HARDSHIP = _words(r"""
失业 下岗 待业 被裁 裁员 被辞退 被开除 丢了工作 没(?:有|了)?工作 没(?:有|了)?收入 没活干 住院
生病 病了 重病 大病 得病 手术 化疗 癌 车祸 出事故 工伤 受伤 没钱 没有钱 身无分文
(?<!没有)(?<!没)(?<!不)(?<!无)困难 没(?:有)?发工资 工资(?:还)?没(?:有)?发
(?:拖|欠)(?:欠)?(?:我)?工资 停工 停产 倒闭 破产 关门了 还不(?:上|起|了|出|动) 还(?:款)?不起
拿不出 绝收 吃饭都(?:成|是)?问题 吃不上饭 生意(?:赔|亏|失败) 赔光 亏光 无力 没(?:有)?能力
没(?:有)?办法还 没法还 无法(?:还|偿|按时) 周转不 资金紧
手头(?:有点|比较|很|太)?紧 手紧 经济紧张 揭不开锅 去世 过世 离世 家里出事 家里有病人 治病 看病
受灾 洪水 地震 离婚 (?:可以|能|能不能|想|申请|办|做|办理|要求|帮我|怎么)分期
分期(?:还|付|偿|可以|行) 宽限 延期 展期 缓(?:几天|一缓|缓|还|一段) 晚几天 推迟 减免 免息 协商
LOSTMYJOB LOSTJOB LAIDOFF FIREDFROM UNEMPLOY NOJOB NOINCOME NOMONEY NOTENOUGHMONEY HOSPITAL
SURGERY CANCER ACCIDENT(?!ALLY)
(?:IAM|IM|BEEN|GOT|VERY|WAS)(?:SO|VERY)?(?:SICK|ILL)(?![A-Z]*STOP) CANTAFFORD CANNOTAFFORD
CANTPAY CANNOTPAY UNABLETOPAY NOTABLETOPAY HARDSHIP DIFFICULT STRUGGLING BANKRUPT PAYMENTPLAN
(?:IN|BY)(?:MONTHLY)?INSTALL?MENT INSTALL?MENTPLAN EXTENSION MORETIME DIVORCE PASSEDAWAY
DISABLED BROKE(?![A-Z]) NOTBEENPAID NOTPAIDBYMY SALARYISLATE
""")

PAID = _words(r"""
[已己]还(?!不|没) (?:付|还|缴|转)掉了 (?:还|俾|过|缴|交)咗 PAYMENTWENTTHROUGH
已经?(?:还|付|缴|交|转|存|结|处理)(?:了|过|款|清|完|上|进|好|$|钱|给)
还过(?:了|款|$|钱|的) (?:都|全|全部|早|早就|刚|我)还清 (?<!就)(?<!能)(?<!会)还清了(?!吗|么|没)
(?<!就)(?<!能)(?<!会)还完了(?!吗|么|没)
(?<!就)(?<!能)(?<!会)(?<!要)(?<!快)还(?:款|钱|好|上)了(?!吗|么|没)
(?:刚|刚刚|刚才|昨天|昨晚|今早|上午|早就|前天|前几天|我|都|上周|早|全)(?:就|已|已经|都|\
全)?(?:还|付|转|存|缴)(?:过)?(?:了|掉|清|完)(?!解|吗|么|没)
(?<!没)(?<!未)付(?:过|清)(?:了)?(?!吗|没) 付款了
结清(?:了)?(?!吗|证明|多少|需要|要|有|的|可以|怎么|手续|会|是)
(?:钱)?转过去 转账了 打过去了 存进去了 扣款成功 还款成功(?!会|后|之后|了?吗|是|有) 支付成功 缴清
交过了
(?:^|我|都|早|才|[上里])还了(?!解|吗|么|没|得|不|之后|以后|后)
(?:刚|昨天|早上|今天)扣(?:了|款|过) ALREADYPAID
PAIDALREADY (?:IHAVE|IVE|HAVE|JUST|WE|HAS|I)(?:ALREADY|JUST)?PAID
PAID(?:IT|YESTERDAY|TODAY|THIS|INFULL|LAST|OFF|ON|THE|MY) ^PAID$
PAYMENT(?:HASBEEN|WAS|IS)?(?:MADE|SENT|DONE|COMPLETE) MADE(?:THE|A|MY)PAYMENT
SENT(?:YOU)?(?:THE|MY|A)(?:PAYMENT|MONEY)
(?:TRANSFERRED|SETTLED)(?!BY|NEXT|TOM)
""")

# What turns the word paid round.
UNPAID = _words(r"""
未还 没还 没有还 还没 尚未 NOTPAID HAVENTPAID HAVENOTPAID NOTYETPAID UNPAID NEVERPAID
NOTBEENPAID
""")

# When, what may stand between, and to pay; together a promise.
_WHEN = "|".join(
    _words(r"""
今天 今日 今晚 今儿 明天 明日 明早 明儿 后天 大后天 周[一二三四五六日末天]
星期[一二三四五六日天] 礼拜[一二三四五六日天] 下周[一二三四五六日末天]?
下星期[一二三四五六日天]? 下礼拜[一二三四五六日天]? 这周[一二三四五六日末天]?
本周[一二三四五六日末天]? 月底 月初 月中 下个?月(?:初 底 中)?
[0-9一二三四五六七八九十]{1,3}(?:号 日) [0-9一二两三四五六七八九十几]{1,3}天(?:后 内 之内
之后)? [0-9一二三四五六七八九十]{1,2}点(?:半|钟)? 过几天 过两天 这几天 这两天 晚上 中午 下午
早上 晚点 稍后 待会 等会 一会 回头 到时候?
发工资 发了工资 出粮 听日 发薪 工资到 开工资 工资下来 钱到账 到账 年底 节后 周末 尽快 马上 立刻 及时
按时 准时 下班 有钱
""")
)
_BETWEEN = "|".join(
    _words("""
后 之后 以后 了 前 之前 以前 左右 再 就 会 我 一定 肯定 能 可以 给你们? 马上 立马 第一时间 把钱
把款 去
来 下班 回去 回来 到家 一次性 出粮 的时候 应该 上午 下午 晚上 中午 早上 全部 一起 先 才 统一 把
""")
)
_PAY = "|".join(
    _words("""
还(?!不(?!好意思)|没|是|有|要上|要加|在|得上|好吗|好$|差|可) 付(?!不) 缴(?!不) 交(?!不|流) 转(?!不)
存(?!不|在) 处理(?!不) 过数 打款 结清 补上 补齐 安排
""")
)
PROMISE = (
    rf"(?:{_WHEN})(?:{_BETWEEN})*(?:{_PAY})",
    *_words(r"""
(?:我会|会尽快|一定会?|肯定会?|保证|承诺|答应)(?:尽快|按时|准时|及时|马上|在)*(?:还(?!是|\
有)|付|处理|缴)
我(?:会|能|去|来)还(?!是|有) 马上(?:去)?还 尽快(?:去)?(?:还|处理|安排|付)
(?:知道了|好的|收到|嗯|行)(?:我)?(?:会|马上|尽快|去|这就|就)(?:去)?(?:还|处理|付)
(?:WILL|ILL|GONNA|GOINGTO|GOINGTOMAKE|CAN|PROMISETO|INTENDTO|PLANTO)(?:BEABLETO|TRYTO|\
BE)?(?:PAY|SETTLE|TRANSFER|CLEAR|PAYING|MAKETHEPAYMENT|MAKEPAYMENT)
PAY(?:IT|YOU|THIS|ALL|INFULL|SOME)?(?:(?:BY|ON|BEFORE)?(?:THE|NEXT|THIS)?(?:MON|TUES|\
WEDNES|THURS|FRI|SATUR|SUN)DAY|(?:BY|ON|BEFORE)?(?:THE)?(?:NEXT|TOMORROW|TONIGHT|TODAY|\
LATER|SOON|THISWEEK|THISMONTH|ENDOF|[0-9])|ATTHEEND|AFTER|WHENI)
"""),
)

# 1–5, alone or with its unit.
RATING = r"[1-5](?:分|星|颗星|STARS?)?"
