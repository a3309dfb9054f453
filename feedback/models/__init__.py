"""Tables of what comes back."""

from feedback.models.call import CallTask
from feedback.models.complaint import Complaint, ComplaintEvent
from feedback.models.conversation import Conversation, ConversationEvent, ConversationReply
from feedback.models.hardship import HardshipCase, HardshipHold, HardshipNote, Need
from feedback.models.hardship_decision import HardshipDecision, Instalment
from feedback.models.late_payment import UndueMessage
from feedback.models.promise import Promise
from feedback.models.survey import Survey
from feedback.models.visit import SecretTry, Throttle

__all__ = [
    "CallTask",
    "Complaint",
    "ComplaintEvent",
    "Conversation",
    "ConversationEvent",
    "ConversationReply",
    "HardshipCase",
    "HardshipDecision",
    "HardshipHold",
    "HardshipNote",
    "Instalment",
    "Need",
    "Promise",
    "SecretTry",
    "Survey",
    "Throttle",
    "UndueMessage",
]
