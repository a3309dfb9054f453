"""The end of a loan number: as little of it as tells a customer's loans apart."""

from collections.abc import Sequence

SHORTEST = 4
"""Characters of a loan number that are always shown."""


def tails(numbers: Sequence[str]) -> list[str]:
    """The last four characters of each number, and of numbers that end alike as many as it takes
    to tell them apart."""
    if len(numbers) == 1:
        return [numbers[0][-SHORTEST:]]
    return [_tail(number, numbers) for number in numbers]


def _tail(number: str, numbers: Sequence[str]) -> str:
    for length in range(SHORTEST, len(number)):
        tail = number[-length:]
        if sum(other.endswith(tail) for other in numbers) == 1:
            return tail
    return number
