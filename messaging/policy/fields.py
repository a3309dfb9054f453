"""The fields of a policy document: how each is read, and which way an heir may move it."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.rules.delinquency import Stage

from .codecs import (
    AMOUNT,
    DAYS,
    FLAG,
    HARD_WINDOWS,
    SHARE,
    SOFT_WINDOWS,
    WORDS_BY_LANGUAGE,
    ZONE,
    Codec,
    one_of,
    whole,
    words,
)

STAY, FALL, RISE, SHRINK, GROW = "stay", "fall", "rise", "shrink", "grow"
HARDEN = "harden"
"""A word of a list that goes from mild to strict: an heir may only move towards its end."""
FEWER = "fewer"
"""Words of a list, of which an heir may leave some out."""
FREE = "free"
"""The lender's own affair: how it runs, not what protects the customer."""

COUNTRIES = ("CN", "US", "IN", "TW", "AU", "GB", "HK", "SG")
WARN, BLOCK = "warn", "block"
OVERDUE_REVIEW = (WARN, BLOCK)
"""What an overdue review of a text does: it is only said, or the text may not leave."""
NOT_NEEDED, REQUIRED = "not_needed", "required"
ELECTRONIC_CONSENT = (NOT_NEEDED, REQUIRED)
"""Whether texts and e-mail go only to whoever agreed to them."""
HOLIDAY_RULES = ("none", "no_contact_if_known", "no_contact")
"""What holidays mean: nothing; no contact on those that the calendar knows, where the law names no
list of them; no contact, and none either on a day nobody knows for certain."""
BY_DUE, BY_ANSWERS = "by_due", "by_answers"
CALL_ORDER = (BY_DUE, BY_ANSWERS)
"""In which order the call list stands: by due time, or as calls were answered before. A list that
people work through, either way."""
EDUCATION_GAP, EDUCATION_APART = 30, 7
"""Days between two pieces of useful knowledge, and between one and a reminder: no policy allows
less, and the database keeps to these by itself (messaging.models.education)."""
ROLES = ("debtor", "co_debtor", "guarantor")
"""A contact person is no choice here: nobody but a party to the loan is ever addressed."""


@dataclass(frozen=True, slots=True)
class Field:
    """`heir` says how a policy that inherits may differ.

    `words` from mild to strict, for HARDEN. `unsaid`: what documents mean that were written before
    the field existed; None: every document says it.
    """

    codec: Codec
    heir: str = STAY
    words: tuple[str | bool, ...] = ()
    unsaid: str | int | None = None


FIELDS: dict[str, Field] = {
    "country": Field(one_of(*COUNTRIES)),
    "default_zone": Field(ZONE, FREE),
    "windows": Field(HARD_WINDOWS, SHRINK),
    "preferred": Field(SOFT_WINDOWS, FREE),
    "consent_lifts_quiet_hours": Field(FLAG, HARDEN, words=(True, False)),
    "electronic_consent": Field(
        one_of(*ELECTRONIC_CONSENT), HARDEN, words=ELECTRONIC_CONSENT, unsaid=NOT_NEEDED
    ),
    "holiday_rule": Field(one_of(*HOLIDAY_RULES), HARDEN, words=HOLIDAY_RULES),
    "blackout_days": Field(DAYS, GROW),
    "minimum_gap_hours": Field(whole(), RISE),
    "repeat_days": Field(whole(least=1), RISE),
    "education_gap_days": Field(whole(least=EDUCATION_GAP), RISE, unsaid=EDUCATION_GAP),
    "education_apart_days": Field(whole(least=EDUCATION_APART), RISE, unsaid=EDUCATION_APART),
    "roles": Field(words(*ROLES), FEWER),
    "least_amount": Field(AMOUNT, RISE, unsaid="1"),
    "staleness_hours": Field(whole(least=1), FALL),
    "number_fresh_days": Field(whole(least=1, optional=True), FALL),
    "opt_out_wording_required": Field(FLAG, HARDEN, words=(False, True)),
    "opt_out_words": Field(WORDS_BY_LANGUAGE, GROW),
    "opt_out_confirmation_minutes": Field(whole(least=1), FALL),
    "unread_reply_days": Field(whole(least=1), RISE),
    "question_hold_days": Field(whole(), RISE, unsaid=0),
    "complaint_days": Field(whole(least=1), FALL),
    "complaint_complex_days": Field(whole(least=1), FALL),
    "complaint_extension_days": Field(whole(), FALL),
    # Both the customer's time to ask and ours to decide: shorter and longer harm alike.
    "complaint_review_days": Field(whole(least=1)),
    "complaint_rolls_to_working_day": Field(FLAG, HARDEN, words=(True, False)),
    "complaint_pause_least": Field(whole(least=1), FALL),
    "complaint_pause_per_thousand": Field(whole(least=1), FALL),
    "complaint_file_years": Field(whole(least=1), RISE),
    "control_share": Field(SHARE, FREE),
    "tranche_size": Field(whole(least=1), FREE),
    "unresolved_after_hours": Field(whole(least=1), FREE),
    "review_days": Field(whole(least=1), FALL),
    "overdue_review": Field(one_of(*OVERDUE_REVIEW), HARDEN, words=OVERDUE_REVIEW, unsaid=WARN),
    "call_order": Field(one_of(*CALL_ORDER), FREE, unsaid=BY_DUE),
    "firm_from": Field(one_of(*(stage.value for stage in Stage)), FREE),
}
