"""What goes wrong, and when: by probability with a seed, or the next requests in a given order.

Of a whole request: slow, hang, 429, 503, 500, close_before_reading, close_after_reading,
accept_half, garbage, cut_answer. Of single messages: refuse, retry.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

OF_A_REQUEST = (
    "close_before_reading",
    "slow",
    "hang",
    "429",
    "503",
    "500",
    "close_after_reading",
    "accept_half",
    "garbage",
    "cut_answer",
)
OF_A_MESSAGE = ("refuse", "retry")
GARBAGE = (
    b"",
    b"OK",
    b"[[[[",
    b'{"results": 7}',
    b'{"results": [{"id": {"id": []}, "status": []}, 7, null, "x"]}',
    b'{"results": [{"id": "99999999999999999999999", "status": "accepted"}]}',
    b"\xff\xfe\x00\x80",
    b"[" * 100_000,
    b"<html><body>502 Bad Gateway</body></html>",
)


@dataclass
class Faults:
    """`plan`: fault → {"probability": 0–1, …}; `next`: faults of the next requests to send."""

    random: random.Random
    plan: dict[str, dict[str, Any]] = field(default_factory=dict)
    next: list[str] = field(default_factory=list)

    def of_request(self) -> str:
        """The fault of this request, or an empty string."""
        if self.next:
            return self.next.pop(0)
        for fault in OF_A_REQUEST:
            if fault != "close_before_reading" and self._strikes(fault):
                return fault
        return ""

    def hangs_up(self) -> bool:
        """Whether to hang up at the first bytes of a request."""
        if self.next and self.next[0] == "close_before_reading":
            self.next.pop(0)
            return True
        return not self.next and self._strikes("close_before_reading")

    def of_message(self) -> tuple[str, str]:
        """(refuse or retry, code) of one message, or empty strings."""
        for fault in OF_A_MESSAGE:
            if self._strikes(fault):
                return fault, self.random.choice(self.plan[fault].get("codes", ["E:0001"]))
        return "", ""

    def seconds(self, fault: str, default: float) -> float:
        return float(self.plan.get(fault, {}).get("seconds", default))

    def taken(self, fault: str) -> bool:
        """Whether the messages of a request without a proper answer were taken all the same."""
        said = self.plan.get(fault, {}).get("taken")
        return self.random.random() < 0.5 if said is None else bool(said)

    def garbage(self) -> bytes:
        return self.random.choice(GARBAGE)

    def _strikes(self, fault: str) -> bool:
        figures = self.plan.get(fault)
        return figures is not None and self.random.random() < figures.get("probability", 1.0)
