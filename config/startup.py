"""What production refuses to start with, looked up in the database by every server process."""

import os

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import installation
from messaging.outbox import failpoints


def verify() -> None:
    """Raise ImproperlyConfigured when the database is not of this mode, or a production
    installation holds what is a sandbox's.

    Secrets and DEBUG were refused before, when the settings were read (config.environment).
    """
    installation.verify()
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
