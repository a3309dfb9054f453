"""What every staff page shows: in a sandbox, the clock."""

from django.conf import settings
from django.http import HttpRequest

from config import clock, sandbox_clock


def sandbox(request: HttpRequest) -> dict[str, object]:
    """`sandbox_now` and `sandbox_heading` for the banner; absent in production and for visitors."""
    user = getattr(request, "user", None)
    if not settings.SANDBOX or user is None or not user.is_authenticated:
        return {}
    return {"sandbox_now": clock.now(), "sandbox_heading": sandbox_clock.destination()}
