"""A lender's own app, or a bridge to 极光, 个推 and others: the protocol of batch HTTP, with a push
message in place of a text (docs/gateways.md). A repeated id is the same message, and what became of
one can be asked."""

from __future__ import annotations

from messaging.gateways.app.shown import shown
from messaging.gateways.base import Outgoing
from messaging.gateways.batch.driver import BatchHttpDriver


class AppDriver(BatchHttpDriver):
    """Settings: url, call_size (100), connections (4), plain_http (false)."""

    def entry(self, out: Outgoing) -> dict[str, str]:
        """What may stand on a lock screen, and nothing else: the text stays with us."""
        title, body = shown(out)
        written = super().entry(out)
        del written["text"]
        return {**written, "title": title, "body": body, "link": out.content.get("link", "")}
