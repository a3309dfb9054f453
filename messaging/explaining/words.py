"""What each rule says, as one would say it to the customer on the telephone.

A sentence stands for a reason where a rule is against contact, and for the rule where it is not.
`aloud` False: a matter of ours, told to the member of staff and not to the customer.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from messaging.policy import reasons


class Words(NamedTuple):
    text: Any
    aloud: bool = True


def _ours(text: Any) -> Words:
    return Words(text, aloud=False)


PASSES: dict[str, Words] = {
    "emergency_stop": _ours(_("Nobody has stopped sending.")),
    "loan_settled": Words(_("Due is: %(due)s.")),
    "least_amount": Words(_("That is not too little to remind anybody of.")),
    "stale_data": Words(_("Our figures are of %(oldest)s; they may be %(limit_hours)s hours old.")),
    "contact_point": Words(_("We have a number or address of yours that is in use.")),
    "suppressed": Words(_("Nobody has asked us not to write there.")),
    "holds": Words(_("Nothing is on file for which we are to leave you in peace.")),
    "template": _ours(_("The text is approved by two people, and complete.")),
    "content_class": _ours(_("A gateway that takes such texts is open.")),
    "control_arm": _ours(_("The customer is not in the control group.")),
    "already_reminded": Words(_("You have not had a text about it at this stage yet.")),
    "quiet_hours": Words(
        _("It is %(time)s where you are, and we may contact you on this day %(window)s.")
    ),
    "blackout_days": Words(_("It is not a day on which we contact nobody.")),
    "preferred_window": Words(_("The hour is one at which contact should trouble you little.")),
    "cap_customer": Words(_("Contacts so far: %(budgets)s.")),
    "cap_address": Words(_("At this number or address: %(budgets)s.")),
    "minimum_gap": Words(_("Enough time has gone by since the last contact.")),
    "stage_passed": Words(_("The text fits how long the payment is away or overdue.")),
    "education_wanted": Words(_("You agreed to useful knowledge about money and credit.")),
    "education_gap": Words(_("You have had none for %(gap_days)s days or more.")),
    "between_reminders": Words(
        _("No reminder came lately, and none is near, by %(apart_days)s days.")
    ),
    "education_in_time": _ours(_("It was let go by a supervisor a short while ago.")),
}
"""By rule."""

NIGHT_AGREED = Words(_("You have agreed that we may contact you at night, too."))
HOURS_WISHED = Words(_("It is one of the hours you asked for: %(wished)s."))
AT_ONCE = _ours(_("A supervisor let it go at once, within the hours that are allowed."))
NO_ROOM = _ours(_("On this day our preferred hours leave no time, so the allowed hours count."))
NO_CAP = Words(_("There is no limit of this kind for this way of contact."))
DOES_NOT_APPLY = _ours(_("This rule is not asked for this kind of contact."))

AGAINST: dict[str, Words] = {
    reasons.EMERGENCY_STOP: _ours(
        _("Sending was stopped by hand. Nothing goes out until somebody lifts that.")
    ),
    reasons.LOAN_SETTLED: Words(_("Nothing is due any more, so there is nothing to remind of.")),
    reasons.BELOW_LEAST_AMOUNT: Words(
        _("What is due is less than %(limit)s; we remind nobody of so little.")
    ),
    reasons.STALE_DATA: Words(
        _(
            "Our figures are of %(oldest)s and older than %(limit_hours)s hours. We quote no old "
            "figures, and wait for new ones."
        )
    ),
    reasons.NO_CONTACT_POINT: Words(_("We have no number or address of yours that is in use.")),
    reasons.WRONG_PARTY: Words(
        _("We were told that this number is somebody else's, so nothing goes there.")
    ),
    reasons.UNREACHABLE: Words(_("The number we have cannot be reached.")),
    reasons.INVALID_ADDRESS: Words(_("The number we have is not a complete one.")),
    reasons.ROLE_NOT_ALLOWED: Words(
        _("The number belongs to somebody who is not to be reminded of this loan.")
    ),
    reasons.NUMBER_NOT_FRESH: Words(
        _(
            "Nobody has confirmed this number in the last %(limit_days)s days. Until somebody "
            "does, we do not write to it."
        )
    ),
    reasons.NO_CONSENT: Words(
        _("We need your consent before we write to you this way, and do not have it.")
    ),
    reasons.SUPPRESSED: Words(_("You asked us not to write there any more, and we do not.")),
    reasons.HOLD: Words(_("There is something on file for which we leave you in peace.")),
    reasons.HOLD_COMPLAINT: Words(
        _("You have complained. Until that is answered, we send no reminders.")
    ),
    reasons.HOLD_DISPUTE: Words(
        _("You say that the debt is not right. Until that is settled, we send no reminders.")
    ),
    reasons.HOLD_HARDSHIP: Words(
        _("You told us that paying is hard at the moment. Meanwhile we send no reminders.")
    ),
    reasons.HOLD_PAID_CLAIM: Words(
        _("You told us that you have paid. We look for the payment and send nothing till then.")
    ),
    reasons.HOLD_PROMISE: Words(
        _("You told us when you will pay. Until then we send no reminders.")
    ),
    reasons.HOLD_DISTRESS: Words(
        _("We want a person to talk with you first. Until then nothing is sent by itself.")
    ),
    reasons.HOLD_MANUAL: Words(_("A colleague has asked that you be left in peace.")),
    reasons.HOLD_UNREAD_REPLY: Words(
        _("You wrote to us, and a person is to read that before anything is sent.")
    ),
    reasons.HOLD_OPEN_QUESTION: Words(
        _("You asked us something, and a person is to answer before anything is sent.")
    ),
    reasons.HOLD_NEW_NUMBER: Words(
        _("You told us that your number has changed. Until we have the new one, nothing is sent.")
    ),
    reasons.HOLD_DEATH: _ours(_("The customer has died, as we were told. Nothing is sent.")),
    reasons.HOLD_BEREAVEMENT: Words(_("We heard of a death close to you, and leave you in peace.")),
    reasons.HOLD_INSOLVENCY: Words(
        _("We were told of insolvency proceedings. Until that is settled, we send no reminders.")
    ),
    reasons.HOLD_REPRESENTATION: Words(
        _("Somebody acts for you, so we do not write to you past them.")
    ),
    reasons.HOLD_MINOR: _ours(_("The customer is under age, as we were told. Nothing is sent.")),
    reasons.HOLD_OCCASION: Words(
        _("These are days on which nobody should be reminded, and we wait.")
    ),
    reasons.HOLD_PAUSE: Words(_("You asked to be left in peace for a while, and we wait.")),
    reasons.HOLD_LOAN_MOVE: _ours(
        _("The loan stands under two customer numbers; two people settle which is right.")
    ),
    reasons.NO_TEXT_FOR_SEGMENT: _ours(
        _("The strategy gives the segment “%(segment)s” no text at this stage.")
    ),
    reasons.TEMPLATE_NOT_IN_FORCE: _ours(_("No approved text is in force for this case.")),
    reasons.TEMPLATE_NOT_YET_IN_FORCE: _ours(_("The text is approved and begins later.")),
    reasons.REVIEW_OVERDUE: _ours(_("The review of the text is overdue.")),
    reasons.OPT_OUT_WORDS_MISSING: _ours(_("The text does not say how to opt out.")),
    reasons.MISSING_VALUE: _ours(_("The text needs something that is not on file: %(missing)s.")),
    reasons.TEXT_NOT_TRUE: _ours(_("The finished text contradicts the ledger.")),
    reasons.WORDING_UNCONFIRMED: _ours(
        _("What the lender says of itself is not approved in this language.")
    ),
    reasons.WRONG_LANGUAGE: _ours(_("The text would mix two languages.")),
    reasons.NO_GATEWAY: _ours(_("There is no gateway for this way of contact.")),
    reasons.GATEWAY_CLOSED: _ours(_("The gateway is closed or paused at the moment.")),
    reasons.CONTENT_CLASS: _ours(_("The gateway does not take texts of this kind.")),
    reasons.CARRIER_HAS_NOT_PASSED: _ours(
        _("The carrier has not passed this text yet, and sends nothing else.")
    ),
    reasons.CONTROL_ARM: _ours(
        _("The customer is in the control group: it gets no reminders, to know their effect.")
    ),
    reasons.ALREADY_REMINDED: Words(
        _("You have had a text about it at this stage; there is one a stage.")
    ),
    reasons.ALREADY_READ: Words(
        _("You have read or answered the message before, so it is not sent again another way.")
    ),
    reasons.QUIET_HOURS: Words(
        _("It is %(time)s where you are. We may contact you on this day %(window)s.")
    ),
    reasons.UNKNOWN_ZONE: _ours(_("We do not know what time it is where the customer lives.")),
    reasons.NEVER_ALLOWED: _ours(_("No hour is allowed in every place where the customer may be.")),
    reasons.REPLY_TOO_LATE: _ours(_("What this would answer was written too long ago.")),
    reasons.BLACKOUT_DAY: Words(_("It is a day on which we contact nobody.")),
    reasons.UNCONFIRMED_CALENDAR: _ours(
        _("Nobody has confirmed whether this is a working day; until then nothing is sent.")
    ),
    reasons.PREFERRED_WINDOW: Words(_("We wait for an hour at which contact troubles you less.")),
    reasons.WISHED_HOURS: Words(_("You asked for other hours: %(wished)s. We wait for those.")),
    reasons.WISHED_CHANNEL: Words(_("You asked to be reached another way: %(wished)s.")),
    reasons.CAP_CUSTOMER: Words(
        _("You have been contacted as often as is allowed: %(limit)s times in %(span)s.")
    ),
    reasons.CAP_ACCOUNT: Words(
        _("You were contacted about this loan as often as allowed: %(limit)s times in %(span)s.")
    ),
    reasons.CAP_ADDRESS: Words(
        _("This number or address has had as much as is allowed: %(limit)s contacts in %(span)s.")
    ),
    reasons.MINIMUM_GAP: Words(
        _("The last contact was at %(last)s; %(gap_hours)s hours have to lie between two.")
    ),
    reasons.ANSWERED_ENOUGH: _ours(_("Enough was answered; it is the customer's turn.")),
    reasons.STAGE_PASSED: Words(
        _("The text was made for another stage of the loan, and would not be right any more.")
    ),
    reasons.EDUCATION_NOT_WANTED: Words(
        _("You have not asked for useful knowledge about money, so we send you none.")
    ),
    reasons.EDUCATION_DECLINED: Words(
        _("You said that you want no more useful knowledge, and we send you none.")
    ),
    reasons.EDUCATION_TOO_SOON: Words(
        _("You had some lately; %(gap_days)s days have to lie between two.")
    ),
    reasons.REMINDER_NEAR: Words(
        _("A reminder is nearer than %(apart_days)s days, and other texts keep away from it.")
    ),
    reasons.EDUCATION_LATE: _ours(_("It was let go too long ago, and was chosen for that day.")),
}
"""By reason."""

UNTIL = _("This ends %(until)s.")
