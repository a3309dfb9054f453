"""Which gateway a message takes: one that accepts it and works, by weight."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from messaging.models import Gateway


def route(
    gateways: Sequence[Gateway],
    content_class: str,
    *,
    turn: int = 0,
    out_of_use: Collection[int] = (),
    avoid: int | None = None,
    lacking: Collection[int] = (),
) -> Gateway | None:
    """The same gateway for the same `turn`, as long as nothing changes.

    `lacking`: those whose carrier has not passed this text. `out_of_use`: paused or stopped.
    `avoid`: the one that refused this message for now. All are taken only when nothing else is
    left, so that the decision can say why nothing leaves.
    """
    if len(gateways) == 1:
        return gateways[0]
    ranked: dict[tuple[bool, ...], list[Gateway]] = {}
    for gateway in gateways:
        rank = (
            content_class not in gateway.content_classes,
            gateway.pk in lacking,
            gateway.pk in out_of_use,
            gateway.weight == 0,
            gateway.pk == avoid,
        )
        ranked.setdefault(rank, []).append(gateway)
    return _by_weight(ranked[min(ranked)], turn) if ranked else None


def _by_weight(gateways: list[Gateway], turn: int) -> Gateway:
    place = turn % (sum(gateway.weight for gateway in gateways) or 1)
    for gateway in sorted(gateways, key=lambda gateway: gateway.pk):
        place -= gateway.weight
        if place < 0:
            return gateway
    return gateways[0]
