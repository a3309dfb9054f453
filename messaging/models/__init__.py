"""Tables of what is said: templates, strategy, policy, runs, messages, suppressions, gateways."""

from messaging.models.access_token import AccessToken
from messaging.models.answer import Answer
from messaging.models.approved import ApprovedContent
from messaging.models.assignment import Assignment
from messaging.models.attempt import Attempt
from messaging.models.calendar import CalendarYear
from messaging.models.call import Call
from messaging.models.campaign import Campaign
from messaging.models.check_code import CheckCode
from messaging.models.comment import ApprovalComment
from messaging.models.compliance_report import ComplianceReport, ReportSchedule
from messaging.models.confirmation import SentenceConfirmation
from messaging.models.day_proof import DayProof
from messaging.models.decision import Decision
from messaging.models.education import EducationCandidate, EducationDeclined, EducationPlan
from messaging.models.filing import Filing
from messaging.models.gateway import Gateway, SandboxText
from messaging.models.gateway_state import GatewayEvent, GatewayState
from messaging.models.hour import HourDraw, HourFinding, HourSum
from messaging.models.inbound import InboundRequest
from messaging.models.incoming import Incoming
from messaging.models.left_out import LeftOut
from messaging.models.lender_wording import LenderWording
from messaging.models.message import Message
from messaging.models.phone_send import PhoneSend, PhoneSendStep
from messaging.models.policy import PolicyVersion
from messaging.models.reply import Receipt, Reply
from messaging.models.run import Candidate, CandidateLoan, Run
from messaging.models.segment import Segment
from messaging.models.sender import Sender
from messaging.models.stop import Stop
from messaging.models.strategy import SegmentCell, Strategy, StrategyCell
from messaging.models.suppression import Suppression
from messaging.models.template import Template, TemplateVersion
from messaging.models.tranche import Tranche
from messaging.models.trial import Trial
from messaging.models.watermark import Watermark
from messaging.models.what_if import WhatIf, WhatIfShard
from messaging.models.wording_list import WordingListVersion

__all__ = [
    "AccessToken",
    "Answer",
    "ApprovalComment",
    "ApprovedContent",
    "Assignment",
    "Attempt",
    "CalendarYear",
    "Call",
    "Campaign",
    "Candidate",
    "CandidateLoan",
    "CheckCode",
    "ComplianceReport",
    "DayProof",
    "Decision",
    "EducationCandidate",
    "EducationDeclined",
    "EducationPlan",
    "Filing",
    "Gateway",
    "GatewayEvent",
    "GatewayState",
    "HourDraw",
    "HourFinding",
    "HourSum",
    "InboundRequest",
    "Incoming",
    "LeftOut",
    "LenderWording",
    "Message",
    "PhoneSend",
    "PhoneSendStep",
    "PolicyVersion",
    "Receipt",
    "Reply",
    "ReportSchedule",
    "Run",
    "SandboxText",
    "Segment",
    "SegmentCell",
    "Sender",
    "SentenceConfirmation",
    "Stop",
    "Strategy",
    "StrategyCell",
    "Suppression",
    "Template",
    "TemplateVersion",
    "Tranche",
    "Trial",
    "Watermark",
    "WhatIf",
    "WhatIfShard",
    "WordingListVersion",
]
