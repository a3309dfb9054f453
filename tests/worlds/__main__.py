"""Print how often the arithmetic of effect is right: python -m tests.worlds [--worlds 500]"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np

from tests.worlds import calls, hours, sparing, trials

OWN = "each customer their own"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--worlds", type=int, default=500)
    worlds = parser.parse_args().worlds
    rows: list[tuple[str, str, Callable[[], float]]] = [
        ("covered, 2 × 9,000", "0.93 to 0.97", lambda: trials.covered(worlds, 18_000)),
        ("covered, 2 × 200", "0.93 to 0.97", lambda: trials.covered(worlds, 400)),
        ("covered, adjusted", "0.93 to 0.97", lambda: trials.covered(worlds, 4_000, adjusted=True)),
        (
            "covered, adjusted, 60 in all",
            "0.93 to 0.97",
            lambda: trials.covered(worlds, 60, adjusted=True),
        ),
        (
            "covered, control 5 in 100",
            "0.93 to 0.97",
            lambda: trials.covered(worlds, 10_000, share=0.95, adjusted=True),
        ),
        ("covered, amounts", "0.93 to 0.97", lambda: trials.amounts_covered(worlds, 2_000)),
        ("covered, by customer", "0.93 to 0.97", lambda: trials.clusters_covered(worlds, 400)),
        (
            "covered, loans taken for people",
            "errs",
            lambda: trials.clusters_covered(worlds, 400, by_customer=False),
        ),
        ("60 daily looks, false winner", "< 0.05", lambda: trials.false_winners(worlds)),
        ("… 3 a day a group", "< 0.05", lambda: trials.false_winners(worlds, a_day=3)),
        ("… of 2 in 100", "< 0.05", lambda: trials.false_winners(worlds, base=0.02)),
        (
            "… by the fixed interval",
            "errs",
            lambda: trials.false_winners(worlds, anytime=False),
        ),
        ("A/A stopped by harm, 60 looks", "< 0.05", lambda: trials.stopped_by_harm(worlds)),
        (
            "… by the fixed interval at 0.99",
            "errs",
            lambda: trials.stopped_by_harm(worlds, anytime=False),
        ),
        (
            "2 points of harm stop it, 60 a day",
            "≥ 0.80",
            lambda: trials.stopped_by_harm(worlds // 5, a_day=60, more=0.02),
        ),
        ("A/A ratio alarm", "< 0.05", lambda: trials.false_ratio_alarms(worlds, 20_000, 0.05)),
        (
            "… at p < 0.05",
            "≤ 0.07",
            lambda: trials.false_ratio_alarms(worlds, 20_000, 0.05, below=0.05),
        ),
        ("+2.4 points found, 2 × 9,000", "≥ 0.80", lambda: trials.found(worlds)),
        ("… adjusted", "≥ 0.80", lambda: trials.found(worlds, adjusted=True)),
        ("naive comparison covers", "errs", lambda: trials.naive_covered(worlds, 18_000)),
        (
            "gains differ where none do",
            "≤ 0.10",
            lambda: trials.false_targets(max(10, worlds // 5), 4_000),
        ),
    ]
    for name, goal, measure in rows:
        print(f"{name:34} {measure():7.3f}   {goal}", flush=True)
    for effect, size in (("always_late", 0.1), ("late_and_small", 0.1), ("by_amount", 0.08)):
        for n in (5_000, 20_000, 80_000):
            seeds = range(max(2, worlds // 100))
            reached = np.mean([trials.targeting(seed, n, effect, size) for seed in seeds], axis=0)
            print(
                f"{effect:15} n={n:6}  Qini reached {reached[0]:.2f}, correlation {reached[1]:.2f}"
            )
    for effect, size in (("always_late", 0.1), ("all", 0.05), ("none", 0.0)):
        looked = [
            sparing.looked_for(seed, 80_000, effect, size) for seed in range(max(2, worlds // 25))
        ]
        proposed = [each for each in looked if each.found.rule is not None]
        spared = np.mean([each.texts for each in proposed]) if proposed else 0.0
        kept = min((each.kept for each in proposed), default=1.0)
        print(
            f"fewer texts, {effect:12} proposed in {len(proposed)} of {len(looked)} worlds, "
            f"spared {spared:.2f}, kept at least {kept:.3f}",
            flush=True,
        )
    hours_of_worlds(max(4, worlds // 10))
    for world in (calls.differing, calls.by_person, calls.by_hour, calls.alike):
        tried = [calls.tried(seed, world) for seed in range(max(2, worlds // 10))]
        more = sum(each.learned for each in tried) / sum(each.random for each in tried) - 1
        print(
            f"calls in the learned order, {world.__name__:10} {more:+.2f} answered against a "
            f"random one, in the worst world {min(each.more for each in tried):+.2f}",
            flush=True,
        )
    for effect in ("always_late", "none"):
        both = [trials.spared(seed, 40_000, effect, 0.1) for seed in range(max(2, worlds // 50))]
        few, kept = np.mean(both, axis=0)
        print(f"{effect:15} texts spared {few:.2f}, repayments kept {kept:.3f}")


def hours_of_worlds(worlds: int) -> None:
    """What the learned hour loses against each customer's best, as a share of drawing evenly."""
    for name, differ in (
        ("3 hours", {}),
        ("12 hours", {"hours": 12}),
        ("one best hour for all", {"of_group": 0, "of_each": 0}),
        (OWN, {"of_all": 0.01, "of_group": 0.01, "of_each": 0.05}),
        ("a small lender", {"customers": 500}),
    ):
        lived = [hours.lived(seed, hours.world(seed, **differ)) for seed in range(worlds)]  # type: ignore[arg-type]
        ratio = sum(each.lost for each in lived) / sum(each.evenly for each in lived)
        if name == OWN:
            told = [hours.told_all(seed, **differ) for seed in range(worlds)]  # type: ignore[arg-type]
            told_all = sum(each.lost for each in told) / sum(each.evenly for each in told)
            print(f"told all of every text, {name:24} one would lose {told_all:.2f}", flush=True)
        held = np.mean([abs(each.gain - each.gained) < 1.96 * each.error for each in lived])
        print(
            f"learned hour, {name:24} loses {ratio:.2f} of what drawing evenly does (goal < 0.50); "
            f"least share {min(each.least_share for each in lived):.3f}; "
            f"its gain covered in {held:.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
