"""What takes an opt-out back: it was denied, or sent by mistake, or the texts are wanted."""

from messaging.replies.cues.block import lines

# What stands right before a deniable cue and turns it round.
DENIALS = lines(r"""
不是 并不是 并非 不要 我不要 不想 不用 不需要 不必 没 没有 没想 没要 没说 没申请 别 勿 无需 不
千万别 不准备 从没 并没有 不会 谁说 谁说我 谁让你们? 我什么时候 我哪有 我几时 不是想 不打算 可别
""")

# What takes back even "send no more": nobody said so.
UNSAID = lines(r"""
没说过? 没有说过? 从没说过? 不是说 没叫你们? 没让你们? 谁说
""")

# What may stand between a denial and its cue.
DENIAL_FILLERS = lines(r"""
给我 帮我 把我 要 想 说 真 真的 是 让 申请 我 回 回复 发 点 打算 需要 叫你们? 让你们? 请你们? 您 来
故意 有意 办 选
""")

# A question or a complaint about the way out is no denial of it.
NO_DENIAL = lines(r"""
是不是 要不要 想不想 可不可以 会不会 该不该 不能 不让 不给 没法 无法 没办法 不是不 不是没 不会不
""")

# What asks for the way out, whatever else was a mistake ("误点进来的，请退订").
REQUESTS = lines(r"""
请 麻烦 我要 给我 帮我 要求 我想 我想要 求 赶紧 马上 直接
""")

# "Did I not unsubscribe?" denies nothing. Stands right after the cue.
ASKED_BACK = r"(?:了|过|的){0,6}(?:吗|么$)"

# It was sent by mistake, by a child, by the cat.
RETRACTIONS = lines(r"""
误发 误触 误点 误操作 误按 误碰 误回 误选 回错 选错 (?:按|点|碰|摁)错(?!了?(?:金额|键|密码|楼|账))
是(?:我|不小心){0,6}(?:打|发|按|回|点)错的?了?
(?:回|发|打|按|回复)(?:的|了|个|那个){0,6}(?<![A-Z])(?:TD|T|N|R|TT)(?![A-Z0-9])(?:那个|只是|其实|\
并?不是|意思|就是|的意思|是){1,6}(?!.{0,4}(?:退|停|不收|取消|别发))
手滑 手误 手抖 手贱 手快 不小心 我发错 发错了 (?:乱|瞎|胡|误)(?:按|点|摁|碰|弄|回|发|玩)的? 不算数?
不作数 不作准 作废 (?:当|就当|请当)(?:我)?没(?:发|说|看见|看到|收到|回)
(?:撤回|收回|撤销|撤消)(?:刚才|刚刚|那个|那条|我的|上一条|这个|退订) 取消(?:刚才|刚刚|上一条|退订)
不是我(?:本人)?(?:发|回|按|点|弄|操作|取消)的? 眼神不好 眼花 看错了 老花 别当真 不当真
(?:孩子|小孩|儿子|女儿|闺女|宝宝|猫|狗|小朋友|孙子|孙女|老人|我妈|我爸|婆婆)[^不]{0,6}(?:按|点|摁|\
碰|发[的错出]|乱|玩|踩|坐到|弄|捣)
口袋里 自动回的? 输入法
""")

# What a retraction takes back; without it the mistake may be of another kind.
WAYS_OUT = lines(r"""
退订? 拒收 停 取消 (?:刚才|刚刚|刚|上一?条|前面|昨天|之前)那?[条个]?
""")

# The texts are wanted after all.
WANTED_AFTER_ALL = lines(r"""
(?:别|(?<!要)不要|(?<!用)不用|千万别|可别)(?:就)?(?:给我|帮我|把我|真的?)?(?:停(?!车|机|电|水|工)|\
退(?!款|货|钱|休|回|出|缩)|关(?!门|心|机|系)|取消|拉黑)
(?:继续|接着|照常|照旧|还是|仍然?|重新|正常|照样)(?:可以)?(?:给我|帮我)?(?:发|提醒|通知|订阅|推送)
我?还(?:要|想|需要|靠|指着|指望|得)(?:收(?!费|钱|款|入)|靠?你们?(?:提醒|通知)|看短信|这个?提醒)
恢复(?:提醒|短信|发送|订阅|推送|接收|通知|正常|一下|我) 重新(?:订阅|开通|打开)
""")
