"""The shapes that rows become."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from accounts.intake.parsing.cells.dates import CLOCK_TOLERANCE
from accounts.intake.readers.errors import CELL_TEXTS
from accounts.privacy.hiding import hides


@dataclass(frozen=True)
class RowContext:
    """What a row is read against. `lenders` maps every code and every name to the code.

    `lender_zones` (code → zone) is where a time without offset is local; else `default_zone`.
    `lender_hosts` (code → hosts) are where a link to pay by may lead.
    """

    lenders: Mapping[str, str]
    sandbox: bool
    now: dt.datetime
    default_zone: str = "Asia/Shanghai"
    default_region: str = "CN"
    default_language: str = "zh-hans"
    lender_zones: Mapping[str, str] = field(default_factory=dict)
    lender_hosts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    today: dt.date = field(init=False)
    latest_as_of: dt.datetime = field(init=False)

    def __post_init__(self) -> None:
        if self.now.tzinfo is None:
            raise ValueError("`now` must be aware.")
        local = self.now.astimezone(ZoneInfo(self.default_zone))
        object.__setattr__(self, "today", local.date())
        object.__setattr__(self, "latest_as_of", self.now + CLOCK_TOLERANCE)


class Instalment(NamedTuple):
    """One instalment of an amount due. `pay_with`: a link or a code that pays it; "": none."""

    number: int
    due_date: dt.date
    principal: Decimal
    interest: Decimal
    fee: Decimal
    pay_with: str = ""


class ToldConsent(NamedTuple):
    """What a customer said of one kind of consent, on which day, and where the proof is kept."""

    kind: str
    agreed: bool
    on: dt.date
    evidence: str = ""


@hides("name", "salutation", "phone", "email", "id_last4", "wechat_id", "officer_name")
class LoanRow(NamedTuple):
    """A customer, how to reach them, and one loan as it stood at `as_of`.

    Money has two decimals. None, and "" for salutation, product and officer: the file says nothing.
    """

    customer_no: str
    name: str
    salutation: str
    phone: str | None  # E.164
    email: str | None
    language: str
    timezones: tuple[str, ...]
    id_last4: str | None
    loan_no: str
    lender: str  # its code
    product: str
    currency: str
    principal: Decimal
    outstanding: Decimal
    amount_due: Decimal
    due_date: dt.date
    role: str
    instalments_paid_late: int | None
    instalments_paid: int | None
    cause: str | None
    wechat_id: str | None
    phone_confirmed_on: dt.date | None
    officer_name: str
    as_of: dt.datetime
    instalments: tuple[Instalment, ...] = ()
    consents: tuple[ToldConsent, ...] = ()


class RepaymentRow(NamedTuple):
    """Money that came in for one loan; `reference` makes it unique.

    `takes_back`: money that went back again; `reverses` is the reference of the repayment it takes
    back, "" where the file says it otherwise. The amount is positive in both.
    """

    reference: str
    loan_no: str
    paid_on: dt.date
    amount: Decimal
    reverses: str = ""
    takes_back: bool = False


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong in one cell; `column` "" is the row as a whole. Holds no value of the cell."""

    column: str
    code: str
    params: Mapping[str, int | str] = field(default_factory=dict)

    @property
    def message_en(self) -> str:
        return CELL_TEXTS[self.code] % self.params


class Remark(NamedTuple):
    """A cell of a row that enters, read otherwise than it is written. Holds no value of it."""

    column: str
    code: str


@dataclass(frozen=True, slots=True)
class RowErrors:
    """Why a row does not enter. `line` is that of the file, 0 when the row came from elsewhere."""

    errors: tuple[CellError, ...]
    line: int = 0
