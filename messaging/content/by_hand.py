"""Figures of loans that an author wrote by hand: true of one customer at most, so never sent.

Read as the finished text will be read (messaging.content.readback): what is found here would be
kept back at sending.
"""

from collections.abc import Iterator

from messaging.content.context import BEFORE_DUE, ON_DUE_DAY, ReviewContext
from messaging.content.readback.masked import NAME
from messaging.content.readback.read import read
from messaging.content.remarks import remark
from messaging.content.text.braces import tokens
from messaging.content.text.findings import Finding


def review_by_hand(body: str, context: ReviewContext) -> Iterator[Finding]:
    """Findings on the author's own words; they stand at 0, for they are about what is said."""
    said = read(_own_words(body), context.language)
    if any(amount.owed for amount in said.amounts):
        yield remark("amount_by_hand", suggestion="{{ amount_due }}")
    if any(day.due for day in said.dates):
        yield remark("date_by_hand", suggestion="{{ due_date }}")
    if any(days.asserted for days in said.days):
        yield remark("days_by_hand", suggestion="{{ days_overdue }}")
    if said.counts:
        yield remark("loans_by_hand", suggestion="{{ loan_count }}")
    if context.reminder and not said.standings <= {_standing(context)}:
        yield remark("other_standing")


def _own_words(body: str) -> str:
    words, place = [], 0
    for token in tokens(body):
        words += [body[place : token.start], NAME]
        place = token.end
    return "".join([*words, body[place:]])


def _standing(context: ReviewContext) -> str:
    if context.stage in BEFORE_DUE:
        return "due_later"
    return "due_today" if context.stage in ON_DUE_DAY else "overdue"
