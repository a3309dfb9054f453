"""What is said, when it may be said, and how it leaves."""

import os

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Reminders")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.chain import verifying
        from accounts.contact import said_later, ways
        from messaging import receivers  # noqa: F401  (connects to what accounts announces)
        from messaging.approval.kinds import register
        from messaging.authoring.kinds import KINDS
        from messaging.inbound import kept_rows
        from messaging.models import in_force
        from messaging.outbox import failpoints, kept_texts
        from messaging.suppression import education

        register(*KINDS)
        if in_force.channels not in ways.SENDING:
            ways.SENDING.append(in_force.channels)
        if education.said_no not in said_later.SAID_NO:
            said_later.SAID_NO.append(education.said_no)
        for look in (kept_texts.texts_as_sealed, kept_rows.rows_as_sealed):
            if look not in verifying.MORE:
                verifying.MORE.append(look)
        if settings.SANDBOX:
            failpoints.arm_from(os.environ)
