"""The words that are listened for. Data only.

Words that sound like others people use every day are left out: 失业 and 事业, 住院 and 祝愿, 想死
and 相思, 律师 and 率是.
"""

from messaging.replies.cues.block import lines

WORDS = lines(r"""
退订 投诉 举报 报警 骚扰 不是本人 非本人 打错了 打错人 发错了 发错人 找错人 认错人 不认识
号码换了 别再发 别发了 不要发 不要再发 停止发送 不想收到 拒绝接收 别烦我 没借过 没欠钱 金额不对
不是我借的 不是我欠的 不想活 活不下去 活不下 不想活下去 撑不下去 活着没意思 自杀 跳楼 逼死我
没钱 没钱还 还不起 还不上 还不了 没工作 没办法还 已还清 还清了 已经还了 已还款 已还了 明天还 月底还
发工资 下周还
""")

# Pairs that are words of their own, whether or not a reply we know has them.
WORDS_TOO = frozenset(
    lines(r"""
没接 接过 结过 没解 解过 没签 签过 前还 没前 投宿 头数 据报 剧报 期数 换过 换了 意黄 黄了 以书
书面 一环 布丁 扫到 烧饶 周一 公子 一走 事业
祝愿 相思
""")
)
