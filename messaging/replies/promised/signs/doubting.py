"""What leaves a doubt: conditions, questions, news that is to come."""

import re

DOUBTS = re.compile(
    r"(?:上|去|到|从)哪里?[^,，。]{0,8}(?:钱|变|弄|找|凑)|(?:若是?|如果|假如|假使|要是|倘|万一|除非)(?!没什么|没有?问题|可以|行|方便|不介意|不嫌|能行|同意|您|你们?)"
    r"|\b(?:IF|UNLESS|PROVIDED|ASSUMING|AS\s+LONG\s+AS)\b(?!\s+(?:(?:IT'?S|IT\s+IS|THAT'?S|THAT\s+IS|THATS|ITS)\s+)?"
    r"(?:OK|OKAY|FINE|ALRIGHT|POSSIBLE|GOOD|COOL|YOU|U|THAT|I\s+(?:PAY|CAN\s+PAY|COULD\s+PAY|SEND|DO))\b)"
    r"|\bNOT\s+BEFORE\b|(?:CAN'?T|NOT)\b[^.,;]{0,20}\bBEFORE\b(?!\s*(?:$|[.,;!]|THAT\b|THEN\b))(?![^.]*\b(?:WILL|PAY\s+ON)\b)"
    r"|中(?:了|到|咗|个)?(?:六合彩|乐透|威力彩|彩票|双色球|大乐透|头[奖彩]|大奖|五百万)|太阳[从打]西|天上?掉[钱馅]"
    r"|\b(?:WIN|WINNING|HIT)\s+(?:THE\s+|A\s+)?(?:LOTTERY|LOTTO|JACKPOT|POWERBALL|POOLS)\b|\bNUMBERS\s+COME\s+UP\b"
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
    r"|(?:还|缴|付|交|转)(?:得不得|行不行|可不可以|可以吗)|不是.{0,12}[吗么]|\bWHETHER\b|\bASK\s+ME|还是[^的]{0,6}[扣还]|\b(?:CAN|COULD|MAY|MIGHT)\s+(?:I|WE)\b[^.!;]{0,40}\?|几号|哪天|什么时候|\b(?:WHEN\s+IS|WHAT\s+DAY|WHICH\s+DAY)\b|\b(?:DOES|IS|DO|ARE|WAS|DID|WO)N'?T\s+(?:IT|YOU|THAT|THEY)\s*\?*\s*$|\b(?:RIGHT|CORRECT|DEAL)\s*\?(?!\s*(?:I'?LL|I\s+WILL|I'?M\s+PAYING|THEN\s+I)\b)"
)
ASKS_BACK = re.compile(
    r"(?:[是对對]吧|[是对對][吗嗎]|[没沒][错錯]吧|[对對]不[对對]|是不是)[?？!！。~～\s]*$"
)
"""Whether it is so; of the text as it is written, since 吧 only colours others."""

THEREAFTER = re.compile(
    r"(?:之|以|过)?后(?![天日])|完再|再(?:还|付|交|转|给|说|看|联系)|才(?:能|会|可以|还|有)|看看|\b(?:AFTER|FROM|SINCE|UNLESS|ASK|KNOW|WHETHER|HOPE)\b"
)
"""Beside a day: what is promised need not be on it."""

BACK_FIRST = re.compile(
    r"^\W*(?:等|要)?(?:我|我们|人)?(?:回来|回去|返来|返去|回到|回家|忙完|完事|办完|弄完|考完|之后|然后)"
    r"|^\W*等[^,，。]{1,10}(?:完|好|了|后)"
    r"|\b(?:WHEN|ONCE|AFTER)\s+I(?:'M|\s+AM|\s+GET)?\s+(?:BACK|HOME)\b"
)
"""After what is on the day named, on a day nobody names: 周六去上海，回来还."""

PART_OF_DAY = re.compile(
    r"\bAFTER\s+(?:CHURCH|WORK|LUNCH|DINNER|BREAKFAST|SCHOOL|MY\s+SHIFT|HOURS|PRAYERS?|TEA|CLASS)\b"
)
"""When of a day: no time after it."""

REST_IS_OPEN = re.compile(
    r"(?:剩下?的?|余下的?|其余的?|其[他它]的?|别的|后面的)[^,，。]{0,4}(?:再说|再看|再讲|再商量|到时候?看|看情况)"
)
"""Doubt of what is to come later, and none of what is promised: 月中给800，别的再说."""

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
