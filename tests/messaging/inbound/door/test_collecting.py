"""Calls gathered and worked together; each is answered once, and none before its batch is over."""

import threading
from collections.abc import Sequence

from messaging.inbound.door.collecting import AT_ONCE, COME_AGAIN, KEPT, Asked, Collector


class Callers:
    def __init__(self) -> None:
        self.heard: list[int] = []
        self.all_heard = threading.Event()
        self.expected = 0

    def ask(self, collector: Collector, count: int) -> None:
        self.expected = count
        for n in range(count):
            collector.take(Asked(f"/{n}", "", self.hear))

    def hear(self, status: int) -> None:
        self.heard.append(status)
        if len(self.heard) == self.expected:
            self.all_heard.set()


def test_many_are_worked_in_few_batches_and_each_is_answered() -> None:
    batches: list[int] = []

    def work(batch: Sequence[Asked]) -> Sequence[int]:
        batches.append(len(batch))
        return [KEPT] * len(batch)

    collector, callers = Collector(work), Callers()
    callers.ask(collector, 1200)
    collector.start()
    assert callers.all_heard.wait(10)
    assert batches == [AT_ONCE, AT_ONCE, 200]
    assert callers.heard == [KEPT] * 1200
    collector.stop()


def test_a_batch_that_fails_comes_again_and_the_next_is_worked() -> None:
    fails = [True]

    def work(batch: Sequence[Asked]) -> Sequence[int]:
        if fails.pop() if fails else False:
            raise OSError
        return [KEPT] * len(batch)

    collector, first, second = Collector(work), Callers(), Callers()
    collector.start()
    first.ask(collector, 1)
    assert first.all_heard.wait(10)
    second.ask(collector, 1)
    assert second.all_heard.wait(10)
    assert (first.heard, second.heard) == ([COME_AGAIN], [KEPT])
    collector.stop()


def test_what_waits_at_the_end_is_worked_first() -> None:
    collector, callers = Collector(lambda batch: [KEPT] * len(batch)), Callers()
    callers.ask(collector, 3)
    collector.start()
    collector.stop()
    assert callers.heard == [KEPT] * 3
