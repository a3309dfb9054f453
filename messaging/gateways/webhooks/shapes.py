"""In whose shape a gateway calls our webhooks: its driver's own, or a cloud provider's.

A batch HTTP gateway is often an adapter before such a provider, which then calls us itself;
carrier platforms copy these shapes too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from messaging.gateways import options

SETTING = "webhooks"
OWN, ALIYUN, TENCENT = "own", "aliyun", "tencent"
SHAPES = (OWN, ALIYUN, TENCENT)


def shape_of(settings: Mapping[str, Any]) -> str:
    """One of SHAPES. Raises options.BadSettings."""
    return options.choice(settings, SETTING, among=SHAPES, default=OWN)
