"""Every remark on the shape of a text: how grave it is, and why, in English and Chinese."""

from messaging.content.text.findings import Finding, Level

_REMARKS: dict[str, tuple[Level, str, str, str]] = {
    # code: level, category, reason, reason in Chinese
    "empty": ("block", "shape", "The text is empty.", "正文是空的"),
    "overlong": (
        "block",
        "length",
        "The text is over 2,000 characters; it is not looked at further.",
        "正文超过 2,000 字，不再往下检查",
    ),
    "invisible": (
        "block",
        "shape",
        "An invisible or control character stands here; delete it.",
        "这里有看不见的字符或控制字符，请删去",
    ),
    "signature_brackets": (
        "block",
        "shape",
        "【】 may stand only around the signature, which is added by itself.",
        "【】只用于签名，签名会自动加上",
    ),
    "no_lender": ("block", "shape", "The text does not say who writes.", "没有写明是谁发的"),
    "no_value_here": (
        "block",
        "shape",
        "This has no value in this stage; such a text would never be sent.",
        "在这个阶段没有取值，这样的短信发不出去",
    ),
    "only_in_answers": (
        "block",
        "shape",
        "Only an answer may leave this open: an agent chooses it for one customer.",
        "只有给客户的答复可以留出这一项，由客服为每位客户选定",
    ),
    "left_out_here": (
        "warn",
        "shape",
        "Not every lender of this text has this; without it nothing stands here.",
        "使用该文案的机构并非都填写了这一项；没有填写时这里留空",
    ),
    "no_salutation": (
        "warn",
        "shape",
        "The text addresses nobody: begin with the name or a greeting.",
        "没有称呼：请以姓名或“您好”开头",
    ),
    "no_amount": ("block", "shape", "The text does not say what is due.", "没有写应还金额"),
    "no_time": (
        "block",
        "shape",
        "The text does not say when it is or was due.",
        "没有写还款日或逾期天数",
    ),
    "no_way_to_pay": ("block", "shape", "The text does not say how to pay.", "没有写怎么还款"),
    "no_hotline": ("block", "shape", "The text names no hotline.", "没有写客服热线"),
    "no_opt_out": (
        "block",
        "shape",
        "The policy requires opt-out words in every text.",
        "策略规定每条短信都要写明如何退订",
    ),
    "stop_words_of_texts": (
        "block",
        "shape",
        "On this channel a word in reply stops nothing: say how it is stopped here.",
        "这个渠道回字停不了：请写明在这里怎样停收",
    ),
    "too_long": (
        "block",
        "length",
        "With the longest values it is over 500 characters.",
        "变量取最长时超过 500 字",
    ),
    "many_segments": (
        "warn",
        "length",
        "With the longest values it takes more than 3 SMS.",
        "变量取最长时超过 3 条短信",
    ),
    "link_other_host": (
        "block",
        "link",
        "A link may lead only to the lender's own hosts.",
        "链接只能指向本机构登记的域名",
    ),
    "link_ip": ("block", "link", "A link to a bare IP address.", "链接指向 IP 地址"),
    "link_shortener": (
        "block",
        "link",
        "A short link hides where it leads.",
        "短链接看不出指向哪里",
    ),
    "link_userinfo": (
        "block",
        "link",
        "What stands before @ is not where the link leads.",
        "@ 前面的不是真正的域名，链接指向 @ 之后",
    ),
    "link_disguised": (
        "block",
        "link",
        "The host is written in characters that disguise it.",
        "域名用了伪装的字符",
    ),
    "link_placeholder": (
        "block",
        "link",
        "The host of a link must be fixed, not a placeholder.",
        "域名必须写死，不能是变量",
    ),
    "link_with_value": (
        "warn",
        "link",
        "Many routes refuse a link that differs from text to text.",
        "许多通道不接受带变量的链接",
    ),
    "link_plain_http": ("warn", "link", "Use https.", "请用 https"),
    "link_like": (
        "warn",
        "link",
        "A handset may take this for a link; put a blank after the full stop.",
        "手机可能把它当成链接；句号后请留空格",
    ),
    "personal_phone": (
        "block",
        "contact",
        "A mobile number; only the lender's hotline may be named.",
        "这是手机号；只能写本机构客服热线",
    ),
    "other_number": (
        "warn",
        "contact",
        "A number that is not the hotline of every lender this text is for.",
        "这个号码不是本机构客服热线",
    ),
    "account_number": (
        "block",
        "contact",
        "An account number; nobody who reads it can tell whose it is. Name where to pay instead.",
        "这是账号或卡号；收到的人无从分辨真假，请改写还款渠道",
    ),
    "personal_account": (
        "block",
        "contact",
        "A private account; only the lender's official ways may be named.",
        "这是个人社交账号；只能写本机构官方渠道",
    ),
    "credit_record_untrue": (
        "block",
        "consequence",
        "Not every lender of this text reports to the credit registry.",
        "使用该文案的机构并非都报送征信，不得提及",
    ),
    "late_fee_untrue": (
        "block",
        "consequence",
        "Not every lender of this text has a late fee in its contract.",
        "使用该文案的机构合同中并非都约定了逾期费用，不得提及",
    ),
    "legal_action_untrue": (
        "block",
        "consequence",
        "Legal action is named only from 16 days overdue on, and only once it is approved.",
        "只有逾期 16 天以上且确已批准采取法律行动时才可提及",
    ),
    "consequence_too_early": (
        "block",
        "consequence",
        "Nothing is overdue in this stage, so this consequence is not true.",
        "这个阶段还没有逾期，不会有此后果",
    ),
    "amount_by_hand": (
        "block",
        "truth",
        "An amount owed is written by hand; it is not everybody's.",
        "欠款金额是手写的，不可能对每个人都对",
    ),
    "date_by_hand": (
        "block",
        "truth",
        "A due date is written by hand; it is not everybody's.",
        "还款日是手写的，不可能对每个人都对",
    ),
    "days_by_hand": (
        "block",
        "truth",
        "A number of days overdue or to go is written by hand; it is not everybody's.",
        "逾期或剩余天数是手写的，不可能对每个人都对",
    ),
    "loans_by_hand": (
        "block",
        "truth",
        "A number of loans is written by hand; it is not everybody's.",
        "贷款笔数是手写的，不可能对每个人都对",
    ),
    "other_standing": (
        "warn",
        "truth",
        "Not so in this stage (overdue, due today, still to come): such a text is kept back.",
        "与这个阶段不符（已逾期、今天到期、尚未到期），这样的短信会被拦下",
    ),
    "foreign_in_en": (
        "block",
        "language",
        "A Chinese character or sign in an English text.",
        "英文短信里有中文字或中文标点",
    ),
    "foreign_in_zh_hant": (
        "block",
        "language",
        "A character of Simplified Chinese in a Traditional text.",
        "繁体短信里有简体字",
    ),
    "foreign_in_zh_hans": (
        "block",
        "language",
        "A character of Traditional Chinese in a Simplified text.",
        "简体短信里有繁体字",
    ),
    "costly_character": (
        "warn",
        "language",
        "Outside the GSM alphabet: one such character makes the whole text cost twice.",
        "不在 GSM 字符集内：有一个这样的字符，整条短信的费用就会翻倍",
    ),
    "hole": (
        "warn",
        "shape",
        "This may be empty; the signs beside it are then left out, and the text reads:",
        "这一项可能没有取值；那时旁边的标点会一并去掉，读作：",
    ),
    "exclamation_pile": (
        "warn",
        "tone",
        "One exclamation mark is enough; several sound like shouting.",
        "一个感叹号就够了，多了像在喊",
    ),
    "shouting": ("warn", "tone", "Capitals sound like shouting.", "全大写像在喊"),
    "asks_yes_no": (
        "warn",
        "tone",
        "Do not ask yes or no in a reminder: the answer N opts out.",
        "提醒里不要问是非题：客户回 N 会被当作退订",
    ),
    "asks_reply": (
        "warn",
        "tone",
        "Do not ask for a one-character reply: N opts out, digits rate a survey.",
        "不要让客户回一个字符：N 表示退订，数字是问卷评分",
    ),
    "braces_in_value": ("block", "value", "Braces stand in a value.", "取值里有花括号"),
    "long_value": ("block", "value", "A value is over 120 characters.", "取值超过 120 字"),
    "unseen_in_value": (
        "warn",
        "value",
        "Invisible characters in a value; they are left out.",
        "取值里有看不见的字符，发送时会去掉",
    ),
    "number_in_name": (
        "block",
        "value",
        "A number of several digits stands in a name.",
        "姓名里有成串的数字",
    ),
    "sentence_in_name": (
        "block",
        "value",
        "This is longer than a name; it may be a sentence.",
        "比姓名长，像是一句话",
    ),
    "control_in_value": (
        "block",
        "value",
        "Control or direction characters in a value.",
        "取值里有控制字符",
    ),
}


def remark(
    code: str, text: str = "", start: int = 0, end: int = 0, suggestion: str = ""
) -> Finding:
    """The remark of this code about ``text[start:end]``; without a place, about the whole."""
    level, category, reason, reason_zh = _REMARKS[code]
    return Finding(
        level=level,
        category=category,
        phrase=text[start:end],
        start=start,
        end=end,
        reason=reason,
        reason_zh=reason_zh,
        suggestion=suggestion,
        code=code,
    )
