"""Which gateway a message takes."""

from collections import Counter

from messaging.decisions.facts.routes import route
from messaging.models import Gateway


def way(pk: int, *, weight: int = 1, accepts: str = "collection_service") -> Gateway:
    return Gateway(pk=pk, code=f"g{pk}", weight=weight, content_classes=[accepts])


def taken(gateways: list[Gateway], **how: object) -> int | None:
    found = route(gateways, "collection_service", **how)  # type: ignore[arg-type]
    return found.pk if found else None


def test_messages_are_shared_out_by_weight() -> None:
    ways = [way(1, weight=3), way(2, weight=1)]
    assert Counter(taken(ways, turn=turn) for turn in range(400)) == {1: 300, 2: 100}


def test_one_that_accepts_goes_before_one_that_works() -> None:
    assert taken([way(1, accepts="confirmation"), way(2)], out_of_use={2}) == 2


def test_a_paused_one_is_passed_over() -> None:
    assert {taken([way(1), way(2)], turn=turn, out_of_use={1}) for turn in range(9)} == {2}


def test_who_refused_for_now_is_avoided_while_there_is_another() -> None:
    assert taken([way(1), way(2)], turn=0, avoid=1) == 2
    assert taken([way(1)], turn=0, avoid=1) == 1


def test_weight_nought_is_a_reserve() -> None:
    assert {taken([way(1), way(2, weight=0)], turn=turn) for turn in range(9)} == {1}
    assert taken([way(1), way(2, weight=0)], out_of_use={1}) == 2


def test_without_any_there_is_none() -> None:
    assert taken([]) is None
