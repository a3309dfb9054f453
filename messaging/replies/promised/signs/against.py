"""What speaks against a promise: refused, told, done before, or of others."""

import re

REFUSES = re.compile(
    r"(?:还|付|缴|交|给|拿|凑|结|转|弄|发|领|收)不(?:了|上|起|出|到|完|清|齐|下)|不一定|哪[来有里](?:来|有)?的?钱|拿什么|(?:上|去|到|从)哪里?[^,，。]{0,8}(?:钱|变|弄|找|凑)|凭(?:什么|啥)|做梦|休想|不(?:能|会|可能|准备|打算|想)?"
    r"(?:还|付|缴|交|给|转)|没得(?:还|付|缴|交|给|俾)|没(?:法|办法|钱|能力|有钱|戏)|没(?:有)?(?:还|付|缴|交|转|发|领|收到|到账)(?:成|上|了)?|没(?:有)?(?:空|时间|得闲)|(?:走|赶|脱|抽)不(?:开|到|及|过来|了身)|不得闲|(?:去|来|赶)不(?:了|成|到)|不会(?!不|晚|拖|忘|超|迟|少|赖|骗|再|让).{0,4}(?:还|付|缴|交)|(?<![行可得成])不"
    r"(?:行|成|得)(?!吗|不)|够呛|恐怕|难(?!道)|悬|无法|未(?:得|必)|说不准|无力"
    r"|\b(?:CAN'?T|CANT|CANNOT|CAN\s+NOT|WON'?T|WONT|WILL\s+NOT|NOT|UNABLE|NO\s+WAY|COULDN'?T|DON'?T|DIDN'?T"
    r"|SPOKEN\s+FOR|ALL\s+GONE|NOTHING\s+LEFT|NONE\s+LEFT|EARMARKED|NEVER|DOUBT|AIN'?T|HARD\s+TO|MISS|NO\s+GOOD|BAD)\b"
)
NOT_THEN = re.compile(r"(?:不是|别|(?:不用|不必|无需|别|用不着)等?到?|\bNOT)\s*$")
UNTIL = re.compile(
    r"\b(?:UNTIL|TILL?|BEFORE)\b|(?:才|再)(?:能|可以)?(?:还|付|缴|交|给|有|转)|直到|要到|等到"
)
TOLD = re.compile(
    r"(?:学校|医院|房东|公司|单位|老师|法院|银行|驾校|幼儿园|物业|别家|人家|他们|[他她])(?:那边|那里|里)?(?:还)?(?:要|催)(?:我|交|缴|付|收)"
    r"|(?:之前|上次|原先|当初|上回|早先)(?:答应|说|约|讲|定)|失败|没扣成|没成功|弹回|退回|\bFAILED|\bBOUNCED"
    r"|说(?!到做|了?[^,，。\s]{1,6}就(?:是|还)?[周今明后月下\d]|话|定|一定|肯定|准|不|得|了\d)|[你他]们?.{0,4}(?:讲|答应|通知)|[你他]们?(?:要|逼|非要)我|合同(?!款)|写的|本来|原本|原来|原定|规定|约定|(?:(?<!理财)(?<!定期)(?<!存款)(?<!存单)(?<!存折)(?<!基金)(?<!保单)到期|还款日|扣款日|缴款日|应缴日|付款日|结[单账]日|月结日|截止日)(?!之?前)"
    r"|给我们?.{0,3}(?:解决|处理|答复|回复|回电|说法|交代|退|停|删)"
    r"|(?:都|全|一直)是(?:我|我们|他|她)(?:在)?(?:还|付|交|缴)的|账单日|截止|逾期|借(?:的|了)|就该|应该|该还|(?:让|叫)我(?![儿女妈爸老弟哥姐妹媳爱对朋侄孙家])|催我|算的|才(?=\d{1,2}[号日])"
    r"|[号日天周晚早上一二三四五六末][^还付缴]{0,3}(?:收到|接到|看到|看见|接了).{0,6}(?:短信|信息|消息|通知|电话|来信|账单)|\b(?:GOT|RECEIVED|SAW|READ|SEEN)\s+(?:\w+\s+)?(?:TEXT|SMS|MSG|MESSAGE|LETTER|CALL|EMAIL|REMINDER|NOTICE)S?\b(?!.*\b(?:PAY|SEND|TRANSFER|CLEAR|SETTL|SORT|DO))|\b(?:TEXT|SMS|MSG|MESSAGE|APP|LETTER|BILL)\s+(?:SAID|SAYS)|\bTHOUGHT|\b(?:WAS|WERE)\s+(?:DUE|SUPPOSED|GOING\s+TO|GONNA|MEANT\s+TO|PLANNING\s+TO|ABOUT\s+TO|HOPING\s+TO)|\bHAD\s+PLANNED\s+TO|\bDUE\b|\b(?:YOU|THEY|AGENT|HE|SHE|U)\s+(?:SAID|TOLD|ASKED|WROTE|PROMISED|AGREED)|\bI\s+SAID(?!\s+I)"
    r"|\bSUPPOSED\b|\bCONTRACT|\bAGREEMENT|\bSHOULD\s+HAVE|\bBORROWED|\bOVERDUE|\bORIGINALLY|\bMISSED"
)
MOVES = re.compile(r"(?:改|拖|推|延|缓|宽限|等|推迟|挪)(?:到|成|为|至)|\bINSTEAD|\bMOVE|\bPUSH")
PAID = re.compile(
    r"已经?|刚(?:刚|才)?(?=还|付|缴|交|转|打|存)|(?:还|付|缴|交|转|汇|打|存)(?:(?:过|完|清)了(?!$)|过(?:了|的)?(?!去|来|数|账|电话|\d))"
    r"|\b(?:ALREADY|PAID|PAYED|SENT|TRANSFERRED|SETTLED|CLEARED|DEBITED|DEDUCTED)\b"
)
DONE = re.compile(r"(?:还|付|缴|交|转|汇|打|存|扣)了(?!就|再|吗)")
OF_OTHERS_WAGES = re.compile(
    r"(?:老婆|老公|媳妇|爱人|对象|儿子|女儿|闺女|爸|妈|哥|弟|姐|妹|同事|朋友|[他她]们?)[^,，。]{0,6}(?:发|领|工资)"
    r"|\b(?:WIFE|HUSBAND|HUBBY|SON|DAUGHTER|MUM|MOM|DAD|BROTHER|SISTER|FRIEND|PARTNER|HE|SHE|THEY)\b"
)
"""Wages by which the writer need not be able to pay."""

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
    r"(?:\s+OF\s+MINE)?(?:'LL|'D|'S|\s+(?:WILL|CAN|IS|ARE|GOING|TO|GONNA|SAID|SAYS|PROMISED|HE|SHE|THEY))*\s+(?:PAY|SEND|TRANSFER|SETTLE|CLEAR|REPAY)"
    r"(?:S|ING)?\b(?![^.,;]*\b(?:FOR\s+ME|MY|YOU|U)\b)"
    r"|\bPAY(?:S|ING)?\s+(?:OFF\s+)?(?:HIS|HER|THEIR)\s+(?:OWN\s+)?(?:LOAN|DEBT|BILL|ACCOUNT|SHARE|PART)\b"
    r"|\b(?:PAY|SEND|TRANSFER|REPAY)(?:S|ING)?\s+ME\b"
)
"""Somebody else pays a debt of theirs, or pays the writer."""
