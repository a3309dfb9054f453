"""What is said of a real customer who serves as a specimen."""

from django.utils.translation import gettext as _, gettext_lazy

from messaging.admin.templates.placeholder_labels import labels
from messaging.models.choices import StageChoices
from messaging.preview.real_customer import (
    NOT_RENDERED,
    NOT_TRUE,
    NOTHING_DUE,
    UNKNOWN_CUSTOMER,
    RealSpecimen,
)

_PROBLEMS = {
    UNKNOWN_CUSTOMER: gettext_lazy("There is no customer with this number."),
    NOTHING_DUE: gettext_lazy("This customer has nothing due with this lender."),
    NOT_RENDERED: gettext_lazy("This customer would get no text."),
    NOT_TRUE: gettext_lazy("The text would contradict this customer's ledger, and is kept back."),
}


def problem_with(real: RealSpecimen) -> str:
    """Why there is no preview for this customer, with the values that are missing."""
    said = str(_PROBLEMS[real.problem])
    missing = labels(real.missing)
    if missing:
        said += " " + _("Missing: %(values)s.") % {"values": "、".join(missing)}
    return said


def stage_note(stage: str | None, meant_for: str) -> str:
    """Where the customer stands, when that is not the stage the text is for."""
    if stage == meant_for:
        return ""
    if stage is None:
        return _("This customer is not due for a reminder today.")
    label = StageChoices(stage).label
    return _("This customer is at “%(stage)s” today, so would get another text.") % {"stage": label}
