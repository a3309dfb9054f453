"""What a hold belongs to: a complaint, a promise, a hardship case, or the reply it came from.

A hold whose owner is still open ends with it; nobody lifts it on its own.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.input.params import source_id
from accounts.models import Hold
from feedback.models import Complaint, ConversationReply, Promise
from feedback.models.hardship import LIVE


class Owner(NamedTuple):
    """`url` empty: nothing to open. `why_not`: why the hold cannot be lifted on its own."""

    label: str
    url: str
    permission: str = ""
    why_not: str = ""


def owners(holds: Iterable[Hold]) -> dict[int, Owner]:
    """The owner of each hold by its id; fetch them with `hold_ledger.SHOWN`. One query more."""
    rows = list(holds)
    conversations = _conversations(rows)
    return {hold.pk: owner(hold, conversations) for hold in rows}


def owner(hold: Hold, conversations: Mapping[str, int] | None = None) -> Owner:
    """One hold's owner, as it stands now."""
    if hold.carried_from is not None:
        before = reverse("admin:accounts_customer_change", args=[hold.carried_from.customer_id])
        why_not = _("It ends with the hold under the customer's earlier number.")
        return Owner(_("Earlier customer number"), before, "accounts.view_customer", why_not)
    if hold.kind == Hold.Kind.LOAN_MOVE:
        why_not = _("Two people settle whose loan it is; the hold ends with that.")
        page = reverse("admin:loan_moves")
        return Owner(_("Loans under another number"), page, "accounts.view_loanmove", why_not)
    found = _kept_by(hold)
    if found is not None:
        return found
    conversation = (conversations if conversations is not None else _conversations([hold])).get(
        hold.source
    )
    page = reverse("admin:conversation", args=[conversation]) if conversation is not None else ""
    if hold.kind == Hold.Kind.UNREAD_REPLY:
        why_not = _("Read the conversation; the hold ends with it.")
        return Owner(_("Reply"), page, "feedback.view_conversation", why_not)
    if hold.kind == Hold.Kind.OPEN_QUESTION:
        why_not = _("Answer the question; the hold ends with the answer.")
        return Owner(_("Reply"), page, "feedback.view_conversation", why_not)
    if conversation is not None:
        return Owner(_("Reply"), page, "feedback.view_conversation")
    return Owner(_by_hand(hold), "")


def _kept_by(hold: Hold) -> Owner | None:
    promise: Promise | None = getattr(hold, "promise", None)
    if promise is not None:
        open_still = promise.state == Promise.State.OPEN
        return Owner(
            _("Promise #%(number)s") % {"number": promise.pk},
            reverse("admin:promise", args=[promise.pk]),
            "feedback.view_promise",
            _("Withdraw the promise; another person may lift its hold then.") if open_still else "",
        )
    complaint: Complaint | None = getattr(hold, "complaint", None)
    if complaint is not None:
        open_still = complaint.state != Complaint.State.RESOLVED
        return Owner(
            _("Complaint %(number)s") % {"number": complaint.number},
            reverse("admin:complaint", args=[complaint.pk]),
            "feedback.view_complaint",
            _("This hold ends when its complaint is resolved.") if open_still else "",
        )
    link: Any = getattr(hold, "hardship", None)
    if link is not None:
        return Owner(
            _("Hardship case #%(number)s") % {"number": link.case_id},
            reverse("admin:hardship", args=[link.case_id]),
            "feedback.view_hardshipcase",
            _("This hold ends with its hardship case.") if link.case.state in LIVE else "",
        )
    if hold.kind == Hold.Kind.COMPLAINT:  # by a reply; its complaint is opened in a moment
        return Owner(_("Complaint"), "", "", _("This hold ends when its complaint is resolved."))
    return None


def _conversations(holds: Iterable[Hold]) -> dict[str, int]:
    """Conversation by source, for holds that name a reply or a conversation."""
    found: dict[str, int] = {}
    replies: dict[int, str] = {}
    for hold in holds:
        if (conversation := source_id(hold.source, "conversation")) is not None:
            found[hold.source] = conversation
        elif (reply := source_id(hold.source, "reply")) is not None:
            replies[reply] = hold.source
    of_replies = ConversationReply.objects.filter(reply__in=replies) if replies else []
    found |= {replies[each.reply_id]: each.conversation_id for each in of_replies}
    return found


def _by_hand(hold: Hold) -> str:
    what = hold.source.partition(":")[0]
    return {
        "staff": _("Placed by hand"),
        "page": _("The customer's page"),
        "reply": _("Reply"),
        "call": _("Call"),
    }.get(what, hold.source)
