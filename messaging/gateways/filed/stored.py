"""What carriers have passed, as our tables have it."""

from __future__ import annotations

from collections.abc import Collection

from messaging.gateways.filed.rulings import FiledText
from messaging.models.filing import Filing


def passed_texts(gateway_id: int | None, version_ids: Collection[int]) -> dict[int, FiledText]:
    """By version; one query, none for nothing."""
    if not version_ids or gateway_id is None:
        return {}
    rows = Filing.objects.filter(
        gateway=gateway_id, template_version__in=version_ids, state=Filing.State.PASSED
    ).values_list("template_version_id", "code", "template_version__body")
    return {version_id: FiledText(code, body) for version_id, code, body in rows}
