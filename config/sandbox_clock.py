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
    """Set the clock to `to`, which must lie ahead of `now`, by a year at most.

    Where borrowers live, it gets there stop by stop: a worker lets what lies between happen
    (config.world.today.walk).
    """
    _only_in_a_sandbox()
    if to <= now:
        raise Refused(
            _("The sandbox clock moves only forward. Choose a later time, or reset the sandbox.")
        )
    if to - now > FURTHEST_STEP:
        raise Refused(_("Choose a time within the coming year."))
    if SandboxClock.objects.filter(lived_until__isnull=False).exists():
        note(heading_for=to)
    else:
        jump(to=to)


def jump(*, to: datetime) -> None:
    """At once."""
    SandboxClock.objects.update_or_create(id=1, defaults={"offset": to - datetime.now(UTC)})


def wake(at: datetime) -> None:
    """From now on borrowers live here, as they did until `at`."""
    _only_in_a_sandbox()
    note(lived_until=at, heard_until=at, heading_for=None)


def stop_here() -> None:
    """Leave the clock where it has got to."""
    note(heading_for=None)


def note(**columns: datetime | None) -> None:
    """How far the world has got."""
    SandboxClock.objects.update(**columns)


def destination() -> datetime | None:
    """Where the clock is on its way to, stop by stop."""
    if not settings.SANDBOX:
        return None
    return SandboxClock.objects.values_list("heading_for", flat=True).first()


def _only_in_a_sandbox() -> None:
    if not settings.SANDBOX:
        raise Refused(_("The clock can be set in a sandbox only."))
