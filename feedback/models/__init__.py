"""Tables of what comes back."""

from feedback.models.complaint import Complaint, ComplaintEvent

__all__ = ["Complaint", "ComplaintEvent"]
