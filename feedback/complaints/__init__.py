"""Complaints from the first word to the last: logged, worked on, answered in time, reviewed.

The customer is left in peace meanwhile: complaint, hold and the holding back of the customer's
messages are one transaction, and so are the answer and the end of the hold.
"""

from feedback.complaints.closing import obstacle_to_closing, resolve
from feedback.complaints.extensions import (
    approve_extension,
    ask_for_extension,
    mark_complex,
    obstacle_to_deciding,
    refuse_extension,
)
from feedback.complaints.opening import log, open_for_hold, open_missed, open_one, same_again
from feedback.complaints.reviews import (
    ask_for_review,
    decide_review,
    obstacle_to_asking,
    obstacle_to_reviewing,
    take_review,
)
from feedback.complaints.working import (
    add_note,
    hand_over,
    link_message,
    reclassify,
    take,
    unlink_message,
    workers,
)

__all__ = [
    "add_note",
    "approve_extension",
    "ask_for_extension",
    "ask_for_review",
    "decide_review",
    "hand_over",
    "link_message",
    "log",
    "mark_complex",
    "obstacle_to_asking",
    "obstacle_to_closing",
    "obstacle_to_deciding",
    "obstacle_to_reviewing",
    "open_for_hold",
    "open_missed",
    "open_one",
    "reclassify",
    "refuse_extension",
    "resolve",
    "same_again",
    "take",
    "take_review",
    "unlink_message",
    "workers",
]
