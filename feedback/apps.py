"""What comes back: complaints first; inbox, hardship, promises and surveys follow."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Feedback")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # They connect to what messaging and accounts announce.
        from feedback import ledger_receivers, number_receivers, receivers  # noqa: F401
