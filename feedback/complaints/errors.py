"""Why a step on a complaint did not happen, as a sentence for the person who tried it."""

from contextlib import AbstractContextManager

from django.utils.translation import gettext_lazy as _

from accounts.database import refusals

_MOVED = _("Its state has changed in the meantime; look at it again.")

SENTENCES = {
    "a_severe_complaint_needs_a_second_person": _(
        "A severe complaint is closed by a second person, not by who logged it or worked on it."
    ),
    "nobody_closes_a_complaint_about_themselves": _(
        "It may be about you: you called or wrote to this customer, released or approved a text"
        " it is about, are named in it or closed it before. Somebody else closes it."
    ),
    "somebody_else_looks_at_a_closing": _(
        "Somebody looks at it who neither worked on the complaint nor closed it."
    ),
    "what_was_severe_stays_severe": _("What was severe stays severe; a second person closes it."),
    "one_extension_per_complaint": _("An extension has been asked for or approved already."),
    "an_extension_needs_a_second_person": _("Somebody else must approve the extension."),
    "an_extension_is_decided_once": _("Somebody has decided about it in the meantime."),
    "somebody_else_reviews_a_complaint": _(
        "A review is done by somebody who neither worked on the complaint nor closed it."
    ),
    "somebody_else_sends_an_answer": _(
        "You typed this answer: somebody else reads the letter and sends it."
    ),
    "a_complaint_is_withdrawn_soon_after_on_the_page": _(
        "This cannot be taken back here. Please call us."
    ),
    "a_withdrawal_closes_nothing": _MOVED,
    "complaint_states": _MOVED,
    "review_states": _MOVED,
    "a_message_once_per_complaint": _("That message is linked already."),
    "two_people_remove_evidence": _("You have asked for it: another person removes it."),
    "evidence_once_per_complaint": _("The same file is there already."),
}
"""What a rule of the database (feedback.models) is called → what a person reads."""


def guarded() -> AbstractContextManager[None]:
    """One transaction, whose refusal by the database is raised as Refused."""
    return refusals.guarded(SENTENCES)
