"""Cues in English, in capital letters without blanks; they match where a word begins."""

from messaging.replies.cues.english.complaint import COMPLAINT, NO_COMPLAINT
from messaging.replies.cues.english.denial import (
    DEMANDS,
    DENIAL_FILLERS,
    DENIALS,
    IN_VAIN,
    NO_DENIAL,
    REQUESTS,
    RETRACTIONS,
    UNSAID,
    WANTED_AFTER_ALL,
    WAYS_OUT,
)
from messaging.replies.cues.english.dispute import DISPUTE
from messaging.replies.cues.english.distress import DISTRESS, NO_DISTRESS
from messaging.replies.cues.english.hardship import HARDSHIP, NO_HARDSHIP
from messaging.replies.cues.english.opt_out import DENIABLE_OPT_OUT, NO_OPT_OUT, PLAIN_OPT_OUT
from messaging.replies.cues.english.paid import PAID, UNPAID
from messaging.replies.cues.english.promise import NO_PROMISE, PROMISE
from messaging.replies.cues.english.wrong_party import WRONG_PARTY

__all__ = [
    "COMPLAINT",
    "DEMANDS",
    "DENIABLE_OPT_OUT",
    "DENIALS",
    "DENIAL_FILLERS",
    "DISPUTE",
    "DISTRESS",
    "HARDSHIP",
    "IN_VAIN",
    "NO_COMPLAINT",
    "NO_DENIAL",
    "NO_DISTRESS",
    "NO_HARDSHIP",
    "NO_OPT_OUT",
    "NO_PROMISE",
    "PAID",
    "PLAIN_OPT_OUT",
    "PROMISE",
    "REQUESTS",
    "RETRACTIONS",
    "UNPAID",
    "UNSAID",
    "WANTED_AFTER_ALL",
    "WAYS_OUT",
    "WRONG_PARTY",
]
