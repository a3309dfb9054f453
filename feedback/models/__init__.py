"""Tables of what comes back."""

from feedback.models.alarm import Alarm, AlarmNotice
from feedback.models.call import CallTask
from feedback.models.came import EndsOfRun, RepliesOfDay
from feedback.models.checklist import Checklist
from feedback.models.complaint import Complaint
from feedback.models.complaint_clock import ComplaintClock, ComplaintExtension
from feedback.models.complaint_event import ComplaintEvent
from feedback.models.complaint_file import ComplaintMessage, Evidence, Letter, LetterTemplate
from feedback.models.complaint_review import ComplaintReview
from feedback.models.complaint_watch import ComplaintAlert, ComplaintPause, PauseDecision, SentOfRun
from feedback.models.conversation import Conversation, ConversationEvent, ConversationReply
from feedback.models.effect import EffectCount, EffectSum, EpisodeOutcome
from feedback.models.hardship import HardshipCase, HardshipHold, HardshipNote, Need
from feedback.models.hardship_decision import HardshipDecision, Instalment
from feedback.models.late_payment import UndueMessage
from feedback.models.page_draft import PageDraft
from feedback.models.promise import Promise
from feedback.models.sparing import SparingFinding
from feedback.models.survey import Survey
from feedback.models.visit import OneTimeCode, SecretTry, SecretUnlock, Throttle

__all__ = [
    "Alarm",
    "AlarmNotice",
    "CallTask",
    "Checklist",
    "Complaint",
    "ComplaintAlert",
    "ComplaintClock",
    "ComplaintEvent",
    "ComplaintExtension",
    "ComplaintMessage",
    "ComplaintPause",
    "ComplaintReview",
    "Conversation",
    "ConversationEvent",
    "ConversationReply",
    "EffectCount",
    "EffectSum",
    "EndsOfRun",
    "EpisodeOutcome",
    "Evidence",
    "HardshipCase",
    "HardshipDecision",
    "HardshipHold",
    "HardshipNote",
    "Instalment",
    "Letter",
    "LetterTemplate",
    "Need",
    "OneTimeCode",
    "PageDraft",
    "PauseDecision",
    "Promise",
    "RepliesOfDay",
    "SecretTry",
    "SecretUnlock",
    "SentOfRun",
    "SparingFinding",
    "Survey",
    "Throttle",
    "UndueMessage",
]
