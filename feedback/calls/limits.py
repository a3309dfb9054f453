"""Figures of the call list that no policy states. All of them are our own proposal.

The caps on calls themselves are the policy's (facts: contact rules) and judged by `decide`.
"""

from datetime import timedelta

from messaging.policy.facts import CALL, CALL_BACK

SOURCE = "our own proposal"

CALL_AT_DPD = 30
"""Days past due on which a loan nobody has settled or talked about comes to the call list."""

CATCH_UP_DAYS = 3
"""A loan whose day was missed is still listed so many days later; after that, with the next."""

NEXT_TRY = timedelta(hours=4)
"""After a call nobody answered."""

NEXT_TRY_IN_DISTRESS = timedelta(minutes=15)
"""The same for a call in distress, which is tried until somebody is spoken to."""

MOST_TRIES = 4
"""Unanswered calls after which a task is given up. Fewer than the law's dials a day, on purpose."""

DUE = {
    "distress": timedelta(0),
    "call_back": timedelta(hours=2),
    "wish": timedelta(hours=8),
    "agent": timedelta(hours=8),
    "stage": timedelta(days=3),
    "plan": timedelta(days=1),
}
"""How soon after the task is opened (or may begin) somebody should have called."""

PURPOSE = {
    "distress": CALL_BACK,
    "call_back": CALL_BACK,
    "wish": CALL,
    "agent": CALL,
    "stage": CALL,
    "plan": CALL,
}
"""What a call is to the policy: asked for, or of our own initiative."""
