"""Hardship cases: opened, asked about, decided under four eyes, ended on a date.

Each service raises `Refused` with a sentence for the person who asked; then nothing has
changed. While a case is live its holds keep the customer in peace.
"""

from feedback.hardship.cases import add_note, mark_reviewed, open_case, set_needs, take
from feedback.hardship.decisions import approve, propose, reject, withdraw
from feedback.hardship.ending import end, end_due
from feedback.hardship.permissions import obstacle_to_approving
from feedback.hardship.relief_in_force import Relief, relief
from feedback.hardship.replies import open_for_hold, open_missed

__all__ = [
    "Relief",
    "add_note",
    "approve",
    "end",
    "end_due",
    "mark_reviewed",
    "obstacle_to_approving",
    "open_case",
    "open_for_hold",
    "open_missed",
    "propose",
    "reject",
    "relief",
    "set_needs",
    "take",
    "withdraw",
]
