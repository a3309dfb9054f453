"""A provider: all that the rest of the product knows of one way out, in one record.

A provider is a folder: its driver, how it calls us, its settings, and its record in `provider.py`,
which stands in one line of `providers.py`. The driver registry, the form that drafts a gateway and
the webhooks read nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from messaging.gateways.base import Driver
from messaging.gateways.permit import Clock
from messaging.gateways.provider.settings import Setting
from messaging.gateways.webhooks.base import Webhook
from messaging.models import Gateway


@dataclass(frozen=True, slots=True)
class Provider:
    """`code` is stored with each gateway; `driver` makes a driver of one, and raises
    options.BadSettings. `channel` (accounts.models.choices.Channel): what its gateways reach people
    by; a gateway takes it over when it is drafted, and is given messages of that channel alone.
    `webhooks`: how its gateways call us, by the shape their settings name.
    `sandbox`: it reaches nobody, and is used in a sandbox only. `keeps_driver`: made once per
    gateway and process, so that its connections are used again. `files_texts`: its driver is a
    FiledDriver, which sends nothing but texts and signatures its carrier has passed.
    `credentials`: how what its credentials name is written, for whoever puts it there."""

    code: str
    label: Any
    driver: Callable[[Gateway, Clock], Driver]
    channel: str = "sms"
    settings: tuple[Setting, ...] = ()
    webhooks: Mapping[str, Webhook] = field(default_factory=dict)
    sandbox: bool = False
    keeps_driver: bool = True
    files_texts: bool = False
    credentials: Any = ""
