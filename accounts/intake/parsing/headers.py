"""Headings in Chinese or English, in any order, matched to the columns of DESIGN §10."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.intake.readers.errors import FileError

LOAN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "customer_no": ("客户号", "客户编号", "客户代码", "customer number", "customer id"),
    "name": ("姓名", "客户姓名", "借款人", "借款人姓名", "customer name", "full name"),
    "salutation": ("称谓", "称呼", "title"),
    "phone": (
        "手机号",
        "手机",
        "手机号码",
        "电话",
        "电话号码",
        "联系电话",
        "mobile",
        "phone number",
    ),
    "email": ("邮箱", "电子邮箱", "电子邮件", "e-mail", "mail"),
    "language": ("语言", "lang"),
    "timezone": ("时区", "time zone", "tz"),
    "id_last4": ("证件后四位", "身份证后四位", "证件号后四位", "证件尾号", "id last 4"),
    "loan_no": ("借据号", "贷款编号", "借据编号", "贷款号", "loan number", "loan id"),
    "lender": ("出借机构", "机构", "贷款机构", "放款机构", "lender code", "lender name"),
    "product": ("产品", "产品名称", "贷款产品", "product name"),
    "currency": ("币种", "货币"),
    "principal": ("本金", "贷款本金", "借款金额", "贷款金额", "loan amount"),
    "outstanding": ("余额", "未还本金", "贷款余额", "剩余本金", "未还金额", "balance"),
    "amount_due": ("应还金额", "应还款额", "应还款金额", "本期应还", "due amount"),
    "due_date": ("应还日", "到期日", "应还日期", "还款日", "到期日期", "due on"),
    "as_of": ("数据时间", "截至时间", "数据截至时间", "截止时间", "data time"),
    "role": ("角色", "身份"),
    "instalments_paid_late": ("已逾期还清期数", "逾期还清期数"),
    "instalments_paid": ("已还期数", "已还清期数"),
    "cause": ("逾期原因", "原因", "cause of delay"),
    "wechat_id": ("微信号", "微信", "wechat"),
    "officer_name": ("客户经理", "客户经理姓名", "信贷员", "经办人", "loan officer", "officer"),
    "phone_confirmed_on": (
        "号码确认日期",
        "号码核实日期",
        "手机号确认日期",
        "手机号核实日期",
        "phone confirmed",
        "number confirmed on",
    ),
    "instalment_no": ("期数", "期号", "应还期数", "instalment", "instalment number"),
    "instalment_due": ("各期应还日", "本期应还日", "instalment due on"),
    "instalment_principal": ("应还本金", "本期本金", "principal due"),
    "instalment_interest": ("应还利息", "本期利息", "interest due"),
    "instalment_fee": ("应还费用", "应还罚息", "本期费用", "fee due", "fees due"),
    "pay_with": ("还款链接", "还款码", "还款链接或还款码", "pay link", "pay code"),
    "education_consent": ("小知识同意", "同意小知识", "useful knowledge consent"),
    "education_consent_on": ("小知识同意日期", "useful knowledge consent date"),
    "education_consent_evidence": ("小知识同意依据", "useful knowledge consent evidence"),
    "lock_screen_consent": ("锁屏显示同意", "同意锁屏显示", "debt on lock screen consent"),
    "lock_screen_consent_on": ("锁屏显示同意日期", "debt on lock screen consent date"),
    "lock_screen_consent_evidence": ("锁屏显示同意依据", "debt on lock screen consent evidence"),
}
LOAN_OPTIONAL = frozenset(
    {
        *("role", "instalments_paid_late", "instalments_paid", "cause", "wechat_id"),
        *(
            "officer_name",
            "phone_confirmed_on",
            "instalment_no",
            "instalment_due",
            "instalment_principal",
        ),
        *("instalment_interest", "instalment_fee", "pay_with"),
        *("education_consent", "education_consent_on", "education_consent_evidence"),
        *("lock_screen_consent", "lock_screen_consent_on", "lock_screen_consent_evidence"),
    }
)

REPAYMENT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": ("流水号", "凭证号", "交易流水号", "还款流水号", "ref", "reference number"),
    "loan_no": LOAN_COLUMNS["loan_no"],
    "paid_on": ("还款日期", "实还日期", "入账日期", "还款日", "payment date", "paid date"),
    "amount": ("金额", "还款金额", "实还金额", "paid amount"),
    "reverses": (
        "原流水号",
        "原交易流水号",
        "原还款流水号",
        "冲正流水号",
        "original reference",
        "reversal of",
    ),
    "status": ("状态", "还款状态", "交易状态", "冲正标志", "是否冲正", "reversed", "bounced"),
}


LOAN_MAY_BE_ABSENT = frozenset(
    {"salutation", "phone", "email", "language", "timezone", "id_last4", "product"}
)
"""Columns a file has to have unless a person says it has none: what they are is not told by it."""


REPAYMENT_OPTIONAL = frozenset({"reverses", "status"})


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a file's headings: folded heading → column, and columns not in it."""

    columns: Mapping[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column of ours is. `ignored` are headings as the file has them."""

    positions: Mapping[str, int]
    width: int
    ignored: tuple[str, ...] = ()

    def pick(self, cells: Sequence[str]) -> dict[str, str]:
        """One row by column name; cells missing at its end are empty."""
        if len(cells) < self.width:
            cells = [*cells, *[""] * (self.width - len(cells))]
        return {name: cells[position] for name, position in self.positions.items()}


def fold(header: str) -> str:
    """Full-width, case, spaces, underscores, stars and units in brackets make no difference."""
    text = unicodedata.normalize("NFKC", header).casefold().partition("(")[0]
    return "".join(char for char in text if char.isalnum())


def known_headings(columns: Mapping[str, tuple[str, ...]]) -> Callable[[str], bool]:
    """Whether a heading is one of these columns', in whatever writing."""
    known = {fold(word) for name, words in columns.items() for word in (name, *words)}
    return lambda heading: fold(heading) in known


IS_LOAN_HEADING = known_headings(LOAN_COLUMNS)
IS_REPAYMENT_HEADING = known_headings(REPAYMENT_COLUMNS)


def match_loan_headers(headers: Sequence[str], said: Said = NOTHING_SAID) -> Columns:
    """Raises `FileError` for missing or doubled columns."""
    return match_headers(
        headers, LOAN_COLUMNS, optional=LOAN_OPTIONAL, may_be_absent=LOAN_MAY_BE_ABSENT, said=said
    )


def match_repayment_headers(headers: Sequence[str], said: Said = NOTHING_SAID) -> Columns:
    """Raises `FileError` for missing or doubled columns."""
    return match_headers(
        headers,
        REPAYMENT_COLUMNS,
        optional=REPAYMENT_OPTIONAL,
        may_be_absent=frozenset(),
        said=said,
    )


def match_headers(
    headers: Sequence[str],
    columns: Mapping[str, tuple[str, ...]],
    *,
    optional: frozenset[str],
    may_be_absent: frozenset[str],
    said: Said,
) -> Columns:
    """What a person said counts more than what a heading is called.

    Columns are missing: `unmatched_columns` when headings are left that may be they, so that a
    person can be asked, else `missing_columns`.
    """
    known = {fold(word): name for name, words in columns.items() for word in (name, *words)}
    known = {
        word: name
        for word, name in known.items()
        if name not in said.columns.values() and name not in said.absent
    } | dict(said.columns)
    positions: dict[str, int] = {}
    ignored: list[str] = []
    for position, header in enumerate(headers):
        name = known.get(fold(header), "")
        if not name:
            ignored.append(header)
        elif name in positions:
            raise FileError("duplicate_column", column=name)
        else:
            positions[name] = position
    if not positions and len(headers) == 1:
        raise FileError("wrong_delimiter")
    missing = [
        name for name in columns if name not in positions | dict.fromkeys(optional | said.absent)
    ]
    if missing:
        needed = [name for name in missing if name not in may_be_absent]
        can_ask = len(ignored) >= len(needed) and (positions or len(headers) >= len(needed))
        code = "unmatched_columns" if can_ask else "missing_columns"
        raise FileError(code, columns=", ".join(missing))
    return Columns(positions, len(headers), tuple(ignored))
