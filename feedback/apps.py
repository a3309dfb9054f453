"""What comes back: replies, calls, complaints, hardship, promises, surveys; customers' pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Feedback")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from feedback.letters.kinds import LETTER_TEMPLATE

        # They connect to what messaging and accounts announce.
        from feedback.receivers import contact_points, ledger, replies  # noqa: F401
        from feedback.report.rules import RULES
        from messaging.approval.kinds import register
        from messaging.report import rules

        register(LETTER_TEMPLATE)
        for rule in RULES:
            rules.register(rule)
