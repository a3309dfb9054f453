"""That somebody pays, of what, and in which part."""

import re

WAGES = re.compile(
    r"开支|开饷|(?:理财|定期|存款|存单|存折|基金|保单|标会)[^,，。]{0,4}(?:到期|赎|取出|到账|下来)"
    r"|(?:工头|老板|东家|甲方|厂里|公司|单位|客户|店里)[^,，。你您]{0,4}(?:结账|结款|结钱|结工|放款|发钱|打款|回款)"
    r"|钱(?:才|就)?(?:到|来|下来)|理赔|补贴|补助|花红|津贴|低保|养老金|退休金|分红|佣金|提成|稿费|奖学金|退押金|退税|报销|发(?:了|完|下)?(?:工资|薪|钱|奖金|年终)|工资|薪水|领(?:了|到)?(?:薪|钱|工资)|发薪|奖金|开工|结工"
    r"|(?:货|尾|工程|报销|退)款|发$|(?<=[号日天])发(?![给你了])"
    r"|\b(?:GETS?|GOT|GETTING|BE|I'?M|WE'?RE|BEEN)\s+PAID|\bSALARY|\bPAY\s?DAY|\bWAGES?|\bPAY\s?CHE"
    r"|\b(?:RENT|CASH|CHEQUE|COMMISSION|INVOICE|GRANT)\b[^.,;]{0,24}\b(?:COMES?|LANDS|ARRIVES|CLEARS)\b|\bCHECK\s+(?:HITS|CLEARS|COMES|LANDS|DROPS)|\bBONUS|\bPENSION|\bBENEFITS|\bREFUND|\bMONEY\s+(?:COMES|LANDS|IN)|\bPAY\s+(?:COMES|LANDS|IS)"
)
PAYS = re.compile(
    r"过(?=\$|HK)|解决|奉还|轮到(?=你)|到(?=你们?(?:的)?(?:账|户))|带(?:着)?(?:现金|现钱|钱)(?=去|到)|捎钱|入钱|还得(?:上|起|了|清|完)|还(?!款(?:金额|日|额)|我(?:那|的?钱|的?款|[\d一二两三四五六七八九]|$|\s)|没|是|有|在|得|想|差|不)|付|缴|交(?!通)|转(?!告|账(?:很|太|又|都|会|比较)?(?:慢|失败|限|不))|汇|打(?!算|扰|工|电话|印|个?证明)|存|给(?!.{0,6}(?:准[信话数]|答复|消息|信儿|电话|说法|回复|回信|机会|交代|结果|时间表))|结(?!婚|束|果)|清|补(?!贴|助|习|课|办|考|货|休|牙)|过数|过(?=\d{3}|\d,\d|[一二两三四五六七八九][百千万])|入数|找数|入(?=[\d一二两三四五六七八九埋晒]|$)|找(?=晒|清|数)|扣|凑|筹|寄(?=钱|款|过去|给|支票)|搞定|弄"
    r"|处理|到账|入账|送|整|办|搞|拿|了了|了结|了断|了却|划(?:过|给|账|钱|款)"
    r"|\b(?:PAY(?:ING|MENT)?(?!\s+ME\b)|SEND(?:ING)?(?!\s+ME\b)|TRANSFER(?:RING)?(?!\s+ME\b)|SETTL(?:E|ING)|CLEAR(?:ING)?|DO(?:ING)?(?!\s+YOU\b)"
    r"|SORT(?:ED)?|DEPOSIT|REPAY|REMIT(?:TING)?|MANAGE(?=\s+[$£€₹\d])|PUT(?=\s+\S+\s+(?:THRU|THROUGH|IN|ACROSS|OVER))|WIRE|DEBIT|FPS|PAYME|ZELLE|VENMO|GPAY|UPI|PAYNOW|HAVE(?=\s+(?:IT|THAT|(?:THE|YOUR|UR|ALL\s+THE)\s+(?:MONEY|CASH|FUNDS|PAYMENT)|THE\s+REST|MONEY|CASH|SOME|ENOUGH|[$£€₹\d]|RS))|TAKE(?:\s+CARE|\s+IT)|CLOS(?:E|ING)\s+(?:THE\s+|MY\s+)?(?:ACCOUNT|LOAN|IT)|HANDLE|FINISH|CATCH\s+UP|GET\s+(?:IT|THAT|THE\s+MONEY)|(?:BRING|DROP)(?:P?ING)?\s+(?:IT|THAT|(?:THE\s+|YOUR\s+)?(?:MONEY|CASH))\b(?!\s+UP)|EXPECT\s+(?:IT|(?:THE\s+|MY\s+|A\s+)?(?:PAYMENT|MONEY|TRANSFER))|BE\s+WITH\s+(?:YOU|U)(?=\s+(?:BY|ON|BEFORE|THIS|NEXT|TO|TMR|TOM|IN|MON|TUE|WED|THU|FRI|SAT|SUN|WITHIN|THE|END|\d)|\s*$))(?:\b|(?<=U))"
    r"|\b(?:MONEY|IT|YOURS)(?:'LL|\s+WILL)?\s+(?:BE\s+IN|GOES?\s+OUT|GO\s+OUT|LANDS?)\b"
)
STRONG = re.compile(
    r"过(?=\$|HK)|解决|奉还|轮到(?=你)|到(?=你们?(?:的)?(?:账|户))|带(?:着)?(?:现金|现钱|钱)(?=去|到)|捎钱|入钱|还得(?:上|起|了|清|完)|还(?!没|是|有|在|得|想|差|不|要(?!还)|我(?:那|的?钱|的?款|[\d一二两三四五六七八九]|$|\s))|缴|付|汇|过数|过(?=\d{3}|\d,\d|[一二两三四五六七八九][百千万])|入数|找[晒清数]|入[\d一二两三四五六七八九埋晒]|入$|扣|到账|结清"
    r"|转(?!账(?:很|太|又|都|会|比较)?(?:慢|失败|限|不))(?![告人院学校正岗型专户租机车发接达行移送交诊运业世])|打(?:钱|款|给|过|你|到|进|[\d一二两三四五六七八九])"
    r"|结$|去(?:你们?|您)?(?:的)?(?:银行|柜台|网点|超商|邮局|便利店|营业厅|七仔|ATM|柜员机)|给(?:你|您|钱|清|齐|住|先|到|得|[\d一二两三四五六七八九])|给$|存(?:进|钱|上|款|[\d一二两三四五六七八九])|存$"
    r"|交(?:给|你|上|清|齐|钱|款|了|[\d一二两三四五六七八九])|交$|清(?:掉|账|了|完)|清$|补(?:上|齐|交|足|完|清|[\d一二])|补$"
    r"|了了|了结|了断|划(?:过|给|账|钱|款)|[凑筹](?:齐|够|到|钱|款)|搞定|弄好|弄$|处理|入账|先?搞你|拿(?:给|去)"
    r"|\b(?:PAY(?:ING)?(?!\s+ME\b)|TRANSFER(?:RING)?(?!\s+ME\b)|DEPOSIT|REPAY|REMIT|WIRE|FPS|PAYME|ZELLE|VENMO|GPAY|UPI|PAYNOW|REMITTING|SORT|SETTLE|CATCH\s+UP|CLOS(?:E|ING)|HAVE)\b"
    r"|\bMAK(?:E|ING)\s+(?:(?:THE|A|MY|AN?OTHER|PART|FULL)\s+){0,2}PAYMENT\b|\bEXPECT\s+(?:IT|(?:THE\s+|MY\s+|A\s+)?(?:PAYMENT|MONEY|TRANSFER))\b|\b(?:BRING|DROP)(?:P?ING)?\s+(?:IT|THAT|(?:THE\s+|YOUR\s+)?(?:MONEY|CASH))\b|\bBE\s+WITH\s+(?:YOU|U)\b|\bPAYMENT\s+(?:WILL|GOES|IS\s+COMING)\b|\bALL\s+CLEAR\b|\b(?:MANAGE|PUT)\s+[$£€₹\d]|\b(?:(?:MONEY|IT|YOURS)(?:'LL|\s+WILL)?\s+(?:BE\s+)?(?:IN|GOES?\s+OUT|GO\s+OUT|LANDS?))\b"
    r"|\b(?:CLEAR|SEND|DO|TAKE|GET|HANDLE|FINISH)(?:ING)?\s+(?:DUES|IT|THAT|THIS|THE|MY|ALL|YOU|U|EVERYTHING|MONEY|BOTH|HALF|CARE"
    r"|[$£€₹\d])"
)
"""Verbs of paying by themselves. Others (to give, to do) have to stand as good as alone."""

REST = re.compile(
    r"剩|余(?:下|款|额)|其余|其[他它]的|另外?一?半|另一|尾款|后面的|第二笔|下一笔|\b(?:REST|REMAIN\w*|BALANCE|OTHER\s+(?:HALF|[$£€₹\d][\d.,]*)|ANOTHER\s+[$£€₹\d][\d.,]*)\b"
)
REFERS = re.compile(
    r"^\W*(?:[^,，。]{1,3}了|取出来|拿到手?|收到钱?|下来|开支)(?:以后|之后)?(?:就|我|马上|直接|立马|立刻|第一个|头一个)|[结领卖收]完|那[天日]|届时|[让叫托请][他她]|即[刻日]|马上|立[刻即]|到时|当[天日]|发了|放了(?=就)|领了|到(?:了|手)|下来(?=就|先|还|给)|一?发(?=就)|\b(?:THEN|THAT\s+DAY|SAME\s+DAY)\b"
)
FIRST = re.compile(r"先|提前|赶在|\b(?:FIRST|BEFORE\s+THAT|AHEAD)\b")
"""On a day before the one named already: 周四出差，周三先还."""

IN_FULL = re.compile(r"还(?:清|完|上|掉)|结清|付清|缴清|清[掉了账]|销账|\b(?:PAY|CLEAR|SETTLE)\b")
"""Said of a debt and of nothing else."""

DAY_OFF = re.compile(
    r"歇班|歇工|[调轮补倒]休|休息|不上班|不用上班|放假|有空|得闲|\b(?:DAY\s+OFF|I'M\s+OFF|OFF\s+WORK|FREE)\b"
)
"""A day on which somebody has time for an errand: that of the next clause is on it."""

AT_THE_LATEST = re.compile(r"最[迟晚多]|顶多|至迟|\b(?:LATEST|TOPS|MAX)\b|就是|即是|也就是")
"""Of two days one after the other the second is meant."""

AT_ONCE = re.compile(
    r"(?:AFTER|POST)\s+(?:THE\s+)?[A-Z'. ]+"
    r"|(?:春节|国庆|元旦|五一|中秋|端午|清明|元宵).*(?:回来|结束|过完).*|晚点|稍后|等会|一会|LATER|马上|立[刻马即]|即刻|尽快|ASAP|NOW|SOON|PAYDAY"
)
"""How soon after the day that stands beside it, and no day of its own."""

FILLERS = re.compile(
    r"别急|不急|指定|一准儿?|准时|误不了|没跑|铁定|绝对|顺便|顺路|[完掉](?![了成])|也就是|就是|即是|(?:[行中好成可得]不|最后一天|剩下的?|余下的?|其余的?|对不起|不好意思|即系|才有|有钱|有|钱|元|块|实|自动|最[晚迟多]|顶多|大概|差不多|大约|左右|一定|肯定|保证|争取|尽量|应该|估计|可能|也许|之前|以前|以内|那天|当天|的话"
    r"|样子|可以|能行|行不行|好不好|中不中|能不能|可不可以|行吗|好吗|放心|麻烦|拜托|求求?你们?|体谅|通融|见谅|谅解|理解|一下|等到|等我|等|宽限|给我|给个|时间"
    r"|早上|上午|中午|下午|傍晚|晚上|夜里|凌晨|一早|早|晚|下班后?|[0-9一二三四五六七八九十]{1,2}点半?|只能|只有"
    r"|一半|那就|先至|先得|我要|要到|要拖|拖到|推到|延到|缓到|改到|改成|改为|推迟|延|拖|缓|推|改|换成|现在|谢谢|收到|知道|好的"
    r"|差不离|没问题|不会忘|或者?|要么|会|就|再|才|得|要|到|成|我|你们|你|那|见|行|好|中|吧|吗|嘛|了|的|是|定|准|能|前|后|内"
    r"|在|上|哦|啊|哈|嗯|对|去|说了|说到做到|说话算[数话]|说定|休息|有空)"
)
ENGLISH_FILLERS = re.compile(
    r"\b(?:OK|OKAY|K|FINE|INSHA'?ALLAH|BOSS|PAL|DEAR|HUN|LOVE|FRIEND|ABEG|STEADY|NOTED|YO"
    r"|DEAL|DONE|PROBLEM|WORRIES|WORRY|JOKE|LIES|EXCUSES|HONEST(?:LY)?|GUARANTEE|KE|DIN|KO|TAK|PE|TOH"
    r"|SAME|CONFIRM(?:ED)?|PAKKA|PUCCA|ALWAYS|USUAL|USUALLY|GUARANTEED?|ITSELF|KINDLY|ADJUST|TIME|ALLOW|SCHEDULED|SUITS|BY|ON|AT|THE|THIS|LATEST|SURE|PROMISE|FOR|SHARP|MAYBE|PROBABLY|HOPEFULLY|PLS|PLEASE|THEN"
    r"|I|WE|WILL|I'?LL|WE'?LL|IT'?LL|IT'?S?|IS|BE|CAN|CAN'?T|UNTIL|TILL?|BEFORE|MORNING|AFTERNOON|EVENING|NIGHT|NITE|NOON"
    r"|LATER|GIVE|GIMME|ME|WAIT|NEED|LET|US|MORN|EARLIEST|SOONEST|HALF|TO|THAT'?S?|WORKS|(?<!\bI\s)WORK|GOOD|INSTEAD|MATE|SIR|LAH?|LOR|TOPS|MAX|AM|PM"
    r"|DEFINITELY|CERTAIN|CERTAINLY|ONLY|AND|IN|JUST|MOVE|PUSH|EXTEND|EXTENSION|WHEN|AROUND|ABOUT|LIKE|MEANT|HOW|WHAT|HALF|OTHER|LUNCH(?:TIME)?|MIDDAY|EARLY|LATE|AFTER"
    r"|WITHOUT|FAIL|NO|THAN|COB|EOD|MORE|LONGER|OF|YOU'?LL|YOU|U|HAVE|IT|ALRIGHT|GUYS|THANKS?|THX|SO|YES|YEAH|YEP"
    r"|SHALL|SHOULD|WOULD|DO|SORRY|COOL|SURELY|SWEAR|BUDDY|BRO|MADAM|TQ|DUE|WANT|LET'?S|SAY|MAKE|END|(?:FIRST|1ST)\s+THING|FIRST|THING|NOT(?=\s+(?:UNTIL|TILL?)\b)"
    r"|AS|POSSIBLE|EITHER|ANOTHER|OR|IF|COULD|CLOSE|PLAY|BUSINESS|OUR|A|S|INSHALLAH|NEXT|REST|NOW|ITSELF|ARVO|DAY)\b|\d{1,2}(?::\d\d)?\s*(?:AM|PM)\b|\d+(?:\.\d+)?\s?K\b|(?:DOLLARS?|BUCKS?|QUID|POUNDS?|RUPEES?|RS|HKD?|USD|RMB)\b|\d"
)
"""What may stand beside a time for the time alone to be the promise: "Friday, promise"."""
