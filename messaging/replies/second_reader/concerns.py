"""What the second reader adds to what the rules found. It takes nothing away."""

from collections.abc import Collection, Mapping

LIKELY = 0.3
"""So sure it has to be where the rules found nothing at all."""

RATHER_LIKELY = 0.6
"""So sure where the rules found only what asks for nothing."""

NEARLY_SURE = 0.8
"""So sure where the rules found something that stops already."""

STOPPING = ("distress", "complaint", "wrong_party", "opt_out_review", "hardship", "dispute")
_ASKING_NOTHING = frozenset({"promise", "paid", "rating"})
_UNUSUAL = frozenset({"review"})


def concerns(found: Collection[str], opinion: Mapping[str, float]) -> set[str]:
    """Meanings to be added to `found`, the rules' own (empty when they found nothing).

    An opt-out it hears goes to a person as well: only a keyword is one by itself.
    """
    sure = dict(opinion)
    sure["opt_out_review"] = max(sure["opt_out_review"], sure.pop("opt_out"))
    del sure["rating"]  # a figure alone is one, and nothing else
    added = set[str]()
    if not found or set(found) == _UNUSUAL:
        best = max(sure, key=lambda meaning: sure[meaning])
        if sure[best] >= LIKELY and best != "other":
            added.add(best)
    enough = RATHER_LIKELY if not set(found) - _ASKING_NOTHING else NEARLY_SURE
    return added | {meaning for meaning in STOPPING if sure[meaning] >= enough} - set(found)
