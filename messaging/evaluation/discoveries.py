"""Many comparisons at once: which of them are still believed."""

from collections.abc import Sequence


def believed(p_values: Sequence[float], *, false_share: float = 0.05) -> list[bool]:
    """For each, whether it is among those of which at most `false_share` are false on average.

    Benjamini & Hochberg (1995), Journal of the Royal Statistical Society B 57(1).
    """
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    last = 0
    for place, at in enumerate(order, 1):
        if p_values[at] <= false_share * place / len(p_values):
            last = place
    kept = set(order[:last])
    return [at in kept for at in range(len(p_values))]
