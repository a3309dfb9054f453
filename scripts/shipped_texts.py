"""What the shipped reminders cost: `python -m scripts.shipped_texts` prints each with its segments.

Every text of every language is rendered with typical values of the two lenders of the sample, as
a borrower would receive it: signature, body, 查询码 and opt-out words.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config.sample import lenders  # noqa: E402
from messaging import library  # noqa: E402
from messaging.content.placeholders import names  # noqa: E402
from messaging.content.render import full_text, render  # noqa: E402
from messaging.content.segments import SegmentCount, count  # noqa: E402
from messaging.content.values import (  # noqa: E402
    LenderFacts,
    LoanText,
    MessageFacts,
    values_for,
)

TODAY = date(2026, 9, 15)
TEXTS = 60  # of each language
DAYS = {
    "due-7": -7,
    "due-0": 0,
    "dpd-1": 1,
    "dpd-2-3": 3,
    "dpd-4-7": 5,
    "dpd-8-15": 12,
    "dpd-16+": 30,
}
PEOPLE = {
    "zh-hans": ("王小明", "李雷"),
    "zh-hant": ("陳大文", "林志明"),
    "en": ("James Wong", "Li Mei"),
}
LOANS = (("消费贷", "1280.50"), ("信用卡分期", "12345.67"), ("家装分期", "860.00"))


class Rendered(NamedTuple):
    code: str
    lender: str
    text: str
    size: SegmentCount
    says_how: bool
    """It names its 查询码, the short address and how to stop."""


def texts(language: str) -> list[Rendered]:
    """The first 60: every reminder, of every lender, with one loan after another."""
    found = list(_all(language))
    return found[:TEXTS]


def _all(language: str) -> Iterator[Rendered]:
    for place, (product, amount) in enumerate(LOANS):
        for facts in lenders.LENDERS:
            for entry in library.load_all(language):
                yield _rendered(entry, facts, product, amount, PEOPLE[language][place % 2])


def _rendered(
    entry: library.StarterTemplate, lender: dict[str, Any], product: str, amount: str, person: str
) -> Rendered:
    name, signature, ways = lenders.TEXTS[lender["code"]][entry.language]
    called = (product, *lenders.PRODUCTS[product])
    values = values_for(
        MessageFacts(
            customer_name=person,
            salutation="先生",
            language=entry.language,
            lender=LenderFacts(
                name=name,
                signature=signature,
                hotline=lender["hotline"],
                ways_to_pay=ways,
                check_host=lender["check_host"],
            ),
            loans=(
                LoanText(
                    product=called[library.LANGUAGES.index(entry.language)],
                    loan_no_tail="0417",
                    currency="CNY",
                    amount_due=Decimal(amount),
                    outstanding=Decimal(amount),
                    due_date=TODAY - timedelta(days=DAYS[entry.stage]),
                ),
            ),
            today=TODAY,
            cause=entry.cause,
        )
    )
    text = full_text(signature, render(entry.body, values), language=entry.language)
    says_how = {"check_code", "check_host", "opt_out_words"} <= set(names(entry.body))
    return Rendered(entry.code, lender["code"], text, count(text), says_how)


def main() -> None:
    for language in library.LANGUAGES:
        found = texts(language)
        for each in found:
            size = f"{each.size.segments} x {each.size.encoding} {each.size.units:>3}"
            print(f"{language:8} {each.code:28} {size}  {each.text}")
    print(f"\n{'':8} texts  segments                gsm7  units (least, most)  code and stop words")
    for language in library.LANGUAGES:
        found = texts(language)
        segments = dict(sorted(Counter(each.size.segments for each in found).items()))
        gsm7 = sum(each.size.encoding == "gsm7" for each in found)
        units = sorted(each.size.units for each in found)
        how = sum(each.says_how for each in found)
        print(
            f"{language:8} {len(found):>5}  {segments!s:22} {gsm7:>5}  {units[0]}, {units[-1]}"
            f"{'':12} {how}"
        )


if __name__ == "__main__":
    main()
