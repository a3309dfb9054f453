"""Several people at the same moment, each on a connection of their own."""

import threading
from collections.abc import Callable

from django.db import connection


def at_once(*acts: Callable[[], object], refusals: tuple[type[Exception], ...]) -> list[str]:
    """Run each as near together as can be; 'done …' or 'refused …' of each, sorted."""
    barrier = threading.Barrier(len(acts))
    results: list[str] = []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=10)
            results.append(f"done {act()}")
        except refusals as refusal:
            results.append(f"refused {refusal}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(results) == len(acts)
    return sorted(results)
