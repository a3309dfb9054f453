"""Draft → submitted → approved | rejected → retired, with four eyes (DESIGN 4.6)."""

from messaging.approval.checks import findings
from messaging.approval.errors import ApprovalRefused
from messaging.approval.fingerprints import fingerprint
from messaging.approval.steps import approve, reject, retire, submit, withdraw

__all__ = [
    "ApprovalRefused",
    "approve",
    "findings",
    "fingerprint",
    "reject",
    "retire",
    "submit",
    "withdraw",
]
