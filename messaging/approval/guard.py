"""The database guards four eyes; here its refusals become sentences a person understands."""

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from accounts.database import refusals
from messaging.approval.errors import ApprovalRefused

OPEN_ALREADY = _("A draft or a request of it is open already; go on with that one.")
_TAKEN = _("Somebody else made that version just now; look again.")

SENTENCES = {
    "somebody_else_reviews": _("Whoever wrote or edited it does not review it."),
    "a_trained_person_reviews": _("Only a person with valid training reviews a text."),
    "each_sentence_is_confirmed": _(
        "Each sentence of unknown purpose is confirmed by itself before approval."
    ),
    "four_eyes": _("Whoever wrote, edited or submitted it cannot approve it."),
    "a_trained_person_approves": _("Only a person with valid training can approve."),
    "c_approval_states": _("Its state has changed in the meantime; look at it again."),
    "only_drafts_are_edited": _("What was decided cannot be edited; make a new version."),
    "cells_change_in_a_draft": _("Only a draft can be edited."),
    "cells_lead_to_reminders": _("A strategy leads to reminders only, not to answers or notices."),
    "campaigns_lead_to_reminders": _(
        "A campaign leads to reminders only, not to answers or notices."
    ),
    "a_campaign_ends_after_it_begins": _("Its last day is before its first."),
    "only_answers_leave_it_open": _(
        "Only an answer leaves a day or an amount open for an agent to choose."
    ),
    "templates_of_cells_stay_reminders": _(
        "A strategy leads to this template, so it stays a reminder by SMS."
    ),
    "one_open_version_per_template": OPEN_ALREADY,
    "one_open_version_per_letter": OPEN_ALREADY,
    "one_open_wording_per_lender": OPEN_ALREADY,
    "one_open_wording_list": OPEN_ALREADY,
    "one_open_calendar_per_year": OPEN_ALREADY,
    "one_open_strategy_per_lender": OPEN_ALREADY,
    "one_open_campaign_of_a_title": OPEN_ALREADY,
    "one_open_policy_per_lender": OPEN_ALREADY,
    "version_numbers_are_unique": _TAKEN,
    "letter_numbers_are_unique": _TAKEN,
    "wording_list_numbers_are_unique": _TAKEN,
    "strategy_numbers_are_unique": _TAKEN,
    "campaign_numbers_are_unique": _TAKEN,
    "policy_numbers_are_unique": _TAKEN,
    "calendar_numbers_are_unique": _TAKEN,
    "lender_wording_numbers_are_unique": _TAKEN,
}
"""What a rule of the database is called (in the models) → what a person reads."""


def guarded() -> AbstractContextManager[None]:
    """One transaction, whose refusal by the database is raised as ApprovalRefused."""
    return refusals.guarded(SENTENCES, ApprovalRefused)
