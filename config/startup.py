"""What production refuses to start with, looked up in the database by every server process."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts import vouching
from config import installation
from config.database_roles import granting
from messaging.outbox import failpoints


def verify_key() -> None:
    """Raise ImproperlyConfigured when the database believes another key than this process signs
    with: nothing that a person does could be recorded as theirs."""
    if not vouching.is_believed():
        raise ImproperlyConfigured(
            "HUANCUI_SECRET_KEY is not the one the database was told of, so that it would believe "
            "nothing of what is said about who acts. Run `manage.py migrate` with this key."
        )


def verify() -> None:
    """Raise ImproperlyConfigured when the database is not of this mode, or a production
    installation holds what is a sandbox's.

    Secrets and DEBUG were refused before, when the settings were read (config.environment).
    """
    installation.verify()
    verify_key()
    granting.verify()
    if settings.SANDBOX:
        return
    if os.environ.get(failpoints.SETTING):
        raise ImproperlyConfigured(
            f"{failpoints.SETTING} is for tests: it makes workers fail on purpose. Unset it."
        )
    from accounts.models import User
    from config.models import SandboxClock
    from messaging.models import Gateway

    if User.objects.filter(is_sample=True, is_active=True).exists():
        raise ImproperlyConfigured(
            "Sample logins are active; their password is public. Deactivate them "
            "(manage.py shell: User.objects.filter(is_sample=True).update(is_active=False)) "
            "or start with an empty database."
        )
    if Gateway.objects.filter(driver="sandbox").exclude(state__in=["draft", "retired"]).exists():
        raise ImproperlyConfigured(
            "A sandbox gateway is approved; it would swallow real texts. Retire it first."
        )
    if SandboxClock.objects.exists():
        raise ImproperlyConfigured(
            "This database has a sandbox clock: it belongs to a sandbox. Use a database of its own."
        )
