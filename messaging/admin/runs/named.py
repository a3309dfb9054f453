"""What the ids in a trace stand for: a trace keeps numbers only, a page says loans and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from accounts.disclosure import personal
from accounts.models import ContactPoint, Hold, Loan
from messaging.models import Decision, TemplateVersion

Names = Mapping[tuple[str, int], str]
"""(what a rule saw, id) → how a page calls it."""

LOANS = ("loans", "unsettled", "below", "reminded", "waiting", "untold")


def names(decisions: Iterable[Decision]) -> Names:
    """Of everything those decisions saw: four queries. What is gone keeps its number."""
    seen: dict[str, set[int]] = {}
    for decision in decisions:
        for _rule, _outcome, _reason, _until, saw in decision.trace:
            for key, value in saw.items():
                if key in KINDS and not _counts(key, value):
                    seen.setdefault(key, set()).update(_ids(value))
    found: dict[tuple[str, int], str] = {}
    for kind in dict.fromkeys(KINDS.values()):
        keys = [key for key in seen if KINDS[key] is kind]
        known = kind({pk for key in keys for pk in seen[key]})
        found |= {(key, pk): name for key in keys for pk, name in known.items()}
    return found


def named(key: str, value: Any, names: Names) -> Any:
    """The same value with its ids told; anything else as it is."""
    if key not in KINDS or _counts(key, value):
        return value
    told = [names.get((key, pk), str(pk)) for pk in _ids(value)]
    return told if isinstance(value, list) else (told[0] if told else value)


def _counts(key: str, value: Any) -> bool:
    """How many loans there are, where a rule saw no more than that."""
    return key == "loans" and isinstance(value, int)


def _ids(value: Any) -> list[int]:
    return [each for each in (value if isinstance(value, list) else [value]) if _is_id(each)]


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _loans(found: set[int]) -> dict[int, str]:
    return dict(Loan.objects.filter(pk__in=found).values_list("pk", "loan_no"))


def _points(found: set[int]) -> dict[int, str]:
    points = ContactPoint.objects.filter(pk__in=found)
    return {each.pk: personal.masked_address(each) for each in points}


def _versions(found: set[int]) -> dict[int, str]:
    versions = TemplateVersion.objects.filter(pk__in=found).select_related("template")
    return {each.pk: str(each) for each in versions}


def _holds(found: set[int]) -> dict[int, str]:
    return {each.pk: str(each.get_kind_display()) for each in Hold.objects.filter(pk__in=found)}


KINDS: Mapping[str, Callable[[set[int]], dict[int, str]]] = {
    **dict.fromkeys(LOANS, _loans),
    "contact_point": _points,
    "version": _versions,
    "holds": _holds,
}
