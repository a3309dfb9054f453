"""Promises to pay: proposed, made, withdrawn, and judged from repayments.

Each service raises `Refused` with a sentence for the person who asked; then nothing has
changed. A promise keeps its loan's reminders back until its day and `GRACE_DAYS` are over.
"""

from feedback.promises.limits import HORIZON_DAYS, obstacle
from feedback.promises.proposals import decline, propose, propose_missed
from feedback.promises.service import cancel, confirm, make
from feedback.promises.settle_due import judge_due, judge_loans
from feedback.promises.summary import Summary, owed_now, summary
from feedback.promises.taken_back import judge_anew
from feedback.promises.thanks import say_due
from feedback.promises.verdict import GRACE_DAYS

__all__ = [
    "GRACE_DAYS",
    "HORIZON_DAYS",
    "Summary",
    "cancel",
    "confirm",
    "decline",
    "judge_anew",
    "judge_due",
    "judge_loans",
    "make",
    "obstacle",
    "owed_now",
    "propose",
    "propose_missed",
    "say_due",
    "summary",
]
