"""Cues in plain Mandarin and simplified characters, without blanks and punctuation."""

from messaging.replies.cues.chinese.breach import BREACH
from messaging.replies.cues.chinese.complaint import COMPLAINT as SAID_TO_COMPLAIN, NO_COMPLAINT
from messaging.replies.cues.chinese.denial import (
    ASKED_BACK,
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
from messaging.replies.cues.chinese.despair import DESPAIR
from messaging.replies.cues.chinese.dispute import DISPUTE, NO_DISPUTE
from messaging.replies.cues.chinese.distress import SELF_HARM
from messaging.replies.cues.chinese.hardship import NO_HARDSHIP, TROUBLE
from messaging.replies.cues.chinese.not_distress import CURSES, NO_DISTRESS
from messaging.replies.cues.chinese.opt_out import DENIABLE_OPT_OUT, NO_OPT_OUT, PLAIN_OPT_OUT
from messaging.replies.cues.chinese.paid import PAID, UNPAID
from messaging.replies.cues.chinese.promise import NO_PROMISE, PROMISE
from messaging.replies.cues.chinese.relief import RELIEF
from messaging.replies.cues.chinese.wrong_party import NO_WRONG_PARTY, WRONG_PARTY

COMPLAINT = (*SAID_TO_COMPLAIN, *BREACH)
DISTRESS = (*SELF_HARM, *DESPAIR)
HARDSHIP = (*TROUBLE, *RELIEF)

__all__ = [
    "ASKED_BACK",
    "BREACH",
    "COMPLAINT",
    "CURSES",
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
    "NO_DISPUTE",
    "NO_DISTRESS",
    "NO_HARDSHIP",
    "NO_OPT_OUT",
    "NO_PROMISE",
    "NO_WRONG_PARTY",
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
