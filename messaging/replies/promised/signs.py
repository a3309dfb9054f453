"""The signs by which a clause of a reply is told: data only.

Texts are in capital letters, simplified characters and plain Mandarin, with their punctuation.
"""

import re

WAYS_TO_SAY = (
    (re.compile(r"月尾|月杪"), "月底"),
    (re.compile(r"月头"), "月初"),
    (re.compile(r"年尾"), "年底"),
    (re.compile(r"今个周"), "这周"),
    (re.compile(r"[明赶]个(?=[就还给早晚转])"), "明天"),
    (re.compile(r"后儿?个"), "后天"),
    (re.compile(r"下个?(?=周[一二三四五六日天末])"), "下"),
    (re.compile(r"周头"), "周一"),
    (re.compile(r"(?<![礼拜参跪])拜(?=[一二三四五六日](?!拜))"), "周"),
    (re.compile(r"(?<=[号日天周一二三四五六])换(?=你|给)"), "还"),
)
CHINESE_BREAK = re.compile(
    r"(?:[。;；!！?？~～、\n]|,(?!\d{3}(?!\d)))+|(?<![\d$£])\s+|\s+(?![\d.,]+\s*[万千百元块])"
    r"|(?=但|不过|只能|(?<!不)现在要|改到|我要(?!是)|要拖|拖到|推到|延到|缓到|改成|改为)"
)
AFTER_REFUSAL = re.compile(
    r"((?:还|付|缴|交|给|拿|凑|结|转)不(?:了|上|起|出|到|完|清)|不行|不成)(?![吗的，])"
)
ENGLISH_BREAK = re.compile(
    r"(?:[;!?\n]|,(?!\d{3}(?!\d)))+|\.(?!\d)|\b(?:BUT|SO|INSTEAD)\b"
    r"|\bAND\s+(?=I'?LL\b|I\s+WILL|WILL|THEN|GONNA|[$£€]?\d+\s)|\s(?=NOT\s+(?:ON\s+)?(?:THE\s+)?(?:\d|MON|TUE"
    r"|WED|THU|FRI|SAT|SUN|TOM|TMR|TODAY|TONIGHT|THIS|NEXT))|(?<!\bAND)(?<!\bI)\s(?=(?:I'?LL|I\s+WILL|I\s+CAN|WILL|GONNA"
    r"|IMMA|CAN\s+I)\b(?!\s*NOT|'?T))"
)

REFUSES = re.compile(
    r"(?:还|付|缴|交|给|拿|凑|结|转|弄)不(?:了|上|起|出|到|完|清|齐)|不一定|不(?:能|会|可能|准备|打算|想)?"
    r"(?:还|付|缴|交|给|转)|没(?:法|办法|钱|能力|有钱|戏)|没(?:有)?(?:还|付|缴|交|转|发|领|收到|到账)(?:成|上|了)?|(?<!行)(?<!可)不"
    r"(?:行|成|得)(?!吗|不)|够呛|恐怕|难(?!道)|悬|无法|未(?:得|必)|说不准|无力"
    r"|\b(?:CAN'?T|CANNOT|CAN\s+NOT|WON'?T|WONT|WILL\s+NOT|NOT|UNABLE|NO\s+WAY|COULDN'?T|DON'?T|DIDN'?T"
    r"|NEVER|DOUBT|AIN'?T|HARD\s+TO|MISS)\b"
)
NOT_THEN = re.compile(r"(?:不是|别|\bNOT)\s*$")
UNTIL = re.compile(
    r"\b(?:UNTIL|TILL?|BEFORE)\b|(?:才|再)(?:能|可以)?(?:还|付|缴|交|给|有|转)|直到|要到|等到"
)
TOLD = re.compile(
    r"说(?:好|过|的|今|明|周|是)|[你他]们?.{0,4}(?:说|讲)|合同|写的|本来|原本|原来|原定|规定|约定|到期|还款日"
    r"|账单日|扣款日|截止|逾期|借(?:的|了)|就该|应该|该还|让我|叫我|催我|算的"
    r"|\b(?:TEXT|SMS|MSG|MESSAGE|APP|LETTER|BILL)\s+(?:SAID|SAYS)|\bTHOUGHT|\b(?:WAS|WERE)\s+(?:DUE|SUPPOSED)|\bDUE\b|\b(?:YOU|THEY|AGENT|HE|SHE|U)\s+(?:SAID|TOLD|ASKED|WROTE)"
    r"|\bSUPPOSED\b|\bCONTRACT|\bAGREEMENT|\bSHOULD\s+HAVE|\bBORROWED|\bOVERDUE|\bORIGINALLY|\bMISSED"
)
MOVES = re.compile(r"(?:改|拖|推|延|缓|宽限|等|推迟|挪)(?:到|成|为|至)|\bINSTEAD|\bMOVE|\bPUSH")
PAID = re.compile(
    r"已经?|刚(?:刚|才)?(?=还|付|缴|交|转|打|存)|(?:还|付|缴|交|转|汇|打|存)(?:(?:过|完|清)了(?!$)|过(?:了|的)?(?!去|来|数|账|电话|\d))"
    r"|\b(?:ALREADY|PAID|PAYED|SENT|TRANSFERRED|SETTLED|CLEARED|DEBITED|DEDUCTED)\b"
)
DONE = re.compile(r"(?:还|付|缴|交|转|汇|打|存|扣)了(?!就|再|吗)")
WAGES = re.compile(
    r"发(?:了|完|下)?(?:工资|薪|钱|奖金|年终)|工资|薪水|领(?:了|到)?(?:薪|钱|工资)|发薪|奖金|开工|结工"
    r"|(?:货|尾|工程|报销|退)款|发$|(?<=[号日天])发(?![给你了])"
    r"|\b(?:GETS?|GOT|GETTING|BE|I'?M|WE'?RE|BEEN)\s+PAID|\bSALARY|\bPAY\s?DAY|\bWAGES?|\bPAY\s?CHE"
    r"|\bBONUS|\bPENSION|\bBENEFITS|\bREFUND|\bMONEY\s+(?:COMES|LANDS|IN)|\bPAY\s+(?:COMES|LANDS|IS)"
)
PAYS = re.compile(
    r"还(?!没|是|有|在|得|想|差|不)|付|缴|交(?!通)|转(?!告)|汇|打(?!算|扰|工)|存|给|结|清|补|过数|入数|凑|搞定|弄"
    r"|处理|到账|送|整|办|搞|拿"
    r"|\b(?:PAY(?:ING|MENT)?|SEND(?:ING)?|TRANSFER(?:RING)?|SETTL(?:E|ING)|CLEAR(?:ING)?|DO(?:ING)?"
    r"|SORT(?:ED)?|DEPOSIT|REPAY|WIRE|HAVE|TAKE\s+CARE|HANDLE|FINISH|CATCH\s+UP|GET)\b"
)
REST = re.compile(
    r"剩|余(?:下|款|额)|其余|另外?一?半|另一|尾款|后面的|第二笔|下一笔|\b(?:REST|REMAIN\w*|BALANCE|OTHER\s+HALF)\b"
)
REFERS = re.compile(
    r"那天|即刻|马上|立[刻即]|到时|当[天日]|发了|领了|到(?:了|手)|一?发(?=就)|\b(?:THEN|THAT\s+DAY|SAME\s+DAY)\b"
)
DOUBTS = re.compile(
    r"说不准|不确定|不一定|没准|看情况|再说|再看|再讲|到时候?看|\b(?:NOT\s+SURE|UNSURE|DEPENDS|WE'?LL\s+SEE|NO\s+IDEA"
    r"|DUNNO|IDK)\b"
)
ASKS = re.compile(
    r"还是[^的]{0,6}[扣还]|几号|哪天|什么时候|\b(?:WHEN\s+IS|WHAT\s+DAY|WHICH\s+DAY)\b"
)
