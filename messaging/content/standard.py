"""The placeholders every reminder may use; each is filled by ``values.values_for``."""

from messaging.content.check_code import SAMPLE
from messaging.content.placeholder import Group, Placeholder


def _entry(
    name: str,
    label: tuple[str, str],
    group: Group,
    sample: tuple[str, str, str],
    longest: tuple[str, str, str],
    *,
    optional: bool = False,
) -> Placeholder:
    """Texts in the order zh-hans, zh-hant, en; the label in the order en, zh."""
    languages = ("zh-hans", "zh-hant", "en")
    return Placeholder(
        name=name,
        label_en=label[0],
        label_zh=label[1],
        group=group,
        sample=dict(zip(languages, sample, strict=True)),
        longest=dict(zip(languages, longest, strict=True)),
        optional=optional,
    )


_LONG_HOST = "service.anhe-finance.example"

STANDARD: tuple[Placeholder, ...] = (
    _entry(
        "customer_name",
        ("Customer name", "客户姓名"),
        "customer",
        ("王小明", "王小明", "Wang Xiaoming"),
        ("阿卜杜热依木·麦麦提", "阿卜杜熱依木·麥麥提", "Abdurehim Memet Alexander"),
    ),
    _entry(
        "masked_name",
        ("Masked name", "脱敏姓名"),
        "customer",
        ("王*明", "王*明", "W*** X***"),
        ("阿********提", "阿********提", "A*** M*** A***"),
    ),
    _entry(
        "salutation",
        ("Salutation", "称谓"),
        "customer",
        ("先生", "先生", "Mr"),
        ("女士", "女士", "Mrs"),
        optional=True,
    ),
    _entry(
        "lender",
        ("Lender", "出借机构"),
        "lender",
        ("安和消费金融", "安和消費金融", "Anhe Finance"),
        ("安和消费金融股份有限公司", "安和消費金融股份有限公司", "Anhe Consumer Finance Limited"),
    ),
    _entry(
        "product",
        ("Product", "产品名称"),
        "loan",
        ("消费贷", "消費貸", "personal loan"),
        ("个人综合消费贷款等3笔", "個人綜合消費貸款等3筆", "personal instalment loan and 2 more"),
    ),
    _entry(
        "loan_tail",
        ("End of the loan number", "借据尾号"),
        "loan",
        ("0417", "0417", "0417"),
        ("0417", "0417", "0417"),
    ),
    _entry(
        "loan_count",
        ("Number of loans", "贷款笔数"),
        "loan",
        ("1", "1", "1"),
        ("12", "12", "12"),
    ),
    _entry(
        "amount_due",
        ("Amount due", "应还金额"),
        "loan",
        ("1,280.50元", "1,280.50元", "CNY 1,280.50"),
        ("1,234,567.89元", "新台幣1,234,567.89元", "CNY 1,234,567.89"),
    ),
    _entry(
        "outstanding",
        ("Outstanding amount", "剩余本息"),
        "loan",
        ("8,640.00元", "8,640.00元", "CNY 8,640.00"),
        ("1,234,567.89元", "新台幣1,234,567.89元", "CNY 1,234,567.89"),
    ),
    _entry(
        "due_date",
        ("Due date", "还款日"),
        "loan",
        ("9月15日", "9月15日", "15 September"),
        ("2025年12月28日", "2025年12月28日", "28 September 2025"),
    ),
    _entry(
        "days_overdue",
        ("Days overdue (number)", "逾期天数"),
        "loan",
        ("5", "5", "5"),
        ("1000", "1000", "1000"),
    ),
    _entry(
        "overdue_period",
        ("Days overdue (with unit)", "逾期时长"),
        "loan",
        ("5天", "5天", "5 days"),
        ("1000天", "1000天", "1000 days"),
    ),
    _entry(
        "days_until_due",
        ("Days until due (number)", "距还款日天数"),
        "loan",
        ("7", "7", "7"),
        ("10", "10", "10"),
    ),
    _entry(
        "officer_name",
        ("Loan officer", "客户经理"),
        "loan",
        ("陈静", "陳靜", "Chen Jing"),
        ("欧阳建国", "歐陽建國", "Alexander Montgomery"),
    ),
    _entry(
        "chosen_day",
        ("Day agreed (answers)", "约定日期（答复）"),
        "loan",
        ("9月20日", "9月20日", "20 September"),
        ("2025年12月28日", "2025年12月28日", "28 September 2025"),
    ),
    _entry(
        "chosen_amount",
        ("Amount agreed (answers)", "约定金额（答复）"),
        "loan",
        ("500.00元", "500.00元", "CNY 500.00"),
        ("1,234,567.89元", "新台幣1,234,567.89元", "CNY 1,234,567.89"),
    ),
    _entry(
        "cause_sentence",
        ("Sentence for the cause", "原因说明"),
        "loan",
        ("可能只是一时忙忘了。", "可能只是一時忙忘了。", "It may simply have slipped your mind."),
        (
            "若近期确有困难，请告诉我们，一起商量办法。",
            "若近期確有困難，請告訴我們，一起商量辦法。",
            "If times are hard just now, please tell us and we will look for a way together.",
        ),
        optional=True,
    ),
    _entry(
        "ways_to_pay",
        ("Ways to pay", "还款方式"),
        "lender",
        ("安和APP或绑定银行卡", "安和APP或綁定銀行卡", "the Anhe app or your linked bank card"),
        (
            "安和APP、官方微信公众号或绑定银行卡",
            "安和APP、官方微信公眾號或綁定銀行卡",
            "the Anhe app, our official website or your linked bank card",
        ),
    ),
    _entry(
        "hotline",
        ("Hotline", "客服热线"),
        "lender",
        ("400-600-0000", "400-600-0000", "400-600-0000"),
        ("0571-8888-0000-8001", "0571-8888-0000-8001", "+86 571 8888 0000 8001"),
    ),
    _entry(
        "opt_out_words",
        ("Opt-out words", "退订说明"),
        "other",
        ("回TD退订", "回TD退訂", "Reply STOP to opt out"),
        ("回TD退订", "回TD退訂", "Reply STOP to opt out"),
    ),
    _entry(
        "check_code",
        ("Check code", "查询码"),
        "other",
        (SAMPLE, SAMPLE, SAMPLE),
        (SAMPLE, SAMPLE, SAMPLE),
    ),
    _entry(
        "check_host",
        ("Address for checking", "查询网址"),
        "lender",
        ("anhe.example", "anhe.example", "anhe.example"),
        (_LONG_HOST, _LONG_HOST, _LONG_HOST),
        optional=True,
    ),
)
