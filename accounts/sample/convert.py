"""Real public figures → rows of our import files, the same every time.

Each customer has a random generator of their own, seeded by their ID: an excerpt gives the same
rows as the whole, in any order. All phones are from the sandbox-only range.
"""

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from accounts.sample.figures import AS_OF, CENT, SAMPLE_DAY, amount_due, due_date, instalments
from accounts.sample.people import full_name, last_four, salutation, sandbox_phone

SEED = 20_260_915
LENDERS: Mapping[str, str] = {"anhe": "安和消费金融", "linshui": "临水银行"}

LOAN_FIELDS = (
    *("customer_no", "name", "salutation", "phone", "email", "language", "timezone", "id_last4"),
    *("loan_no", "lender", "product", "currency", "principal", "outstanding", "amount_due"),
    *("due_date", "as_of", "role", "instalments_paid_late", "instalments_paid", "cause"),
    "officer_name",
)
REPAYMENT_FIELDS = ("reference", "loan_no", "paid_on", "amount")

GRADUATE_SCHOOL = "1"  # EDUCATION: these 35 % bank with linshui
PRODUCTS = {
    "anhe": ("消费贷", "信用卡分期", "助学分期", "家装分期"),
    "linshui": ("信用卡分期", "消费贷", "车贷"),
}
OFFICERS = {
    "anhe": ("陈静", "刘洋", "周敏", "吴磊", "欧阳建国"),
    "linshui": ("孙丽", "何志强", "Grace Lin"),
}
OFFICER_SHARE = 0.7
"""Of loans; the others are looked after by nobody in particular."""
SECOND_PRODUCTS = ("现金分期", "手机分期")

SECOND_LOAN_SHARE = 0.04
OTHER_PHONE_SHARE = 0.5  # of second loans: they bring a second contact point
EMAIL_SHARE = 0.3
TRADITIONAL_SHARE, ENGLISH_SHARE = 0.02, 0.02
URUMQI_SHARE, TWO_ZONES_SHARE = 0.006, 0.004
CAUSE_SHARES = {"forgot": 0.04, "cash_flow": 0.04, "hardship": 0.015, "dispute": 0.005}
REPAYMENT_SHARE = 0.05
PHONES_PER_ROLE = 10_000_000  # first phones below, second phones above


def loan_rows(
    uci_rows: Iterable[Mapping[str, str]], *, seed: int = SEED
) -> Iterator[dict[str, str]]:
    """Rows with the keys LOAN_FIELDS: one per customer, two for a few."""
    for uci in uci_rows:
        first = first_loan(uci, rng := customer_rng(uci, seed))
        yield first
        if rng.random() < SECOND_LOAN_SHARE:
            yield second_loan(uci, rng, first)


def repayment_rows(
    uci_rows: Iterable[Mapping[str, str]], *, seed: int = SEED
) -> Iterator[dict[str, str]]:
    """Rows with the keys REPAYMENT_FIELDS: last month's real payment of a few customers.

    All were made before the loans' `as_of`, so the amounts due already reckon with them.
    """
    for uci in uci_rows:
        rng = random.Random(f"{seed}:repayment:{uci['ID']}")
        if rng.random() < REPAYMENT_SHARE and Decimal(uci["PAY_AMT1"]) > 0:
            number = int(uci["ID"])
            yield {
                "reference": f"R{number:06d}",
                "loan_no": f"L{number:06d}01",
                "paid_on": (SAMPLE_DAY - dt.timedelta(days=rng.randint(1, 25))).isoformat(),
                "amount": str(Decimal(uci["PAY_AMT1"]).quantize(CENT)),
            }


def customer_rng(uci: Mapping[str, str], seed: int) -> random.Random:
    return random.Random(f"{seed}:{uci['ID']}")


def first_loan(uci: Mapping[str, str], rng: random.Random) -> dict[str, str]:
    number = int(uci["ID"])
    language = pick_share(rng, {"zh-hant": TRADITIONAL_SHARE, "en": ENGLISH_SHARE}) or "zh-hans"
    zones = {"Asia/Urumqi": URUMQI_SHARE, "Asia/Shanghai|America/New_York": TWO_ZONES_SHARE}
    lender = "linshui" if uci["EDUCATION"] == GRADUATE_SCHOOL else "anhe"
    late, paid = instalments(uci)
    return {
        "customer_no": f"C{number:06d}",
        "name": full_name(rng, sex=uci["SEX"], language=language),
        "salutation": salutation(sex=uci["SEX"], language=language),
        "phone": sandbox_phone(number),
        "email": f"c{number:06d}@example.com" if rng.random() < EMAIL_SHARE else "",
        "language": language,
        "timezone": pick_share(rng, zones) or "Asia/Shanghai",
        "id_last4": last_four(rng),
        "loan_no": f"L{number:06d}01",
        "lender": lender,
        "product": rng.choice(PRODUCTS[lender]),
        "role": "debtor",
        "instalments_paid_late": str(late),
        "instalments_paid": str(paid),
        **standing(uci, rng, share=Decimal(1)),
        "officer_name": officer(number, lender),
    }


def officer(number: int, lender: str) -> str:
    """Drawn apart from everything else of the customer, which stays what it was."""
    rng = random.Random(f"{SEED}:officer:{number}")
    return rng.choice(OFFICERS[lender]) if rng.random() < OFFICER_SHARE else ""


def second_loan(
    uci: Mapping[str, str], rng: random.Random, first: Mapping[str, str]
) -> dict[str, str]:
    """A smaller loan of the same customer at the same lender, as late as the first."""
    number = int(uci["ID"])
    row = {
        **first,
        "loan_no": f"L{number:06d}02",
        "product": rng.choice(SECOND_PRODUCTS),
        **standing(uci, rng, share=Decimal(rng.randint(10, 40)) / 100),
    }
    if rng.random() < OTHER_PHONE_SHARE:
        row["phone"] = sandbox_phone(PHONES_PER_ROLE + number)
    return row


def standing(uci: Mapping[str, str], rng: random.Random, *, share: Decimal) -> dict[str, str]:
    """How one loan stands at AS_OF; `share` of the source's figures."""
    months_late = int(uci["PAY_0"])
    due = (amount_due(uci) * share).quantize(CENT)
    cause = pick_share(rng, CAUSE_SHARES)
    return {
        "currency": "CNY",
        "principal": str((Decimal(uci["LIMIT_BAL"]) * share).quantize(CENT)),
        "outstanding": str(due),
        "amount_due": str(due),
        "due_date": due_date(rng, months_late=months_late).isoformat(),
        "as_of": AS_OF,
        "cause": cause if cause and months_late > 0 and due else "",
    }


def pick_share(rng: random.Random, shares: Mapping[str, float]) -> str | None:
    """One of the keys with its probability, else None. Always draws once."""
    drawn = rng.random()
    for key, share in shares.items():
        if drawn < share:
            return key
        drawn -= share
    return None
