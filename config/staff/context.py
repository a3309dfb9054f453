"""What every staff page shows: in a sandbox, the clock."""

from django.conf import settings
from django.http import HttpRequest

from config import clock, sandbox_clock

SHOWN = "_sandbox_clock"


def sandbox(request: HttpRequest) -> dict[str, object]:
    """`sandbox_now` and `sandbox_heading` for the banner, `true_now` for pages of records, which
    bear the machine's time; absent in production and for visitors. Asked once a page, of which many
    parts are rendered by themselves."""
    user = getattr(request, "user", None)
    if not settings.SANDBOX or user is None or not user.is_authenticated:
        return {}
    if not hasattr(request, SHOWN):
        seen = {
            "sandbox_now": clock.now(),
            "sandbox_heading": sandbox_clock.destination(),
            "true_now": clock.machine(),
        }
        setattr(request, SHOWN, seen)
    shown: dict[str, object] = getattr(request, SHOWN)
    return shown
