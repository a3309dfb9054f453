"""Tables of who: staff, lenders, customers, loans, holds, intake, audit."""

from accounts.models.api_call import ApiCall
from accounts.models.api_key import ApiKey
from accounts.models.audit import AuditEntry
from accounts.models.bulk import BulkJob, BulkRow
from accounts.models.call_figures import CallFigures
from accounts.models.chain import ChainCheck, ChainLink, ChainPart, ChainPulse
from accounts.models.consent import Consent
from accounts.models.contact_point import ContactPoint
from accounts.models.customer import Customer
from accounts.models.erasure_request import ErasedValue, ErasureRequest
from accounts.models.event import Event, EventDelivery, EventDestination
from accounts.models.factor import Factor, RecoveryCode
from accounts.models.hold import Hold
from accounts.models.import_trail import ImportTrail
from accounts.models.instalment import LoanInstalment
from accounts.models.intake import ImportChange, ImportFile, ImportProblem, MatchedColumn
from accounts.models.known_key import KnownKey
from accounts.models.legal_hold import LegalHold
from accounts.models.lender import Lender
from accounts.models.loan import Loan, LoanParty, Repayment
from accounts.models.loan_move import LoanMove
from accounts.models.look import Look
from accounts.models.new_number import NewNumber
from accounts.models.product import Product
from accounts.models.retention import Erasure, RetentionRule, RetentionRun
from accounts.models.reveal import Reveal, Watched
from accounts.models.saved_view import SavedView
from accounts.models.search import Search
from accounts.models.session import StaffSession
from accounts.models.signin import SignInAttempt, SignInCount
from accounts.models.staff import TrainingCourse, TrainingRecord, User
from accounts.models.staff_lender import StaffLender
from accounts.models.staff_number import StaffNumber, StaffNumberCode
from accounts.models.staff_request import StaffRequest

__all__ = [
    "ApiCall",
    "ApiKey",
    "AuditEntry",
    "BulkJob",
    "BulkRow",
    "CallFigures",
    "ChainCheck",
    "ChainLink",
    "ChainPart",
    "ChainPulse",
    "Consent",
    "ContactPoint",
    "Customer",
    "ErasedValue",
    "Erasure",
    "ErasureRequest",
    "Event",
    "EventDelivery",
    "EventDestination",
    "Factor",
    "Hold",
    "ImportChange",
    "ImportFile",
    "ImportProblem",
    "ImportTrail",
    "KnownKey",
    "LegalHold",
    "Lender",
    "Loan",
    "LoanInstalment",
    "LoanMove",
    "LoanParty",
    "Look",
    "MatchedColumn",
    "NewNumber",
    "Product",
    "RecoveryCode",
    "Repayment",
    "RetentionRule",
    "RetentionRun",
    "Reveal",
    "SavedView",
    "Search",
    "SignInAttempt",
    "SignInCount",
    "StaffLender",
    "StaffNumber",
    "StaffNumberCode",
    "StaffRequest",
    "StaffSession",
    "TrainingCourse",
    "TrainingRecord",
    "User",
    "Watched",
]
