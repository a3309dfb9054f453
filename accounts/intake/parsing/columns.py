"""Which parser reads which column, and what an empty one is worth. Pure."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from accounts.intake.parsing.cells import addresses, amounts, choices, dates, identifiers, texts
from accounts.intake.parsing.cells.marks import narrow
from accounts.intake.parsing.cells.nothing import says_nothing
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.shapes import RowContext

Parser = Callable[[str, RowContext], Any]


def required(parse: Callable[[str], Any]) -> Parser:
    def parse_required(text: str, _context: RowContext) -> Any:
        if not text or text.isspace():
            raise CellProblem("required")
        return parse(text)

    return parse_required


def optional(parse: Callable[[str], Any], default: Any = None) -> Parser:
    def parse_optional(text: str, _context: RowContext) -> Any:
        return parse(text) if text and not text.isspace() else default

    return parse_optional


def parse_phone(text: str, context: RowContext) -> str | None:
    if not text or text.isspace():
        return None
    return addresses.parse_phone(text, region=context.default_region, sandbox=context.sandbox)


def parse_language(text: str, context: RowContext) -> str:
    return choices.parse_language(text) if text.strip() else context.default_language


def parse_zones(text: str, context: RowContext) -> tuple[str, ...]:
    return dates.parse_zones(text) if text.strip() else (context.default_zone,)


def parse_lender(text: str, context: RowContext) -> str:
    """By code or name; the code comes out."""
    if code := context.lenders.get(text) or context.lenders.get(narrow(text)):
        return code
    raise CellProblem("required" if not text.strip() else "unknown_lender")


@lru_cache(maxsize=1024)
def parse_salutation(text: str) -> str:
    if says_nothing(text):
        raise CellProblem("says_nothing")
    return texts.parse_message_text(text, limit=texts.MAX_SALUTATION_CHARS)


@lru_cache(maxsize=1024)
def parse_product(text: str) -> str:
    if says_nothing(text):
        raise CellProblem("says_nothing")
    return texts.parse_message_text(text, limit=texts.MAX_PRODUCT_CHARS)


@lru_cache(maxsize=1024)
def parse_officer(text: str) -> str:
    """A name of the lender's staff, which a text may say."""
    if says_nothing(text):
        raise CellProblem("says_nothing")
    return texts.parse_message_text(text, limit=texts.MAX_OFFICER_CHARS)


def parse_payment_reference(text: str) -> str:
    return identifiers.parse_identifier(text, limit=identifiers.MAX_REFERENCE_CHARS)


def parse_paid_on(text: str, context: RowContext) -> Any:
    if not text.strip():
        raise CellProblem("required")
    day = dates.parse_date(text)
    if day > context.today:
        raise CellProblem("future_date")
    return day


def parse_confirmed_on(text: str, context: RowContext) -> Any:
    """When the lender made sure of the number; empty: not, or nobody knows."""
    return parse_paid_on(text, context) if text.strip() else None


def parse_payment(text: str) -> Any:
    amount = amounts.parse_signed(text)
    if not amount:
        raise CellProblem("zero_amount")
    return amount


# In the order of the fields of LoanRow; `as_of`, which needs the lender's zone, comes last in both.
LOAN_PARSERS: tuple[tuple[str, Parser], ...] = (
    ("customer_no", required(identifiers.parse_identifier)),
    ("name", required(texts.parse_name)),
    ("salutation", optional(parse_salutation, "")),
    ("phone", parse_phone),
    ("email", optional(addresses.parse_email)),
    ("language", parse_language),
    ("timezone", parse_zones),
    ("id_last4", optional(choices.parse_last4)),
    ("loan_no", required(identifiers.parse_identifier)),
    ("lender", parse_lender),
    ("product", optional(parse_product, "")),
    ("currency", required(choices.parse_currency)),
    ("principal", required(amounts.parse_amount)),
    ("outstanding", required(amounts.parse_amount)),
    ("amount_due", required(amounts.parse_amount)),
    ("due_date", required(dates.parse_date)),
    ("role", optional(choices.parse_role, "debtor")),
    ("instalments_paid_late", optional(amounts.parse_count)),
    ("instalments_paid", optional(amounts.parse_count)),
    ("cause", optional(choices.parse_cause)),
    ("wechat_id", optional(addresses.parse_wechat)),
    ("phone_confirmed_on", parse_confirmed_on),
    ("officer_name", optional(parse_officer, "")),
)
LENDER_POSITION = [column for column, _ in LOAN_PARSERS].index("lender")
REPAYMENT_PARSERS: tuple[tuple[str, Parser], ...] = (
    ("reference", required(parse_payment_reference)),
    ("loan_no", required(identifiers.parse_identifier)),
    ("paid_on", parse_paid_on),
    ("amount", required(parse_payment)),
    ("reverses", optional(parse_payment_reference, "")),
    ("status", optional(choices.parse_taken_back, False)),
)
# What a cell of these is worth that holds a word for “nothing”, as if it were empty.
EMPTY: Mapping[str, Callable[[RowContext], Any]] = {
    "salutation": lambda _context: "",
    "product": lambda _context: "",
    "officer_name": lambda _context: "",
    "phone": lambda _context: None,
    "email": lambda _context: None,
    "language": lambda context: context.default_language,
    "timezone": lambda context: (context.default_zone,),
    "id_last4": lambda _context: None,
    "role": lambda _context: "debtor",
    "instalments_paid_late": lambda _context: None,
    "instalments_paid": lambda _context: None,
    "cause": lambda _context: None,
    "wechat_id": lambda _context: None,
    "phone_confirmed_on": lambda _context: None,
    "reverses": lambda _context: "",
    "status": lambda _context: False,
}
