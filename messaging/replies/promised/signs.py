"""The signs by which a clause of a reply is told: data only.

Texts are in capital letters, simplified characters and plain Mandarin, with their punctuation.
"""

import re

_GREETS = (
    r"(?:(?:好的?|行|可以|收到|知道了?|嗯+|哦|不好意思|抱歉|对不起|你好|您好)[,，。!！ ]*){0,3}"
)
_NO_OTHER_TIME = (
    r"(?!.*(?:[明后昨]|[号日周月节]|(?<!可以)(?<![行好])吗|多少|有没有|怎么|是否|如何|哪))"
)
_TO_PAY = (
    r"(?:就|去|来|会|先|再|给(?:你们?|您)|把?钱|全部|一起){0,3}"
    r"(?:还(?!没|是|有|在|得|想|差|不|要|会|能|款|给(?!你|您|上|清|齐))|付(?!不)|缴(?!不)|汇(?!不)|存(?!不)|结清|补上|搞定|入数|过数|处理"
    r"|转(?![告院机车正账户不])|转账|打(?:钱|款|过去|\d|给(?:你们?|您)\d)|交(?![代通接班不])|给(?:你|您|钱|\d)(?!.{0,4}(?:电话|消息|答复|回)))"
)
ENDS = (11, 14, 19)
"""Hours at which morning, noon and afternoon are over."""

GONE_BY = tuple(
    re.compile(rf"^({_GREETS}我?(?:们)?)(?:{parts}){_NO_OTHER_TIME}(?={_TO_PAY})")
    for parts in ("(?!)", "早上|上午|一早", "早上|上午|一早|中午", "早上|上午|一早|中午|下午")
)
"""Parts of the day that are over by then: 中午还, sent in the evening, is of tomorrow."""

WAYS_TO_SAY = (
    # Without any other time, a part of the day and "at once" are of today: 晚上还, 马上转1200.
    (
        re.compile(
            rf"^({_GREETS}我?(?:们)?)(?:(?:马上|立[刻马即]|即[刻时]|这就|现在(?!还(?!你|上|清|款|钱|\d)))"
            rf"|(?:等?(?:今天)?(?:中午|下午|傍晚|晚上|晚点|下了?班了?|吃完饭)(?:后|之后|以后|的时候)?))"
            rf"{_NO_OTHER_TIME}(?={_TO_PAY})"
        ),
        r"\1今天",
    ),
    (re.compile(r"(?<![\d.])(\d{1,2})、(?=\d{1,2}[号日])"), r"\1-"),
    (re.compile(r"(?<=\d)\s+(?=[号日]|月(?![底初末中尾]))"), ""),
    (re.compile(r"(?<=最[晚迟快])\s+(?=\d)"), ""),
    (re.compile(r"元月(?=[\d一二三四五六七八九十])"), "1月"),
    (re.compile(r"过[完了]周末|周末(?:过后|一过|过完|之后|以后)"), "过几天"),
    (re.compile(r"月尾|月杪"), "月底"),
    (re.compile(r"月头"), "月初"),
    (re.compile(r"(?:结清|清偿|还款|缴清|缴款|还清)的?(?:证明|凭证|函|单子?)"), "证明"),
    (re.compile(r"周末(?=(?:之前|以前|前)(?![一二两三四五六几]))"), "周五"),
    (re.compile(r"(?:今|这一?|本)年的?最后一[天日]"), "年底"),
    (re.compile(r"(?<![个一二三四五六七八九十\d])月底[,，、 ]*就?(?=(?:2\d|3[01])[号日])"), ""),
    (
        re.compile(
            r"(?<![一二两三四五六七八九十几\d上成])([百千万])"
            r"(?=[一二三四五六七八九](?![百千万十个]))"
        ),
        r"一\1",
    ),
    (
        re.compile(
            r"下个?周(?![一二三四五六日天末])([^\d周]{0,6}?)[,， ]+(?:就)?周(?=[一二三四五六日天])"
        ),
        r"\1下周",
    ),
    (re.compile(r"粽子节"), "端午节"),
    (re.compile(r"祖国(?:妈妈)?的?生日"), "国庆"),
    (re.compile(r"党的?生日"), "建党节"),
    (re.compile(r"俩(?=个?(?:周|星期|礼拜|天|月))"), "两"),
    (re.compile(r"月饼节"), "中秋节"),
    (re.compile(r"跨年(?=之?前)"), "跨年夜"),
    (re.compile(r"跨年(?!夜)(?=那)"), "跨年夜"),
    (re.compile(r"年尾"), "年底"),
    (re.compile(r"(?<=周)[底尾]"), "末"),
    (re.compile(r"7-?11(?=[缴还付交])|小七(?=[缴还付交])"), "超商"),
    (re.compile(r"今个周"), "这周"),
    (re.compile(r"[明赶]个(?=[就还给早晚转])"), "明天"),
    (re.compile(r"后儿?个"), "后天"),
    (re.compile(r"下个?(?=周[一二三四五六日天末])"), "下"),
    (re.compile(r"(?<=月)的?(?:最后一[天日]|最尾一日)"), "底"),
    (re.compile(r"[发领出]饷"), "发工资"),
    (re.compile(r"周头"), "周一"),
    (re.compile(r"(?<![礼拜参跪])拜(?=[一二三四五六日](?!拜))"), "周"),
    (
        re.compile(r"(?<=[号日天周一二三四五六底晚早])换(?=你|给|款|清|上|掉|完|一半|钱(?!包))"),
        "还",
    ),
)
_MONEY = r"(?:HK|NT)?\$"
_SUM = rf"{_MONEY}|[\d.,]+\s*[万千百元块]"
CHINESE_BREAK = re.compile(
    r"(?:[。;；!！?？~～、\n]|[:：](?!\d\d)|(?<=[吧好行])[:：]|,(?!\d{3}(?!\d)))+"
    # Blanks part clauses, but neither sums nor English words: "tmr i settle，一定".
    rf"|(?<![\d$£A-Z'])\s+(?!{_MONEY})|(?<![\d$£])\s+(?!{_MONEY}|[A-Z])"
    rf"|(?<![A-Z'])\s+(?!{_SUM})|\s+(?!{_SUM}|[A-Z])"
    r"|(?=但|不过|只能|(?<!不)现在要|改到|我要(?!是)|要拖|拖到|推到|延到|缓到|改成|改为)"
)
AFTER_REFUSAL = re.compile(
    r"((?:还|付|缴|交|给|拿|凑|结|转)不(?:了|上|起|出|到|完|清)|不行|不成|不(?:还|付|缴|交|转|给)(?=[今明后大这下周\d]))(?![吗的，])"
)
_ANOTHER_TIME = (
    r".*\b(?:(?:MON|TUES?|WED(?:NES)?|THU(?:RS?)?|FRI|SAT(?:UR)?|SUN)(?:DAY)?|TO?MO?R[A-Z]*|TODAY|TONIGHT|YESTERDAY|WEEK[A-Z]*|MONTH|PAYDAY|WHEN|ONCE"
    r"|AFTER\s+(?!WORK|LUNCH|DINNER|TEA)|AS\s+SOON|UNTIL|TILL?|THEN|\d+(?:ST|ND|RD|TH)"
    r"|LOOKING|FIND|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b"
)
ENGLISH_WAYS_TO_SAY = (
    (
        re.compile(
            r"\b(NEXT\s+W(?:EE)?K|WEEK\s+AFTER\s+NEXT)\s*,?\s*(?:ON\s+)?(?:THE\s+)?"
            r"(?=(?:MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]*\b)"
        ),
        r"\1 ",
    ),
    (
        re.compile(
            r"\b((?:PAY|SEND|TRANSFERR|SETTL|CLEAR|DO)ING(?:\s+(?:IT|THIS|THAT|YOU))?)\s+(?:RIGHT\s+)?NOW\b"
            r"(?=\s*(?:$|[,.;!$£€\d]|(?:SIR|MATE|VIA|BY|PLS|PLEASE|OK)\b))"
        ),
        r"\1 TODAY",
    ),
    (
        re.compile(r"\b((?:PAY|SEND|TRANSFER|SETTLE|CLEAR|DO)(?:\s+\S+){0,3})\s+RIGHT\s+NOW\b"),
        r"\1 TODAY",
    ),
    (
        re.compile(
            rf"^(?!{_ANOTHER_TIME})(.*?)\b(?:(?:RIGHT|STRAIGHT)\s+AWAY|IMMEDIATELY"
            r"|(?:AT|AFTER)\s+(?:WORK|LUNCH|DINNER|TEA)|IN\s+(?:HALF\s+)?AN\s+HOUR|IN\s+\d+\s*MIN(?:UTE)?S?)\b"
        ),
        r"\1TODAY",
    ),
    (
        re.compile(
            r"\bILL\b(?=\s+(?:\w+LY\s+|TRY\s+TO\s+)?(?:PAY|SEND|TRANSFER|SETTLE|CLEAR|DO|GET|SORT|TRY|BE|HAVE|MAKE|DEPOSIT|COME|GO|GIVE|DROP|BRING)\b)"
        ),
        "I'LL",
    ),
    (re.compile(r"\bIM\b"), "I'M"),
    (
        re.compile(
            r"\bCONSIDER\s+(?:IT|THIS|THAT)\s+(?:PAID|DONE|SETTLED|SORTED|CLEARED)\b|\b(?:IT|THAT|THIS|EVERYTHING|(?:THE|MY|YOUR)"
            r"\s+(?:MONEY|LOAN|BALANCE|BILL|AMOUNT|ACCOUNT|INSTAL\w*))(?:'LL|\s+(?:WILL|SHALL|SHOULD|IS\s+GOING\s+TO|IS\s+GONNA))"
            r"\s+(?:ALL\s+)?BE\s+(?:PAID|SETTLED|CLEARED|SENT|TRANSFERRED|SORTED|DONE)\b"
        ),
        "I'LL PAY IT",
    ),
    (re.compile(r"\b(?:YOU|U|YOU'LL)\s+(?:WILL\s+)?(?:GET|BE)\s+PAID\b"), "I'LL PAY YOU"),
    (
        re.compile(
            r"\b(?:YOU'LL|YOU\s+WILL|YOULL|U'LL|U\s+WILL|ULL)\s+(?:GET|HAVE|RECEIVE|SEE)\s+"
            r"(?=[$£€₹\d]|IT\b|(?:THE|YOUR|UR|MY)\s+(?:MONEY|CASH|PAYMENT|FUNDS|REST)\b)"
        ),
        "I'LL PAY ",
    ),
    (re.compile(r"\bB4\b"), "BEFORE"),
    (
        re.compile(
            r"\bNOT\s+THIS\s+([A-Z]+),?\s+(?:BUT\s+)?(?:THE\s+)?(?:NEXT|FOLLOWING)(?:\s+ONE)?\b"
        ),
        r"NEXT \1",
    ),
    (re.compile(r"\b(PAY|SEND|TRANSFERR|SETTL|CLEAR|DEPOSIT)IN'?(?=\s)"), r"\1ING"),
    (re.compile(r"\bHOU\s*TIAN\b"), "DAY AFTER TOMORROW"),
    (re.compile(r"\bMING\s*(?:TIAN|ZAO|WAN)\b"), "TOMORROW"),
    (re.compile(r"\bJIN\s*(?:TIAN|WAN)\b"), "TODAY"),
    (
        re.compile(
            r"\b(?:ZHUAN\s*(?:ZHANG|QIAN)|HUAN(?:\s*(?:QIAN|QING|KUAN))?|FU\s*(?:QIAN|KUAN))\b"
        ),
        "PAY",
    ),
)
"""Apostrophes left out, where the word is another without it."""

ENGLISH_BREAK = re.compile(
    r"(?:[;!?\n]|,(?!\d{3}(?!\d)))+|(?<!\bRS)\.(?!\d)|\b(?:BUT|SO|INSTEAD)\b"
    r"|\bAND\s+(?=(?:THE\s+)?(?:REST|REMAIN|BALANCE|(?:AN)?OTHER|HALF))|\bTHEN\s+(?=ANOTHER)|\bAND\s+(?=(?:SEND|PAY|CLEAR|SETTL)ING\b)|\bAND\s+(?=I'?LL\b|I\s+WILL|WILL|THEN|GONNA|[$£€]?\d+\s)|\s(?=NOT\s+(?:ON\s+)?(?:THE\s+)?(?:\d|MON|TUE"
    r"|WED|THU|FRI|SAT|SUN|TOM|TMR|TODAY|TONIGHT|THIS|NEXT))|(?<!\bAND)(?<!\bI)(?<!\bWAS)(?<!\bWERE)(?<!\bDOUBT)(?<!\bTHINK)\s(?=(?:I'?LL|I\s+WILL|I\s+CAN|WILL|GONNA"
    r"|IMMA|CAN\s+I)\b(?!\s*NOT|'?T))"
)

TAKES_BACK = re.compile(
    r"(?:打|写|说|讲|记|弄|搞)错了?|(?<!有)(?<!么)不对(?!劲|账|数)|口误|笔误|更正"
    r"|\b(?:SCRATCH\s+THAT|CORRECTION|NO\s+WAIT|WAIT\s+NO|I\s+MEANT?|TYPO|OOPS)\b"
)
"""What stands before it is not meant, where a time stands after it as well."""

SUM_IN_WORDS = re.compile(
    r"[先再]?(?:[一二两三四五六七八九][万千百]零?)+[一二三四五六七八九]?十?[一二三四五六七八九]?"
    r"(?:块钱?|元)?|\b\d+(?:\.\d+)?K\b"
)
"""三百, 1K: a sum, which says nothing of what else is meant."""

A_SUM = re.compile(r"\d{3,}|[\d一二三四五六七八九十][百千万元块]")
"""Between two times it is of the first: 明天1000后天2000."""

JOINS = re.compile(
    r"早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|之[前后间]|左右|[前后或和与到至是同跟及\-~—、\s,.\d]|或者|还是|要么"
)
"""What may stand between two times that are one: "周五晚上或者周六"."""

REFUSES = re.compile(
    r"(?:还|付|缴|交|给|拿|凑|结|转|弄|发|领|收)不(?:了|上|起|出|到|完|清|齐|下)|不一定|哪[来有里](?:来|有)?的?钱|拿什么|(?:上|去|到|从)哪里?[^,，。]{0,8}(?:钱|变|弄|找|凑)|凭(?:什么|啥)|做梦|休想|不(?:能|会|可能|准备|打算|想)?"
    r"(?:还|付|缴|交|给|转)|没得(?:还|付|缴|交|给|俾)|没(?:法|办法|钱|能力|有钱|戏)|没(?:有)?(?:还|付|缴|交|转|发|领|收到|到账)(?:成|上|了)?|没(?:有)?(?:空|时间|得闲)|(?:走|赶|脱|抽)不(?:开|到|及|过来|了身)|不得闲|(?:去|来|赶)不(?:了|成|到)|不会(?!不|晚|拖|忘|超|迟|少|赖|骗|再|让).{0,4}(?:还|付|缴|交)|(?<![行可得成])不"
    r"(?:行|成|得)(?!吗|不)|够呛|恐怕|难(?!道)|悬|无法|未(?:得|必)|说不准|无力"
    r"|\b(?:CAN'?T|CANT|CANNOT|CAN\s+NOT|WON'?T|WONT|WILL\s+NOT|NOT|UNABLE|NO\s+WAY|COULDN'?T|DON'?T|DIDN'?T"
    r"|NEVER|DOUBT|AIN'?T|HARD\s+TO|MISS|NO\s+GOOD|BAD)\b"
)
NOT_THEN = re.compile(r"(?:不是|别|(?:不用|不必|无需|别|用不着)等?到?|\bNOT)\s*$")
UNTIL = re.compile(
    r"\b(?:UNTIL|TILL?|BEFORE)\b|(?:才|再)(?:能|可以)?(?:还|付|缴|交|给|有|转)|直到|要到|等到"
)
TOLD = re.compile(
    r"(?:学校|医院|房东|公司|单位|老师|法院|银行|驾校|幼儿园|物业|别家|人家|他们|[他她])(?:那边|那里|里)?(?:还)?(?:要|催)(?:我|交|缴|付|收)"
    r"|(?:之前|上次|原先|当初|上回|早先)(?:答应|说|约|讲|定)|失败|没扣成|没成功|弹回|退回|\bFAILED|\bBOUNCED"
    r"|说(?!到做|了?[^,，。\s]{1,6}就(?:是|还)?[周今明后月下\d]|话|定|一定|肯定|准|不|得|了\d)|[你他]们?.{0,4}(?:讲|答应|通知)|[你他]们?(?:要|逼|非要)我|合同(?!款)|写的|本来|原本|原来|原定|规定|约定|(?:(?<!理财)(?<!定期)(?<!存款)(?<!存单)(?<!基金)(?<!保单)到期|还款日|扣款日)(?!之?前)"
    r"|给我们?.{0,3}(?:解决|处理|答复|回复|回电|说法|交代|退|停|删)"
    r"|(?:都|全|一直)是(?:我|我们|他|她)(?:在)?(?:还|付|交|缴)的|账单日|截止|逾期|借(?:的|了)|就该|应该|该还|让我|叫我|催我|算的|才(?=\d{1,2}[号日])"
    r"|[号日天周晚早上一二三四五六末][^还付缴]{0,3}(?:收到|接到|看到|看见|接了).{0,6}(?:短信|信息|消息|通知|电话|来信|账单)|\b(?:GOT|RECEIVED|SAW|READ|SEEN)\s+(?:\w+\s+)?(?:TEXT|SMS|MSG|MESSAGE|LETTER|CALL|EMAIL|REMINDER|NOTICE)S?\b(?!.*\b(?:PAY|SEND|TRANSFER|CLEAR|SETTL|SORT|DO))|\b(?:TEXT|SMS|MSG|MESSAGE|APP|LETTER|BILL)\s+(?:SAID|SAYS)|\bTHOUGHT|\b(?:WAS|WERE)\s+(?:DUE|SUPPOSED|GOING\s+TO|GONNA|MEANT\s+TO|PLANNING\s+TO|ABOUT\s+TO|HOPING\s+TO)|\bHAD\s+PLANNED\s+TO|\bDUE\b|\b(?:YOU|THEY|AGENT|HE|SHE|U)\s+(?:SAID|TOLD|ASKED|WROTE|PROMISED|AGREED)|\bI\s+SAID(?!\s+I)"
    r"|\bSUPPOSED\b|\bCONTRACT|\bAGREEMENT|\bSHOULD\s+HAVE|\bBORROWED|\bOVERDUE|\bORIGINALLY|\bMISSED"
)
MOVES = re.compile(r"(?:改|拖|推|延|缓|宽限|等|推迟|挪)(?:到|成|为|至)|\bINSTEAD|\bMOVE|\bPUSH")
PAID = re.compile(
    r"已经?|刚(?:刚|才)?(?=还|付|缴|交|转|打|存)|(?:还|付|缴|交|转|汇|打|存)(?:(?:过|完|清)了(?!$)|过(?:了|的)?(?!去|来|数|账|电话|\d))"
    r"|\b(?:ALREADY|PAID|PAYED|SENT|TRANSFERRED|SETTLED|CLEARED|DEBITED|DEDUCTED)\b"
)
DONE = re.compile(r"(?:还|付|缴|交|转|汇|打|存|扣)了(?!就|再|吗)")
WAGES = re.compile(
    r"(?:理财|定期|存款|存单|基金|保单|标会)[^,，。]{0,4}(?:到期|赎|取出|到账|下来)"
    r"|(?:工头|老板|东家|甲方|厂里|公司|单位|客户|店里)[^,，。你您]{0,4}(?:结账|结款|结钱|结工|放款|发钱|打款|回款)"
    r"|钱(?:才|就)?(?:到|来|下来)|理赔|补贴|补助|花红|津贴|低保|养老金|退休金|分红|佣金|提成|稿费|奖学金|退押金|退税|报销|发(?:了|完|下)?(?:工资|薪|钱|奖金|年终)|工资|薪水|领(?:了|到)?(?:薪|钱|工资)|发薪|奖金|开工|结工"
    r"|(?:货|尾|工程|报销|退)款|发$|(?<=[号日天])发(?![给你了])"
    r"|\b(?:GETS?|GOT|GETTING|BE|I'?M|WE'?RE|BEEN)\s+PAID|\bSALARY|\bPAY\s?DAY|\bWAGES?|\bPAY\s?CHE"
    r"|\b(?:RENT|CASH|CHEQUE|COMMISSION|INVOICE|GRANT)\b[^.,;]{0,24}\b(?:COMES?|LANDS|ARRIVES|CLEARS)\b|\bCHECK\s+(?:HITS|CLEARS|COMES|LANDS|DROPS)|\bBONUS|\bPENSION|\bBENEFITS|\bREFUND|\bMONEY\s+(?:COMES|LANDS|IN)|\bPAY\s+(?:COMES|LANDS|IS)"
)
PAYS = re.compile(
    r"还得(?:上|起|了|清|完)|还(?!款(?:金额|日|额)|我(?:那|的?钱|的?款|[\d一二两三四五六七八九]|$|\s)|没|是|有|在|得|想|差|不)|付|缴|交(?!通)|转(?!告)|汇|打(?!算|扰|工|电话|印|个?证明)|存|给(?!.{0,6}(?:准[信话数]|答复|消息|信儿|电话|说法|回复|回信|机会|交代|结果|时间表))|结(?!婚|束|果)|清|补(?!贴|助|习|课|办|考|货|休|牙)|过数|过(?=\d{3}|\d,\d|[一二两三四五六七八九][百千万])|入数|找数|入(?=[\d一二两三四五六七八九埋晒]|$)|找(?=晒|清|数)|扣|凑|筹|寄(?=钱|款|过去|给|支票)|搞定|弄"
    r"|处理|到账|入账|送|整|办|搞|拿|了了|了结|了断|了却|划(?:过|给|账|钱|款)"
    r"|\b(?:PAY(?:ING|MENT)?(?!\s+ME\b)|SEND(?:ING)?(?!\s+ME\b)|TRANSFER(?:RING)?(?!\s+ME\b)|SETTL(?:E|ING)|CLEAR(?:ING)?|DO(?:ING)?(?!\s+YOU\b)"
    r"|SORT(?:ED)?|DEPOSIT|REPAY|REMIT(?:TING)?|MANAGE(?=\s+[$£€₹\d])|PUT(?=\s+\S+\s+(?:THRU|THROUGH|IN|ACROSS|OVER))|WIRE|DEBIT|FPS|PAYME|ZELLE|VENMO|GPAY|UPI|PAYNOW|HAVE(?=\s+(?:IT|THAT|(?:THE|YOUR|UR|ALL\s+THE)\s+(?:MONEY|CASH|FUNDS|PAYMENT)|THE\s+REST|MONEY|CASH|SOME|ENOUGH|[$£€₹\d]|RS))|TAKE(?:\s+CARE|\s+IT)|CLOS(?:E|ING)\s+(?:THE\s+|MY\s+)?(?:ACCOUNT|LOAN|IT)|HANDLE|FINISH|CATCH\s+UP|GET\s+(?:IT|THAT|THE\s+MONEY)|(?:BRING|DROP)(?:P?ING)?\s+(?:IT|THAT|(?:THE\s+|YOUR\s+)?(?:MONEY|CASH))\b(?!\s+UP)|EXPECT\s+(?:IT|(?:THE\s+|MY\s+|A\s+)?(?:PAYMENT|MONEY|TRANSFER))|BE\s+WITH\s+(?:YOU|U)(?=\s+(?:BY|ON|BEFORE|THIS|NEXT|TO|TMR|TOM|IN|MON|TUE|WED|THU|FRI|SAT|SUN|WITHIN|THE|END|\d)|\s*$))(?:\b|(?<=U))"
    r"|\b(?:MONEY|IT|YOURS)(?:'LL|\s+WILL)?\s+(?:BE\s+IN|GOES?\s+OUT|GO\s+OUT|LANDS?)\b"
)
REST = re.compile(
    r"剩|余(?:下|款|额)|其余|其[他它]的|另外?一?半|另一|尾款|后面的|第二笔|下一笔|\b(?:REST|REMAIN\w*|BALANCE|OTHER\s+(?:HALF|[$£€₹\d][\d.,]*)|ANOTHER\s+[$£€₹\d][\d.,]*)\b"
)
REFERS = re.compile(
    r"[结领卖收]完|那[天日]|届时|[让叫托请][他她]|即[刻日]|马上|立[刻即]|到时|当[天日]|发了|放了(?=就)|领了|到(?:了|手)|下来(?=就|先|还|给)|一?发(?=就)|\b(?:THEN|THAT\s+DAY|SAME\s+DAY)\b"
)
DOUBTS = re.compile(
    r"(?:上|去|到|从)哪里?[^,，。]{0,8}(?:钱|变|弄|找|凑)|(?:若是?|如果|假如|假使|要是|倘|万一|除非)(?!没什么|没有?问题|可以|行|方便|不介意|不嫌|能行|同意|您|你们?)"
    r"|\b(?:IF|UNLESS|PROVIDED|ASSUMING|AS\s+LONG\s+AS)\b(?!\s+(?:(?:IT'?S|IT\s+IS|THAT'?S|THAT\s+IS|THATS|ITS)\s+)?"
    r"(?:OK|OKAY|FINE|ALRIGHT|POSSIBLE|GOOD|COOL|YOU|U|THAT|I\s+(?:PAY|CAN\s+PAY|COULD\s+PAY|SEND|DO))\b)"
    r"|\bNOT\s+BEFORE\b|(?:CAN'?T|NOT)\b[^.,;]{0,20}\bBEFORE\b(?![^.]*\b(?:WILL|PAY\s+ON)\b)"
    r"|\b(?:WISH|IF\s+ONLY|WOULD\s+HAVE|WOULD'?VE|COULD\s+HAVE|COULD'?VE)\b|说不准|不确定|不一定|没准|看情况|再说|再看|再讲|到时候?看|\b(?:NOT\s+SURE|UNSURE|DEPENDS|WE'?LL\s+SEE|NO\s+IDEA"
    r"|DUNNO|IDK)\b"
)
ASKS = re.compile(
    # 周五？周五我还在外地呢
    r"(?:^|[,，。 ])([^,，。?？ ]{2,7})[?？]\1|"
    # Asking for time is no promise for its end: 宽限到月底行不行, 希望能延到下周五.
    r"(?:账单|还款|扣款|出账|缴款)[日期]?.{0,4}(?:改|换|调|挪|移)|"
    r"(?:能不能|可不可以|可以|可否|能否|能|得唔得|希望).{0,6}(?:少(?:还|付|缴|交|转)|免[掉了]?(?:利息|罚息)|打折)|"
    r"(?:能不能|可不可以|可以|可否|能否|希望能?|恳请|请求?|申请|想要?).{0,4}"
    r"(?:宽限|延(?:期|后|长|迟)?|推迟|拖)(?:到|至)"
    r"|(?:宽限|延(?:期|后|长|迟)?|推迟|拖)(?:到|至).{0,10}?"
    r"(?:吗|么|行不行|好不好|成不成|可不可以|能不能|可否)|"
    r"(?:可以|可不可以|能不能|能|可否|得不得).{0,10}(?:还|缴|付|交|转|过数|入数).{0,3}(?:吗|么)"
    r"|(?:还|缴|付|交|转)(?:得不得|行不行|可不可以|可以吗)|不是.{0,12}[吗么]|\bWHETHER\b|\bASK\s+ME|还是[^的]{0,6}[扣还]|\b(?:CAN|COULD|MAY|MIGHT)\s+(?:I|WE)\b[^.!;]{0,40}\?|几号|哪天|什么时候|\b(?:WHEN\s+IS|WHAT\s+DAY|WHICH\s+DAY)\b|\b(?:DOES|IS|DO|ARE|WAS|DID|WO)N'?T\s+(?:IT|YOU|THAT|THEY)\s*\?*\s*$|\b(?:RIGHT|CORRECT)\s*\?"
)

ASKS_BACK = re.compile(
    r"(?:[是对對]吧|[是对對][吗嗎]|[没沒][错錯]吧|[对對]不[对對]|是不是)[?？!！。~～\s]*$"
)
"""Whether it is so; of the text as it is written, since 吧 only colours others."""

THEREAFTER = re.compile(
    r"(?:之|以|过)?后(?![天日])|完再|再(?:还|付|交|转|给|说|看|联系)|才(?:能|会|可以|还|有)|看看|\b(?:AFTER|FROM|SINCE|UNLESS|ASK|KNOW|WHETHER|HOPE)\b"
)
"""Beside a day: what is promised need not be on it."""

PART_OF_DAY = re.compile(
    r"\bAFTER\s+(?:CHURCH|WORK|LUNCH|DINNER|BREAKFAST|SCHOOL|MY\s+SHIFT|HOURS|PRAYERS?|TEA|CLASS)\b"
)
"""When of a day: no time after it."""

OF_OTHERS_WAGES = re.compile(
    r"(?:老婆|老公|媳妇|爱人|对象|儿子|女儿|闺女|爸|妈|哥|弟|姐|妹|同事|朋友|[他她]们?)[^,，。]{0,6}(?:发|领|工资)"
    r"|\b(?:WIFE|HUSBAND|HUBBY|SON|DAUGHTER|MUM|MOM|DAD|BROTHER|SISTER|FRIEND|PARTNER|HE|SHE|THEY)\b"
)
"""Wages by which the writer need not be able to pay."""

STRONG = re.compile(
    r"还得(?:上|起|了|清|完)|还(?!没|是|有|在|得|想|差|不|要(?!还)|我(?:那|的?钱|的?款|[\d一二两三四五六七八九]|$|\s))|缴|付|汇|过数|过(?=\d{3}|\d,\d|[一二两三四五六七八九][百千万])|入数|找[晒清数]|入[\d一二两三四五六七八九埋晒]|入$|扣|到账|结清"
    r"|转(?![告人院学校正岗型专户租机车发接达行移送交诊运业世])|打(?:钱|款|给|过|你|到|进|[\d一二两三四五六七八九])"
    r"|结$|去(?:银行|柜台|网点|超商)|给(?:你|您|钱|清|齐|住|先|到|得|[\d一二两三四五六七八九])|给$|存(?:进|钱|上|款|[\d一二两三四五六七八九])|存$"
    r"|交(?:给|你|上|清|齐|钱|款|了|[\d一二两三四五六七八九])|交$|清(?:掉|账|了|完)|清$|补(?:上|齐|交|足|完|清|[\d一二])|补$"
    r"|了了|了结|了断|划(?:过|给|账|钱|款)|[凑筹](?:齐|够|到|钱|款)|搞定|弄好|弄$|处理|入账|先?搞你|拿(?:给|去)"
    r"|\b(?:PAY(?:ING)?(?!\s+ME\b)|TRANSFER(?:RING)?(?!\s+ME\b)|DEPOSIT|REPAY|REMIT|WIRE|FPS|PAYME|ZELLE|VENMO|GPAY|UPI|PAYNOW|REMITTING|SORT|SETTLE|CATCH\s+UP|CLOS(?:E|ING)|HAVE)\b"
    r"|\bMAK(?:E|ING)\s+(?:(?:THE|A|MY|AN?OTHER|PART|FULL)\s+){0,2}PAYMENT\b|\bEXPECT\s+(?:IT|(?:THE\s+|MY\s+|A\s+)?(?:PAYMENT|MONEY|TRANSFER))\b|\b(?:BRING|DROP)(?:P?ING)?\s+(?:IT|THAT|(?:THE\s+|YOUR\s+)?(?:MONEY|CASH))\b|\bBE\s+WITH\s+(?:YOU|U)\b|\bPAYMENT\s+(?:WILL|GOES|IS\s+COMING)\b|\bALL\s+CLEAR\b|\b(?:MANAGE|PUT)\s+[$£€₹\d]|\b(?:(?:MONEY|IT|YOURS)(?:'LL|\s+WILL)?\s+(?:BE\s+)?(?:IN|GOES?\s+OUT|GO\s+OUT|LANDS?))\b"
    r"|\b(?:CLEAR|SEND|DO|TAKE|GET|HANDLE|FINISH)(?:ING)?\s+(?:DUES|IT|THAT|THIS|THE|MY|ALL|YOU|U|EVERYTHING|MONEY|BOTH|HALF|CARE"
    r"|[$£€₹\d])"
)
"""Verbs of paying by themselves. Others (to give, to do) have to stand as good as alone."""

OF_OTHERS = re.compile(
    r"(?:交|缴|付|还|给|办|送|转|打|存|清|补|收)(?:了|着|完|上|个|一下)?(?:我|孩子|娃|儿子|女儿|爸|妈|老婆|老公|别人|他|她|家里|人家"
    r"|客户|房东|学校|医院){0,2}(?:的)?(?:家|那边)?(?:房租|租金|学费|学杂费|补习费|补课费|培训费|课时费|兴趣班|电费|水费|水电|煤气|物业|话费|保险|社保|医药费|医疗费"
    r"|住院费|房贷|车贷|花呗|信用卡|彩礼|份子|礼金|满月|生日|办酒|喜酒|结婚|货|快递|外卖|作业|材料|押金|订金|定金|罚单|伙食|妈|爸"
    r"|老婆|房东|生活费|过生日|饭钱|费(?!用))(?!.{0,4}[你您])"
    r"|\b(?:PAY|PAYING|SEND|SENDING|CLEAR|SETTL\w+|DO|DOING)\s+(?:FOR\s+)?(?:MY|THE|HER|HIS|OUR|INTO|IN)?\s*(?:NEW\s+)?(?:RENT|MORTGAGE"
    r"|SCHOOL|FEES|TUITION|KIDS?|SON|DAUGHTER|MUM|MOM|CUSTOMS|HOUSE|BILLS|ELECTRIC\w*|INSURANCE|HOSPITAL|DOCTOR|CAR|TAX|EXAM|TEST"
    r"|HOMEWORK|SHOPPING|WIFE|LANDLORD|FAMILY)\b(?!\s+(?:FIRST\s+)?AND\s+YOU)"
)
"""Money and things that go to somebody else."""

BY_OTHERS = re.compile(
    r"(?<![让叫找问跟和向给帮替等是])(?:朋友|同事|邻居|室友|舍友|同学|网友|别人|人家|哥们|工友|老乡|[他她]们?)"
    r"[^我咱帮替代借给]{0,6}(?:还(?!没|是|有|在|得|想|差|不)|付|缴|转(?!告)|打钱|结清)"
    r"|还我(?=那|的?钱|的?款|[\d一二两三四五六七八九]|$|\s)"
    r"|\b(?:FRIENDS?|MATES?|COLLEAGUE|NEIGHBOU?R|FLATMATE|ROOMMATE|COWORKER|HE|SHE|THEY)"
    r"(?:\s+OF\s+MINE)?(?:'LL|\s+(?:WILL|CAN|IS|ARE|GOING|TO|GONNA))*\s+(?:PAY|SEND|TRANSFER|SETTLE|CLEAR|REPAY)"
    r"(?:S|ING)?\b(?![^.,;]*\b(?:FOR\s+ME|MY|YOU|U)\b)"
    r"|\bPAY(?:S|ING)?\s+(?:OFF\s+)?(?:HIS|HER|THEIR)\s+(?:OWN\s+)?(?:LOAN|DEBT|BILL|ACCOUNT|SHARE|PART)\b"
    r"|\b(?:PAY|SEND|TRANSFER|REPAY)(?:S|ING)?\s+ME\b"
)
"""Somebody else pays a debt of theirs, or pays the writer."""

REST_IS_OPEN = re.compile(
    r"(?:剩下?的?|余下的?|其余的?|其[他它]的?|别的|后面的)[^,，。]{0,4}(?:再说|再看|再讲|再商量|到时候?看|看情况)"
)
"""Doubt of what is to come later, and none of what is promised: 月中给800，别的再说."""

EITHER = re.compile(
    r"\W*(?:早|晚|早上|上午|中午|下午|晚上)?\W*(?:或者?|要么|要不|OR)\W*(?:ON|BY|THE|\s)*"
)
"""Between two days of which the writer keeps the choice."""

OF_A_BILL = re.compile(
    r"\d{1,2}[号日]的?[那这]?(?:期|笔|分期|账单|月供)|\b(?:THE\s+)?\d{1,2}(?:ST|ND|RD|TH)'S\b"
)
"""A day that names an instalment and is not when somebody pays."""

FILLERS = re.compile(
    r"(?:[行中好成可得]不|最后一天|剩下的?|余下的?|其余的?|对不起|不好意思|即系|才有|有钱|有|钱|元|块|实|自动|最[晚迟多]|顶多|大概|差不多|大约|左右|一定|肯定|保证|争取|尽量|应该|估计|可能|也许|之前|以前|以内|那天|当天|的话"
    r"|样子|可以|能行|行不行|好不好|中不中|能不能|可不可以|行吗|好吗|放心|麻烦|拜托|求求?你们?|体谅|通融|见谅|谅解|理解|一下|等到|等我|等|宽限|给我|给个|时间"
    r"|早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|一早|早|晚|下班后?|[0-9一二三四五六七八九十]{1,2}点半?|只能|只有"
    r"|一半|那就|先至|先得|我要|要到|要拖|拖到|推到|延到|缓到|改到|改成|改为|推迟|延|拖|缓|推|改|换成|现在|谢谢|收到|知道|好的"
    r"|差不离|没问题|不会忘|或者?|要么|会|就|再|才|得|要|到|成|我|你们|你|那|见|行|好|中|吧|吗|嘛|了|的|是|定|准|能|前|后|内"
    r"|在|上|哦|啊|哈|嗯|对|去|说了|说到做到|说话算[数话]|说定|休息|有空)"
)
ENGLISH_FILLERS = re.compile(
    r"\b(?:OK|OKAY|K|FINE|KINDLY|ADJUST|TIME|ALLOW|SCHEDULED|SUITS|BY|ON|AT|THE|THIS|LATEST|SURE|PROMISE|FOR|SHARP|MAYBE|PROBABLY|HOPEFULLY|PLS|PLEASE|THEN"
    r"|I|WE|WILL|I'?LL|WE'?LL|IT'?LL|IT'?S?|IS|BE|CAN|CAN'?T|UNTIL|TILL?|BEFORE|MORNING|AFTERNOON|EVENING|NIGHT|NITE|NOON"
    r"|LATER|GIVE|GIMME|ME|WAIT|NEED|LET|US|MORN|EARLIEST|SOONEST|HALF|TO|THAT'?S?|WORKS|(?<!\bI\s)WORK|GOOD|INSTEAD|MATE|SIR|LAH?|LOR|TOPS|MAX|AM|PM"
    r"|DEFINITELY|CERTAIN|CERTAINLY|ONLY|AND|IN|JUST|MOVE|PUSH|EXTEND|EXTENSION|WHEN|AROUND|ABOUT|LIKE|MEANT|HOW|WHAT|HALF|OTHER|LUNCH(?:TIME)?|MIDDAY|EARLY|LATE|AFTER"
    r"|WITHOUT|FAIL|NO|THAN|COB|EOD|MORE|LONGER|OF|YOU'?LL|YOU|U|HAVE|IT|ALRIGHT|GUYS|THANKS?|THX|SO|YES|YEAH|YEP"
    r"|SHALL|SHOULD|WOULD|DO|SORRY|COOL|SURELY|SWEAR|BUDDY|BRO|MADAM|TQ|DUE|WANT|LET'?S|SAY|MAKE|END|(?:FIRST|1ST)\s+THING|FIRST|THING|NOT(?=\s+(?:UNTIL|TILL?)\b)"
    r"|AS|POSSIBLE|EITHER|ANOTHER|OR|IF|COULD|CLOSE|PLAY|BUSINESS|OUR|A|S|INSHALLAH|NEXT|REST|NOW|ITSELF|ARVO|DAY)\b|\d{1,2}(?::\d\d)?\s*(?:AM|PM)\b|\d+(?:\.\d+)?\s?K\b|(?:DOLLARS?|BUCKS?|QUID|POUNDS?|RUPEES?|RS|HKD?|USD|RMB)\b|\d"
)
"""What may stand beside a time for the time alone to be the promise: "Friday, promise"."""

FIRST = re.compile(r"先|提前|赶在|\b(?:FIRST|BEFORE\s+THAT|AHEAD)\b")
"""On a day before the one named already: 周四出差，周三先还."""

MESSAGE = re.compile(
    r"(?:等|听)(?:我|我们)?的?(?:这边|那边)?的?(?:消息|回复|答复|通知|信儿?|准信|电话|回音)"
    r"|(?:给|回)(?:你们?|个|您|一个){0,2}(?:消息|回复|答复|准[信话数]|信儿|电话|答案|说法|回音|话$)"
    r"|(?:通知|告诉|答复|回复)(?:你|您)|(?<!别)(?<!不用)(?<!不要)再?联系我|打给我|再(?:联系|说|聊|谈|商量)"
    r"|\b(?:LET|TELL)\s+(?:YOU|U)\s+KNOW"
    r"|\b(?<!DON'T )(?<!NOT )(?:CALL|RING|TEXT|PHONE|CONTACT)\s+(?:ME|YOU|U)\b"
    r"|\bGET\s+BACK\s+TO|\bHEAR\s+FROM\s+ME|\b(?:TALK|SPEAK|CHAT|DISCUSS)\b|\bUPDATE\s+(?:YOU|U)\b|\bKNOW\s+(?:MORE|BY|IF|WHETHER)\b"
)
"""News is what is promised for the day beside it, and no money: 等我消息 周五."""

WILL_TELL = re.compile(
    r"\s*(?:I'?LL|I\s+WILL|WILL|I\s+CAN|GONNA)\s+(?:\w+\s+)?(?:KNOW|RING|CALL|PHONE|TEXT|EMAIL|MESSAGE|MSG|UPDATE"
    r"|LET\s+(?:YOU|U)\s+KNOW|TELL\s+(?:YOU|U)|GET\s+BACK|REPLY|SPEAK|TALK|CHECK)\b"
)
"""The same in the clause that follows the day."""

AT_ONCE = re.compile(
    r"(?:春节|国庆|元旦|五一|中秋|端午|清明|元宵).*(?:回来|结束|过完).*|晚点|稍后|等会|一会|LATER|马上|立[刻马即]|即刻|尽快|ASAP|NOW|SOON|PAYDAY"
)
"""How soon after the day that stands beside it, and no day of its own."""
