"""What the core system is told of a complaint, whatever path writes it."""

import pgtrigger

from accounts.models.event import EventKind
from accounts.models.told import Told

_WHOM = {"of_customer": "NEW.customer_id", "of_lender": "NEW.lender_id"}

_ABOUT = {
    "complaint_no": "NEW.number",
    "state": "NEW.state",
    "category": "NEW.category",
    "severity": "NEW.severity",
    "outcome": "NULLIF(NEW.outcome, '')",
}

TOLD = [
    Told(
        name="a_complaint_opened_is_told",
        kind=EventKind.COMPLAINED.value,
        operation=pgtrigger.Insert,
        at="NEW.opened_at",
        whom=_WHOM,
        about=_ABOUT,
    ),
    Told(
        name="a_complaint_answered_is_told",
        kind=EventKind.ANSWERED.value,
        operation=pgtrigger.Update,
        condition="NEW.state = 'resolved' AND OLD.state <> 'resolved'",
        at="NEW.resolved_at",
        whom=_WHOM,
        about=_ABOUT,
    ),
]
