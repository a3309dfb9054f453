"""Every reason against a text, with the page on which a person settles it, and who may.

A reason that has no row here fails a test: whatever holds a text back can be looked into and, where
it may be, ended by somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging.models import message_reasons as after
from messaging.policy import reasons
from messaging.runs.control import RUN_STOPPED
from messaging.whatif.under import STOPPED_BY_LIST

CUSTOMER = "admin:accounts_customer_change"
"""The one page that is about somebody: it takes the customer's id."""


@dataclass(frozen=True)
class Settling:
    """`page`: a URL name; `permission`: what the act there needs; `does`: what is to be done."""

    page: str
    permission: str
    does: Any


def _import(does: Any) -> Settling:
    return Settling("admin:import_upload", "accounts.add_importfile", does)


def _policy(does: Any) -> Settling:
    return Settling(
        "admin:messaging_policyversion_changelist", "messaging.change_policyversion", does
    )


def _gateway(does: Any, permission: str = "messaging.change_gateway") -> Settling:
    return Settling("admin:messaging_gateway_changelist", permission, does)


def _run(does: Any) -> Settling:
    return Settling("admin:run_today", "messaging.plan_run", does)


def _template(does: Any) -> Settling:
    return Settling("admin:messaging_template_changelist", "messaging.change_templateversion", does)


def _wording(does: Any) -> Settling:
    return Settling("admin:lender_wordings", "messaging.change_lenderwording", does)


def _number(does: Any) -> Settling:
    return Settling(CUSTOMER, "accounts.confirm_contactpoint", does)


def _hold(does: Any) -> Settling:
    return Settling(CUSTOMER, "accounts.release_hold", does)


def _suppression(does: Any) -> Settling:
    return Settling("admin:messaging_suppression_changelist", "messaging.lift_suppression", does)


SETTLING: dict[str, Settling] = {
    reasons.EMERGENCY_STOP: Settling(
        "admin:stops", "messaging.stop_run", _("Lift the emergency stop once its cause is gone.")
    ),
    reasons.LOAN_SETTLED: _import(
        _("Paid: nothing to do. If it is not, import the core system's figures again.")
    ),
    reasons.BELOW_LEAST_AMOUNT: _policy(
        _("Too little to remind anybody of. The least amount stands in the policy.")
    ),
    reasons.STALE_DATA: _import(_("Bring in today's figures of the core system.")),
    reasons.NO_CONTACT_POINT: _import(_("Bring in a file that names the customer's number.")),
    reasons.WRONG_PARTY: _number(
        _(
            "Only with evidence that it is the customer's number after all: an agent confirms it "
            "there, and a supervisor lifts the suppression."
        )
    ),
    reasons.UNREACHABLE: _number(
        _("Confirm the number with the customer, or bring in another one with the next file.")
    ),
    reasons.INVALID_ADDRESS: _import(_("Bring in a file with the right number.")),
    reasons.ROLE_NOT_ALLOWED: _import(
        _("Only parties to the loan are written to. If the role is wrong, bring in the right one.")
    ),
    reasons.NUMBER_NOT_FRESH: _number(
        _(
            "Confirm that the number is still the customer's; a text from it, or a column of the "
            "file, does so too."
        )
    ),
    reasons.NO_CONSENT: Settling(
        CUSTOMER,
        "accounts.add_consent",
        _("Where the policy asks for it, nobody is texted who has not agreed: record the consent."),
    ),
    reasons.SUPPRESSED: _suppression(
        _("Only if the customer asks for texts again: lift the suppression with the evidence.")
    ),
    reasons.HOLD: _hold(_("See on the customer's page why, and end the hold when it is settled.")),
    reasons.HOLD_COMPLAINT: Settling(
        "admin:feedback_complaint_changelist",
        "feedback.resolve_complaint",
        _("Answer the complaint; the hold ends with it."),
    ),
    reasons.HOLD_DISPUTE: _hold(_("Check what is disputed; end the hold when it is settled.")),
    reasons.HOLD_HARDSHIP: Settling(
        "admin:hardships",
        "feedback.decide_hardshipcase",
        _("Decide about the hardship case; the hold goes by what was agreed."),
    ),
    reasons.HOLD_PAID_CLAIM: _import(
        _("Bring in the repayments: the hold ends by itself when the payment should have shown.")
    ),
    reasons.HOLD_PROMISE: Settling(
        "admin:promises",
        "feedback.make_promise",
        _("Wait for the day that was promised, or withdraw the promise with the customer."),
    ),
    reasons.HOLD_DISTRESS: _hold(
        _(
            "Call those nobody has spoken with yet. After a call, too, nothing is sent by itself: "
            "two colleagues end the hold on the customer's page when the time has come."
        )
    ),
    reasons.HOLD_DEATH: _hold(
        _(
            "Nothing is sent any more. Settle the estate by letter; only another colleague ends "
            "this."
        )
    ),
    reasons.HOLD_MINOR: _hold(
        _("Nobody under age is reminded. Check it; only another colleague ends this.")
    ),
    reasons.HOLD_INSOLVENCY: _hold(
        _("Deal with the administrator; end the hold when the proceedings are over.")
    ),
    reasons.HOLD_REPRESENTATION: _hold(
        _("Deal with the lawyer or guardian; end the hold when they no longer speak for them.")
    ),
    reasons.HOLD_BEREAVEMENT: _hold(_("Leave them in peace; it ends on its day.")),
    reasons.HOLD_OCCASION: _hold(_("Leave them in peace; it ends on its day.")),
    reasons.HOLD_PAUSE: _hold(_("Leave them in peace; it ends on its day.")),
    reasons.HOLD_LOAN_MOVE: Settling(
        "admin:loan_moves",
        "accounts.answer_loanmove",
        _("Say whose loan it is; a second colleague confirms it, and the hold ends with that."),
    ),
    reasons.HOLD_MANUAL: _hold(_("See who placed the hold and why; end it when it is settled.")),
    reasons.HOLD_UNREAD_REPLY: Settling(
        "admin:inbox",
        "feedback.change_conversation",
        _("Read what the customer wrote, and say what it means."),
    ),
    reasons.HOLD_OPEN_QUESTION: Settling(
        "admin:inbox",
        "feedback.change_conversation",
        _("Answer what the customer asked; the hold ends with the answer."),
    ),
    reasons.HOLD_NEW_NUMBER: _hold(
        _(
            "Make sure who writes, and write the number down under New number…; a second "
            "person types it again. Then end the hold; it ends by itself on its day."
        )
    ),
    reasons.NO_TEXT_FOR_SEGMENT: Settling(
        "admin:messaging_strategy_changelist",
        "messaging.change_strategy",
        _("Nothing is amiss. To write to this segment after all, change the strategy."),
    ),
    reasons.TEMPLATE_NOT_IN_FORCE: _template(
        _(
            "The text the strategy leads to is not approved in the customer's language, or was "
            "retired: have a version of it approved, or put another text in the strategy."
        )
    ),
    reasons.TEMPLATE_NOT_YET_IN_FORCE: _template(
        _("Wait for the day on which the text begins, or have an earlier one approved.")
    ),
    reasons.REVIEW_OVERDUE: Settling(
        "admin:reviews", "messaging.approve_templateversion", _("Review the text again.")
    ),
    reasons.OPT_OUT_WORDS_MISSING: _template(
        _("Write a version that says how to opt out, and have it approved.")
    ),
    reasons.MISSING_VALUE: _import(
        _("Bring in the value that the trace names; or use a text that does without it.")
    ),
    reasons.WORDING_UNCONFIRMED: _wording(
        _("Have the lender's name, signature and ways to pay approved in the customer's language.")
    ),
    reasons.WRONG_LANGUAGE: _wording(
        _("Have what is said in another language, such as a product's name, worded in this one.")
    ),
    reasons.NO_GATEWAY: _gateway(_("Set up a gateway, have it approved, and open it.")),
    reasons.GATEWAY_CLOSED: _gateway(
        _("Open the gateway when it works again."), "messaging.stop_run"
    ),
    reasons.CONTENT_CLASS: _gateway(_("Have a gateway approved that takes such texts.")),
    reasons.CARRIER_HAS_NOT_PASSED: _gateway(
        _(
            "File the text and the signature with the carrier on the page of the text, or have a "
            "gateway approved that takes any text."
        )
    ),
    reasons.CONTROL_ARM: _policy(
        _(
            "Left alone on purpose, so that the effect of texts can be known. The share stands in "
            "the policy."
        )
    ),
    reasons.ALREADY_REMINDED: _policy(
        _("One text a stage: the next stage has its own. The cadence stands in the policy.")
    ),
    reasons.ALREADY_READ: _policy(
        _("The customer has read or answered it: nothing more is sent about it in this stage.")
    ),
    reasons.QUIET_HOURS: _policy(
        _("It goes when the permitted hours begin. They stand in the policy.")
    ),
    reasons.UNKNOWN_ZONE: _import(_("Bring in a file with the customer's right time zone.")),
    reasons.NEVER_ALLOWED: _import(
        _("No hour suits all the customer's time zones: bring in a file with the right one.")
    ),
    reasons.REPLY_TOO_LATE: Settling(
        "admin:call_list",
        "feedback.change_calltask",
        _("Too late for a text: call the customer instead."),
    ),
    reasons.BLACKOUT_DAY: _policy(
        _("It goes on the next day that is not closed. Closed days stand in the policy.")
    ),
    reasons.UNCONFIRMED_CALENDAR: Settling(
        "admin:work_calendar",
        "messaging.approve_calendaryear",
        _("Have the work calendar of this year written and confirmed."),
    ),
    reasons.PREFERRED_WINDOW: Settling(
        "admin:run_today",
        "messaging.release_run",
        _("It goes at the preferred hours; releasing the run “at once” does not wait for them."),
    ),
    reasons.WISHED_HOURS: Settling(
        CUSTOMER,
        "accounts.record_wish",
        _("It goes at the hours the customer asked for. Change them only when they say so."),
    ),
    reasons.WISHED_CHANNEL: Settling(
        CUSTOMER,
        "accounts.record_wish",
        _("Reach the customer the way they asked for. Change it only when they say so."),
    ),
    reasons.CAP_CUSTOMER: _policy(_("It goes when the period is over. Caps stand in the policy.")),
    reasons.CAP_ADDRESS: _policy(
        _("Others at this number were written to as well. It goes when the period is over.")
    ),
    reasons.CAP_ACCOUNT: _policy(
        _("Contacts about this account count together over all channels. Caps stand in the policy.")
    ),
    reasons.MINIMUM_GAP: _policy(_("It goes when the pause is over. It stands in the policy.")),
    reasons.ANSWERED_ENOUGH: Settling(
        "admin:call_list",
        "feedback.change_calltask",
        _("Wait for the customer to write again, or call them."),
    ),
    reasons.STAGE_PASSED: _run(
        _("The text of the next stage follows with the next run. Plan a run earlier in the day.")
    ),
    reasons.EDUCATION_NOT_WANTED: Settling(
        CUSTOMER,
        "accounts.add_consent",
        _("Only if the customer asks for useful knowledge: record the consent."),
    ),
    reasons.EDUCATION_DECLINED: Settling(
        CUSTOMER,
        "accounts.add_consent",
        _("Only if the customer asks for it again: a new consent ends it. Reminders go on."),
    ),
    reasons.EDUCATION_TOO_SOON: _policy(
        _("It is seldom by intent: another piece comes with a later plan. The days are a rule.")
    ),
    reasons.REMINDER_NEAR: _policy(
        _("Nothing to do: another piece comes when no reminder is near. The days are a rule.")
    ),
    reasons.EDUCATION_LATE: Settling(
        "admin:education",
        "messaging.plan_run",
        _("Nothing to do: it waited too long. The customer is in the next plan again."),
    ),
    RUN_STOPPED: _run(_("Somebody stopped the run. Plan tomorrow's; what is due is in it again.")),
    after.OPTED_OUT: _suppression(
        _("Only if the customer asks for texts again: lift the suppression with the evidence.")
    ),
    after.GATEWAY_REFUSED: _gateway(
        _("See the gateway's error on the message, and settle it with the provider.")
    ),
    after.GAVE_UP: _gateway(
        _("The gateway refused for now too often. Settle it with the provider.")
    ),
    after.REFUSED_FOR_NOW: _gateway(_("It is tried again by itself. See how the gateway does.")),
    after.PERMIT_ENDED: _run(
        _("The hours ended first. What is due is in the next run; begin it earlier.")
    ),
    after.NOT_BEGUN: _run(_("It was taken back before it was sent and will be checked again.")),
    after.NO_OUTCOME: _gateway(
        _("Ask the provider what happened to it; it is never resent automatically.")
    ),
    after.NO_DRIVER: _gateway(_("Set the gateway up with a driver that this version has.")),
    after.NO_POLICY: _policy(_("Have a policy of the lender approved.")),
    after.UNSAFE_VALUE: _import(
        _("A name or product of this customer cannot stand in a text: bring in the right one.")
    ),
    after.UNREADABLE: _import(
        _(
            "Nothing to do with the customer: it was changed outside of this software, or its key"
            " is missing. An administrator has to look into it; it is tried again by itself."
        )
    ),
    reasons.TEXT_NOT_TRUE: _template(
        _(
            "The text does not match the ledger. Compare both on the message page, then have the "
            "text fixed or the figures imported again."
        )
    ),
    after.GATEWAY_RATE: _gateway(_("It goes at the gateway's rate.")),
    after.GATEWAY_PAUSED: _gateway(
        _("The gateway fails and rests. See why, and try it by hand."), "messaging.stop_run"
    ),
    after.GATEWAY_FAILS: _gateway(_("It is tried again by itself. See how the gateway does.")),
    after.TRANCHE_FULL: _policy(
        _("It goes with the next quarter-hour. How many go in one stands in the policy.")
    ),
    after.RECEIPT_CAME: _gateway(_("It had been sent: nothing to do.")),
    after.DATABASE_RESTORED: _gateway(
        _("Ask the provider what happened to it; it is never resent automatically.")
    ),
    after.STOP_CANCELLED: _run(
        _("Nothing: who lifted the emergency stop chose so. The next run decides about it anew.")
    ),
    "never_arrived": _gateway(_("It never reached the gateway and will be checked again.")),
    "lost_worker": _gateway(
        _("Ask the provider what happened to it; it is never resent automatically.")
    ),
}

NOTHING_TO_SETTLE = frozenset(
    {
        reasons.OK,
        reasons.NOT_APPLICABLE,
        after.LEFT_OUT,  # by a person who said why; the page of the run takes them back
        STOPPED_BY_LIST,  # of a rehearsal alone: nothing was sent or held by it
    }
)
