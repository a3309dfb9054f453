"""These rules, beside those of messaging."""

from django.utils.translation import gettext_lazy as _

from feedback.report import complaints, distress
from messaging.report.rules import Rule

RULES = (
    Rule(
        "distress",
        _("Distress answered"),
        _("Words of despair that no person had taken after eight hours."),
        distress.check,
    ),
    Rule(
        "complaints",
        _("Complaints in time"),
        _("A complaint answered, or a review decided, after its last day, or not at all."),
        complaints.check,
    ),
)
