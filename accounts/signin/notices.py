"""A person hears by e-mail when something about their login changed; by a worker, so that no page
waits for a mail server, and none fails with the broker."""

from __future__ import annotations

import logging
from contextlib import suppress

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, override
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.models import User

log = logging.getLogger("accounts.signin")


class Event(models.TextChoices):
    """What happened, as the subject of the e-mail."""

    PASSWORD = "password", gettext_lazy("Your password was changed")
    FACTOR_NEW = "factor-new", gettext_lazy("Your login has a new second factor")
    FACTOR_GONE = "factor-gone", gettext_lazy("A second factor of your login was removed")
    BROWSER = (
        "browser",
        gettext_lazy("Your login was used in a browser it was never used in before"),
    )


def tell(user: User, event: Event) -> None:
    """Once what is being done has committed."""
    log.info("login %d: %s", user.pk, event.value)
    if user.email:
        transaction.on_commit(lambda: _enqueue(user.pk, event.value))


def _enqueue(user_id: int, event: str) -> None:
    from accounts.tasks import mail_about_login

    with suppress(OperationalError, RedisError):
        mail_about_login.delay(user_id, event)


def mail(user: User, event: Event) -> None:
    """The e-mail itself. Raises what the mail server does."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "%(what)s.\nIf that was not you, tell an administrator at once, and look here: %(page)s"
        ) % {"what": event.label, "page": settings.STAFF_URL + reverse("admin:my_login")}
        subject = str(event.label)
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email]).send()
