"""Reason codes of findings and verdicts; their labels live elsewhere.

They are stored for years: a code is never renamed or given another meaning.
"""

from __future__ import annotations

OK = "ok"
NOT_APPLICABLE = "not_applicable"

EMERGENCY_STOP = "emergency_stop"
LOAN_SETTLED = "loan_settled"
BELOW_LEAST_AMOUNT = "below_least_amount"
STALE_DATA = "stale_data"
NO_CONTACT_POINT = "no_contact_point"
WRONG_PARTY = "wrong_party"
UNREACHABLE = "unreachable"
INVALID_ADDRESS = "invalid_address"
ROLE_NOT_ALLOWED = "role_not_allowed"
NUMBER_NOT_FRESH = "number_not_fresh"
NO_CONSENT = "no_consent"
SUPPRESSED = "suppressed"

HOLD = "hold"
HOLD_COMPLAINT = "hold_complaint"
HOLD_DISPUTE = "hold_dispute"
HOLD_HARDSHIP = "hold_hardship"
HOLD_PAID_CLAIM = "hold_paid_claim"
HOLD_PROMISE = "hold_promise"
HOLD_DISTRESS = "hold_distress"
HOLD_MANUAL = "hold_manual"
HOLD_UNREAD_REPLY = "hold_unread_reply"
HOLD_OPEN_QUESTION = "hold_open_question"
HOLD_NEW_NUMBER = "hold_new_number"
HOLD_DEATH = "hold_death"
HOLD_BEREAVEMENT = "hold_bereavement"
HOLD_INSOLVENCY = "hold_insolvency"
HOLD_REPRESENTATION = "hold_representation"
HOLD_MINOR = "hold_minor"
HOLD_OCCASION = "hold_occasion"
HOLD_PAUSE = "hold_pause"
HOLD_LOAN_MOVE = "hold_loan_move"

NO_TEXT_FOR_SEGMENT = "no_text_for_segment"
TEMPLATE_NOT_IN_FORCE = "template_not_in_force"
TEMPLATE_NOT_YET_IN_FORCE = "template_not_yet_in_force"
REVIEW_OVERDUE = "review_overdue"
OPT_OUT_WORDS_MISSING = "opt_out_words_missing"
MISSING_VALUE = "missing_value"
TEXT_NOT_TRUE = "text_not_true"
WORDING_UNCONFIRMED = "wording_unconfirmed"
WRONG_LANGUAGE = "wrong_language"
NO_GATEWAY = "no_gateway"
GATEWAY_CLOSED = "gateway_closed"
CONTENT_CLASS = "content_class"
CARRIER_HAS_NOT_PASSED = "carrier_has_not_passed"
CONTROL_ARM = "control_arm"
ALREADY_REMINDED = "already_reminded"
ALREADY_READ = "already_read"

QUIET_HOURS = "quiet_hours"
UNKNOWN_ZONE = "unknown_zone"
NEVER_ALLOWED = "never_allowed"
REPLY_TOO_LATE = "reply_too_late"
BLACKOUT_DAY = "blackout_day"
UNCONFIRMED_CALENDAR = "unconfirmed_calendar"
PREFERRED_WINDOW = "preferred_window"
WISHED_HOURS = "wished_hours"
WISHED_CHANNEL = "wished_channel"

CAP_CUSTOMER = "cap_customer"
CAP_ACCOUNT = "cap_account"
CAP_ADDRESS = "cap_address"
MINIMUM_GAP = "minimum_gap"
ANSWERED_ENOUGH = "answered_enough"
EDUCATION_NOT_WANTED = "education_not_wanted"
EDUCATION_DECLINED = "education_declined"
EDUCATION_TOO_SOON = "education_too_soon"
REMINDER_NEAR = "reminder_near"
EDUCATION_LATE = "education_late"
STAGE_PASSED = "stage_passed"

BY_HOLD_KIND = {
    "complaint": HOLD_COMPLAINT,
    "dispute": HOLD_DISPUTE,
    "hardship": HOLD_HARDSHIP,
    "paid_claim": HOLD_PAID_CLAIM,
    "promise": HOLD_PROMISE,
    "distress": HOLD_DISTRESS,
    "manual": HOLD_MANUAL,
    "unread_reply": HOLD_UNREAD_REPLY,
    "open_question": HOLD_OPEN_QUESTION,
    "new_number": HOLD_NEW_NUMBER,
    "death": HOLD_DEATH,
    "bereavement": HOLD_BEREAVEMENT,
    "insolvency": HOLD_INSOLVENCY,
    "representation": HOLD_REPRESENTATION,
    "minor": HOLD_MINOR,
    "occasion": HOLD_OCCASION,
    "pause": HOLD_PAUSE,
    "loan_move": HOLD_LOAN_MOVE,
}
"""The reason each kind of hold gives; a kind not named here gives HOLD."""

HOLD_REASONS = frozenset({HOLD, *BY_HOLD_KIND.values()})

TIMING_REASONS = frozenset({QUIET_HOURS, BLACKOUT_DAY, PREFERRED_WINDOW, WISHED_HOURS})
"""Reasons that wait for nothing but the clock: such a candidate can be planned and released."""

ALL_REASONS = frozenset(
    value for name, value in list(globals().items()) if name.isupper() and isinstance(value, str)
)
