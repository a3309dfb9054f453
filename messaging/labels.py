"""What codes are called on screen: reasons, rules, tone reasons, verdicts, message states,
placeholders."""

from collections.abc import Sequence

from django.utils.translation import get_language, gettext_lazy as _

from accounts.models import ContactPoint, Hold
from accounts.models.choices import Channel, DayPart, PartyRole
from messaging.content.placeholder import Placeholder
from messaging.models import Message, Stop, Suppression, Template
from messaging.models.approvable import ApprovalState
from messaging.models.choices import Arm, ContentClass, Outcome, StageChoices
from messaging.models.message_states import MessageState
from messaging.policy import reasons, tone, within

REASONS = {
    reasons.OK: _("nothing against it"),
    reasons.NOT_APPLICABLE: _("does not apply"),
    reasons.EMERGENCY_STOP: _("emergency stop"),
    reasons.LOAN_SETTLED: _("paid in the meantime"),
    reasons.BELOW_LEAST_AMOUNT: _("less than the least amount"),
    reasons.STALE_DATA: _("figures too old"),
    reasons.NO_CONTACT_POINT: _("no address"),
    reasons.WRONG_PARTY: _("number belongs to somebody else"),
    reasons.UNREACHABLE: _("number unreachable"),
    reasons.INVALID_ADDRESS: _("bad number"),
    reasons.ROLE_NOT_ALLOWED: _("not the debtor's address"),
    reasons.NUMBER_NOT_FRESH: _("number not confirmed lately"),
    reasons.NO_CONSENT: _("has not agreed to texts"),
    reasons.SUPPRESSED: _("opted out or suppressed"),
    reasons.HOLD: _("on hold"),
    reasons.HOLD_COMPLAINT: _("open complaint"),
    reasons.HOLD_DISPUTE: _("disputed"),
    reasons.HOLD_HARDSHIP: _("in hardship"),
    reasons.HOLD_PAID_CLAIM: _("says it is paid"),
    reasons.HOLD_PROMISE: _("promised to pay"),
    reasons.HOLD_DISTRESS: _("in distress"),
    reasons.HOLD_MANUAL: _("held by staff"),
    reasons.HOLD_UNREAD_REPLY: _("wrote something nobody has read yet"),
    reasons.HOLD_OPEN_QUESTION: _("asked something nobody has answered yet"),
    reasons.HOLD_NEW_NUMBER: _("says the number has changed"),
    reasons.HOLD_DEATH: _("customer has died"),
    reasons.HOLD_BEREAVEMENT: _("bereaved"),
    reasons.HOLD_INSOLVENCY: _("insolvent"),
    reasons.HOLD_REPRESENTATION: _("represented by a lawyer or guardian"),
    reasons.HOLD_MINOR: _("under age"),
    reasons.HOLD_OCCASION: _("wedding, calamity or festival"),
    reasons.HOLD_PAUSE: _("asked for a pause"),
    reasons.HOLD_LOAN_MOVE: _("loan stands under two customer numbers"),
    reasons.NO_TEXT_FOR_SEGMENT: _("the strategy gives this segment no text"),
    reasons.TEMPLATE_NOT_IN_FORCE: _("no approved template"),
    reasons.TEMPLATE_NOT_YET_IN_FORCE: _("template not in force yet"),
    reasons.REVIEW_OVERDUE: _("review of the text overdue"),
    reasons.OPT_OUT_WORDS_MISSING: _("opt-out words missing"),
    reasons.MISSING_VALUE: _("a value for the text is missing"),
    reasons.TEXT_NOT_TRUE: _("the text contradicts the ledger"),
    reasons.WORDING_UNCONFIRMED: _("the lender's wording is not approved in this language"),
    reasons.WRONG_LANGUAGE: _("two languages in one text"),
    reasons.NO_GATEWAY: _("no gateway"),
    reasons.GATEWAY_CLOSED: _("gateway closed"),
    reasons.CONTENT_CLASS: _("gateway does not take such texts"),
    reasons.CARRIER_HAS_NOT_PASSED: _("the carrier has not passed the text"),
    reasons.CONTROL_ARM: _("control group"),
    reasons.ALREADY_REMINDED: _("already reminded in this stage"),
    reasons.ALREADY_READ: _("read or answered on another channel"),
    reasons.QUIET_HOURS: _("quiet hours"),
    reasons.UNKNOWN_ZONE: _("unknown time zone"),
    reasons.NEVER_ALLOWED: _("no hour suits all time zones"),
    reasons.REPLY_TOO_LATE: _("too late for an answer"),
    reasons.BLACKOUT_DAY: _("closed day"),
    reasons.UNCONFIRMED_CALENDAR: _("calendar not confirmed"),
    reasons.PREFERRED_WINDOW: _("waits for the preferred hours"),
    reasons.WISHED_HOURS: _("waits for the hours the customer asked for"),
    reasons.WISHED_CHANNEL: _("the customer asked to be reached another way"),
    reasons.CAP_CUSTOMER: _("customer over the cap"),
    reasons.CAP_ACCOUNT: _("account over the cap"),
    reasons.CAP_ADDRESS: _("number over the cap"),
    reasons.MINIMUM_GAP: _("too soon after the last contact"),
    reasons.ANSWERED_ENOUGH: _("answered enough: it is the customer's turn"),
    reasons.STAGE_PASSED: _("no longer in this stage"),
    reasons.EDUCATION_NOT_WANTED: _("has not agreed to useful knowledge"),
    reasons.EDUCATION_DECLINED: _("wants no more useful knowledge"),
    reasons.EDUCATION_TOO_SOON: _("had useful knowledge lately"),
    reasons.REMINDER_NEAR: _("a reminder is near"),
    reasons.EDUCATION_LATE: _("let go too long ago"),
    "wording_list": _("the wording list stops the text"),
    # What happens to a message beyond what the policy says.
    "run_stopped": _("run stopped"),
    "left_out": _("left out by hand"),
    "opted_out": _("opted out"),
    "gateway_refused": _("refused by the gateway"),
    "gateway_gave_up": _("gateway gave up"),
    "gateway_busy": _("gateway busy, tried again"),
    "permit_ended": _("the permitted time ended"),
    "not_begun": _("not begun"),
    "never_arrived": _("never arrived"),
    "no_outcome": _("no outcome known"),
    "no_driver": _("gateway without a driver"),
    "no_policy": _("no policy in force"),
    "unsafe_value": _("a value no text may carry"),
    "unreadable": _("a name or an address that cannot be read"),
    "gateway_rate": _("waits for the gateway's rate"),
    "gateway_paused": _("gateway paused by itself"),
    "gateway_fails": _("gateway fails, tried again"),
    "tranche_full": _("tranche full, next quarter-hour"),
    "database_restored": _("may have been sent before the database was restored"),
    "stop_cancelled": _("cancelled when the emergency stop was lifted"),
    "receipt_came": _("a receipt shows that it had been sent"),
    "lost_worker": _("worker lost, outcome unknown"),
}

RULES = {
    "emergency_stop": _("Emergency stop"),
    "loan_settled": _("Loan settled"),
    "least_amount": _("Least amount"),
    "stale_data": _("Fresh figures"),
    "contact_point": _("Usable address"),
    "suppressed": _("Suppression"),
    "holds": _("Hold ledger"),
    "template": _("Template in force"),
    "content_class": _("Gateway accepts it"),
    "control_arm": _("Control group"),
    "already_reminded": _("Reminded in this stage"),
    "quiet_hours": _("Quiet hours"),
    "blackout_days": _("Closed days"),
    "preferred_window": _("Preferred hours"),
    "cap_customer": _("Cap per customer and account"),
    "cap_address": _("Cap per number"),
    "minimum_gap": _("Gap between contacts"),
    "stage_passed": _("Fits its stage"),
    "education_wanted": _("Useful knowledge is wanted"),
    "education_gap": _("Gap between pieces of knowledge"),
    "between_reminders": _("Far from reminders"),
    "education_in_time": _("Let go lately"),
}

TONE_REASONS = {
    tone.WHY_TROUBLE: _("hardship or dispute is answered gently"),
    tone.WHY_ON_TIME: _("has always paid on time"),
    tone.WHY_SOMETIMES: _("has sometimes paid late"),
    tone.WHY_OFTEN: _("has often paid late"),
    tone.WHY_OFTEN_BUT_EARLY: _("has often paid late, too early to be firm"),
}

SAW = {
    "passed_over": _("channels passed over"),
    "accepted": _("accepted"),
    "apart_days": _("days from a reminder"),
    "arm": _("arm"),
    "below": _("below it"),
    "channel": _("channel"),
    "chosen_amount": _("amount agreed"),
    "chosen_day": _("day agreed"),
    "class": _("content class"),
    "contact_point": _("contact point"),
    "contacts": _("earlier contacts"),
    "foreign": _("in another language"),
    "gap_days": _("days between"),
    "gap_hours": _("hours between"),
    "holds": _("holds"),
    "hours": _("hours"),
    "kind": _("kind"),
    "last": _("last contact"),
    "limit": _("limit"),
    "limit_days": _("limit in days"),
    "limit_hours": _("limit in hours"),
    "limit_minutes": _("limit in minutes"),
    "loans": _("loans"),
    "missing": _("missing"),
    "next": _("next reminder"),
    "night_consent": _("agreed to the night"),
    "oldest": _("oldest figures"),
    "reminded": _("reminded"),
    "reminder_waiting": _("a reminder waits"),
    "review_due": _("review due"),
    "role": _("role"),
    "send_at_once": _("send at once"),
    "stage": _("stage"),
    "state": _("state"),
    "stops": _("stops"),
    "unconfirmed": _("unconfirmed days"),
    "untold": _("not told: its stage ends today"),
    "waiting": _("wait for a text of their own"),
    "untrue": _("contradicts the ledger in"),
    "unsettled": _("not settled"),
    "version": _("template version"),
    "wished": _("asked for by the customer"),
    "zone": _("time zone"),
    "zones": _("time zones"),
}

# Words a rule saw that are on screen elsewhere too.
SEEN_WORDS = {
    **dict(Arm.choices),
    **dict(Channel.choices),
    **dict(DayPart.choices),
    **dict(PartyRole.choices),
    **dict(ApprovalState.choices),
    **dict(ContactPoint.State.choices),
    **dict(StageChoices.choices),
    **dict(Hold.Kind.choices),
    **dict(Suppression.Kind.choices),
    **dict(ContentClass.choices),
    **dict(Stop.Scope.choices),
    # What a text may say otherwise than the ledger (messaging.content.readback).
    "amount": _("amount"),
    "date": _("due date"),
    "days": _("days overdue or to go"),
    "count": _("number of loans"),
    "tail": _("end of the loan number"),
    "standing": _("whether it is overdue"),
}

OUTCOMES = {"pass": _("Pass"), **dict(Outcome.choices)}

_STATES = dict(MessageState.choices)


def reason(code: str) -> str:
    """What a reason is called; an unknown code stands for itself."""
    return str(REASONS.get(code, code))


def rule(code: str) -> str:
    """What a rule is called."""
    return str(RULES.get(code, code))


def tone_reason(code: str) -> str:
    """Why this tone."""
    return str(TONE_REASONS.get(code, code))


def saw(key: str) -> str:
    """What a thing a rule looked at is called."""
    return str(SAW.get(key, key.replace("_", " ")))


def seen_word(word: str) -> str:
    """A word a rule saw, as it is called elsewhere on screen."""
    return str(SEEN_WORDS.get(word, word))


def outcome(code: str) -> str:
    """What a verdict, or what one rule said, is called."""
    return str(OUTCOMES.get(code, code))


def message_state(code: str) -> str:
    """What a message state is called."""
    return str(_STATES.get(code, code))


def went(message: Message, *, among: Sequence[Message]) -> str:
    """What became of a message, with its channel where there is more to tell apart."""
    state = str(message.get_state_display())
    alone = len(among) == 1 and message.channel == Channel.SMS
    return state if alone else f"{message.get_channel_display()}: {state}"


PROFILES = {
    "cn": _("China"),
    "us-reg-f": _("United States"),
    "us-nyc": _("United States, New York City"),
    "in": _("India"),
    "tw": _("Taiwan"),
    "au": _("Australia"),
    "gb": _("United Kingdom"),
    "hk": _("Hong Kong"),
    "sg": _("Singapore"),
}


def profile(code: str) -> str:
    """Where the rules of a shipped profile hold, with its code: “China (cn)”."""
    return f"{PROFILES[code]} ({code})" if code in PROFILES else code


def text(template: Template) -> str:
    """A text apart from the same one on another channel, which has its title too."""
    return f"{template.title} · {template.get_channel_display()}"


def placeholder(entry: Placeholder) -> str:
    """In the language of the screen."""
    return entry.label_zh if (get_language() or "").startswith("zh") else entry.label_en


def clock_hours(written: str) -> str:
    """`18-21` as 18:00–21:00; "" for none."""
    found = within.read(written)
    return f"{found.first}:00–{found.until}:00" if found else ""
