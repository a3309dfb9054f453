"""Many cases of a pure function in one test: `@each(TEXTS, named=lambda text: text.code)`.

To set a test up and to tell of it takes 5 ms, a case of a pure function often 0.1. As with
`parametrize`, every case is tried, and each that fails is named and shown with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def each(
    cases: Sequence[T], *, named: Callable[[T], str] = str
) -> Callable[[Callable[[T], None]], Callable[[], None]]:
    """`named`: what a case is called where it fails."""

    def decorate(test: Callable[[T], None]) -> Callable[[], None]:
        def all_of_them() -> None:
            assert cases, "there is nothing to try"
            failed = []
            for case in cases:
                try:
                    test(case)
                except Exception as error:
                    error.add_note(f"in the case of {named(case)}")
                    failed.append(error)
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(cases)} cases", failed)

        all_of_them.__name__, all_of_them.__module__ = test.__name__, test.__module__
        all_of_them.__doc__ = test.__doc__
        return all_of_them

    return decorate
