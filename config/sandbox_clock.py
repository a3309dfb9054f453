"""Setting the sandbox clock: started once at the sample's day, then only ever forward."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.errors import Refused
from config.models import SandboxClock

FURTHEST_STEP = timedelta(days=366)


def start(at: datetime) -> None:
    """Make it `at` now for every process. Only where no clock runs yet (a new sandbox)."""
    _only_in_a_sandbox()
    SandboxClock.objects.get_or_create(id=1, defaults={"offset": at - datetime.now(UTC)})


def forward(*, to: datetime, now: datetime) -> None:
    """Set the clock to `to`, which must lie ahead of `now`, by a year at most."""
    _only_in_a_sandbox()
    if to <= now:
        raise Refused(
            _("The sandbox clock moves only forward. Choose a later time, or reset the sandbox.")
        )
    if to - now > FURTHEST_STEP:
        raise Refused(_("Choose a time within the coming year."))
    SandboxClock.objects.update_or_create(id=1, defaults={"offset": to - datetime.now(UTC)})


def _only_in_a_sandbox() -> None:
    if not settings.SANDBOX:
        raise Refused(_("The clock can be set in a sandbox only."))
