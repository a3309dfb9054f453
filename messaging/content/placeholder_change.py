"""Which placeholders a new text uses that the old one did not, and the other way round."""

from dataclasses import dataclass

from messaging.content.placeholder import Placeholder
from messaging.content.placeholders import names, registered


@dataclass(frozen=True, slots=True)
class PlaceholderChange:
    """``added`` and ``removed``, each in the order of its text; unknown names are no part of it."""

    added: tuple[Placeholder, ...]
    removed: tuple[Placeholder, ...]


def placeholder_change(before: str, after: str) -> PlaceholderChange:
    """What the body ``after`` asks of a customer's data that ``before`` did not."""
    known, old, new = registered(), names(before), names(after)
    return PlaceholderChange(
        added=tuple(known[name] for name in new if name in known and name not in old),
        removed=tuple(known[name] for name in old if name in known and name not in new),
    )
