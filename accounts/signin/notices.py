"""A person hears by e-mail when something about their login changed; by a worker, so that no page
waits for a mail server, and none fails with the broker."""

from __future__ import annotations

import logging
from contextlib import suppress

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, override
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from accounts.models import User
from accounts.signin import passwords

log = logging.getLogger("accounts.signin")


class Event(models.TextChoices):
    """What happened, as the subject of the e-mail."""

    PASSWORD = "password", gettext_lazy("Your password was changed")
    ADDRESS = "address", gettext_lazy("The e-mail address of your login was changed")
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


def send_password_link(user: User) -> None:
    """By e-mail, once what is being done has committed, so that nobody else sees it. kombu's error
    is raised: a link that is not sent has to be asked for again."""
    transaction.on_commit(lambda: mail_password_link.delay(user.pk))


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def mail_password_link(user_id: int) -> None:
    """The e-mail itself. The link is made here: it stands in no queue and on nobody else's screen.
    Raises what the mail server does."""
    user = User.objects.get(pk=user_id)
    with override(settings.LANGUAGE_CODE):
        subject = _("Set your password")
        text = _(
            "Your login is %(login)s. Open this page within a day and set a password of your own; "
            "it works once.\n%(link)s\nIf you did not ask for it, tell an administrator."
        ) % {"login": user.get_username(), "link": settings.STAFF_URL + passwords.link(user)}
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [user.email]).send()


def _enqueue(user_id: int, event: str) -> None:
    with suppress(OperationalError, RedisError):
        mail_about_login.delay(user_id, event)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def mail_about_login(user_id: int, event: str) -> None:
    """An e-mail to whose login it is."""
    mail(User.objects.get(pk=user_id), Event(event))


def mail(user: User, event: Event, *, to: str = "") -> None:
    """The e-mail itself, also to another address of theirs. Raises what the server does."""
    with override(settings.LANGUAGE_CODE):
        text = _(
            "%(what)s.\nIf that was not you, tell an administrator at once, and look here: %(page)s"
        ) % {"what": event.label, "page": settings.STAFF_URL + reverse("admin:my_login")}
        subject = str(event.label)
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to or user.email]).send()
