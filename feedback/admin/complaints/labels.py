"""What the codes of a complaint's timeline are called on screen."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "logged": _("Logged; messages are held"),
    "came": _("Came from the customer; messages are held"),
    "replied": _("Opened by a reply; messages are held"),
    "said_again": _("The customer says it again"),
    "withdrawn": _("Withdrawn by the customer on their page; a person closes it"),
    "taken": _("Taken"),
    "handed_over": _("Handed over"),
    "owner_left": _("Its colleague has left: open to all again"),
    "note": _("Note"),
    "reclassified": _("Category or severity changed"),
    "linked": _("Message linked"),
    "unlinked": _("Message taken off"),
    "evidence": _("Evidence added"),
    "removal_asked": _("Removal of evidence asked for"),
    "evidence_removed": _("Evidence removed"),
    "evidence_infected": _("Evidence taken away: a virus was found"),
    "files_erased": _("Evidence and letters erased: they were kept as long as they had to be"),
    "complex": _("Marked as complex"),
    "extension_asked": _("Extension asked for"),
    "extension_approved": _("Extension approved"),
    "extension_refused": _("Extension refused"),
    "due_3_days": _("Reminder: due in three days"),
    "due_24h": _("Reminder: due within 24 hours"),
    "overdue": _("Overdue: passed to the supervisors"),
    "letter_asked": _("Colleague asked to send the letter"),
    "letter": _("Letter sent"),
    "resolved": _("Resolved; the hold has ended"),
    "looked_at": _("Looked at again by a colleague: it stays as it was closed"),
    "opened_again": _("Opened again by a colleague; messages are held"),
    "review_asked": _("Review asked for; messages are held"),
    "review_taken": _("Review taken"),
    "review_decided": _("Review decided; the hold has ended"),
}
# Policy fields a deadline is added up from.
FIGURES = {
    "complaint_days": _("Days to answer"),
    "complaint_complex_days": _("Days for a complex one"),
    "complaint_extension_days": _("Days of extension"),
    "complaint_review_days": _("Days of review"),
}
STATE_LOOKS = {"resolved": "hc-good", "open": "hc-warn", "in_progress": "hc-warn"}


def due_look(days: int) -> str:
    """How a deadline so many days away is drawn."""
    return "hc-bad" if days <= 0 else "hc-warn" if days <= 2 else ""
