"""Drafting a gateway: which driver, how fast, what it accepts, where its credentials are.

One row is one gateway under its code; a changed way out is a new gateway under a code of its own,
so that what was approved stays what messages were handed to.
"""

import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.choices import Channel
from messaging.approval import drafting
from messaging.approval.errors import ApprovalRefused
from messaging.gateways import credentials
from messaging.gateways.permit import LONGEST_CALL_SECONDS, Clock
from messaging.gateways.provider import settings as settings_form
from messaging.gateways.provider.record import Provider
from messaging.gateways.registry import drivers
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Gateway
from messaging.models.choices import ContentClass

MAX_RATE_PER_SECOND = 10_000
MAX_TIMEOUT_SECONDS = LONGEST_CALL_SECONDS
MAX_WEIGHT = 1000
_NO_CLOCK = Clock(now=lambda: datetime.min.replace(tzinfo=UTC), boot=lambda: 0.0)
"""The driver of a draft sends nothing: it is made only to hear what it says of its settings."""
_SECRET = re.compile(r"pass|secret|token|api_?key|credential", re.IGNORECASE)


@dataclass(frozen=True)
class Settings:
    """What is approved of a gateway besides its code. `credentials_ref`: a place as
    messaging.gateways.credentials has it, or empty where none are needed."""

    driver: str
    settings: dict[str, Any] = field(default_factory=dict)
    credentials_ref: str = ""
    rate_per_second: int = 200
    weight: int = 1
    timeout_seconds: int = 10
    content_classes: tuple[str, ...] = ()
    for_testing: bool = False


def is_offered(provider: Provider) -> bool:
    """No production takes a sandbox's: with one that waits for approval no process starts."""
    return settings.SANDBOX or not provider.sandbox


def problems(wanted: Settings) -> dict[str, str]:
    """Field → why it cannot be, as a sentence; empty when all can."""
    found = {}
    if wanted.driver not in PROVIDERS:
        found["driver"] = _("There is no such driver.")
    elif not is_offered(PROVIDERS[wanted.driver]):
        found["driver"] = _(
            "This driver is a sandbox's: in production it would swallow real texts."
        )
    if any(_SECRET.search(str(name)) for name in wanted.settings):
        found["settings"] = _("No secrets here: say in “credentials” where they are.")
    if wanted.credentials_ref and not credentials.is_named(wanted.credentials_ref):
        found["credentials_ref"] = _(
            "Write env:HUANCUI_GATEWAY_NAME, or file:NAME for a file in the folder of gateways’ "
            "secrets. Never the secret itself."
        )
    if not 1 <= wanted.rate_per_second <= MAX_RATE_PER_SECOND:
        found["rate_per_second"] = _("From 1 to 10,000.")
    if not 0 <= wanted.weight <= MAX_WEIGHT:
        found["weight"] = _("From 0 to 1,000.")
    if not 1 <= wanted.timeout_seconds <= MAX_TIMEOUT_SECONDS:
        found["timeout_seconds"] = _("From 1 to 120.")
    if wanted.for_testing:
        found |= _testing_problems(wanted)
    elif not wanted.content_classes or set(wanted.content_classes) - set(ContentClass.values):
        found["content_classes"] = _("Choose what it accepts.")
    if not found and not setting_problems(wanted):
        why = drivers.problem(Gateway(code="draft", **_columns(wanted)), _NO_CLOCK)
        if why:
            found["settings"] = _("The driver refuses these settings: %(why)s") % {"why": why}
    return found


def _testing_problems(wanted: Settings) -> dict[str, str]:
    """A gateway for testing carries texts nobody approved, to colleagues alone."""
    provider = PROVIDERS.get(wanted.driver)
    if wanted.content_classes:
        return {"content_classes": _("For testing it accepts no message: choose nothing here.")}
    if provider is not None and (provider.channel != Channel.SMS or provider.files_texts):
        return {
            "driver": _(
                "This provider cannot try drafts: it sends no SMS, or only texts it has on file."
            )
        }
    return {}


def setting_problems(wanted: Settings) -> dict[str, str]:
    """Setting of the driver → why it cannot be."""
    provider = PROVIDERS.get(wanted.driver)
    return settings_form.problems(provider.settings if provider else (), wanted.settings)


def new_draft(code: str, wanted: Settings, *, note: str, by: User, now: datetime) -> Gateway:
    """A draft under a new code. Raises ApprovalRefused."""
    _refuse({**problems(wanted), **setting_problems(wanted)})
    if Gateway.objects.filter(code=code).exists():
        raise ApprovalRefused(_("A gateway with the code “%(code)s” exists.") % {"code": code})
    return drafting.start(Gateway(code=code, **_columns(wanted)), note=note, by=by, now=now)


def save(
    gateway: Gateway,
    wanted: Settings,
    *,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
) -> Gateway:
    """Store a draft. Raises ApprovalRefused: wrong, decided, or saved by another since."""
    _refuse({**problems(wanted), **setting_problems(wanted)})
    return drafting.save(
        gateway,
        **_columns(wanted),
        note=note,
        by=by,
        now=now,
        seen_edited_at=seen_edited_at,
    )


def _columns(wanted: Settings) -> dict[str, Any]:
    provider = PROVIDERS.get(wanted.driver)
    return {
        **asdict(wanted),
        "content_classes": list(wanted.content_classes),
        "channel": provider.channel if provider else Channel.SMS.value,
    }


def _refuse(found: dict[str, str]) -> None:
    if found:
        raise ApprovalRefused(" ".join(found.values()))
