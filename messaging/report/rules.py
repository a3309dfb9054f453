"""The rules a report proves, in its order; each app adds those over its own tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.report import (
    caps,
    education,
    endings,
    four_eyes,
    gap,
    opt_outs,
    quiet_hours,
    repaid,
    sealing,
    stale_data,
    stops,
    totals,
)
from messaging.report.parts import Check, Period


class Rule(NamedTuple):
    """`name` is its check's; `looks_for`: what would be a violation, as a sentence."""

    name: str
    title: Promise
    looks_for: Promise
    check: Callable[[Period], Check]


_RULES: list[Rule] = [
    Rule(
        "quiet_hours",
        _("Quiet hours and permits"),
        _(
            "A hand-over outside the recipient's hours in any of their zones, on a closed day, or "
            "with a permit that outlasts the hours. The rows below are read on the wall clock."
        ),
        quiet_hours.check,
    ),
    Rule(
        "caps",
        _("Caps per customer and per address"),
        _("One contact more than its policy allows, counted over texts and calls."),
        caps.check,
    ),
    Rule(
        "minimum_gap",
        _("Least time between two contacts"),
        _("A text sooner after the last contact than its policy allows."),
        gap.check,
    ),
    Rule(
        "opt_outs",
        _("Opt-outs and other suppressions"),
        _("A hand-over to an address that had been suppressed before it began."),
        opt_outs.check,
    ),
    Rule(
        "holds",
        _("Holds"),
        _("A text begun while a hold on the customer, or on a loan it names, was in force."),
        opt_outs.check_holds,
    ),
    Rule(
        "stops",
        _("Emergency stops"),
        _("A hand-over that began while a stop covered it."),
        stops.check,
    ),
    Rule(
        "education",
        _("Useful knowledge"),
        _(
            "A piece without the customer's consent or after it was declined, during any hold, "
            "sooner after another piece or a reminder than its policy allows, or that nobody else "
            "let go. Reminders that came soon after a piece are listed beside."
        ),
        education.check,
    ),
    Rule(
        "stale_data",
        _("Age of the figures"),
        _("A text that speaks of figures older than its policy allows."),
        stale_data.check,
    ),
    Rule(
        "repaid",
        _("Repaid debts"),
        _("A text about a debt whose whole repayment had been recorded before it began to leave."),
        repaid.check,
    ),
    Rule(
        "four_eyes",
        _("Four eyes and training"),
        _(
            "A text, policy, strategy or gateway that was not approved, not in force, approved by "
            "who wrote it, or by somebody without valid training."
        ),
        four_eyes.check,
    ),
    Rule(
        "releases",
        _("Release of runs"),
        _("A run released by its planner, by nobody, or by somebody without valid training."),
        four_eyes.check_releases,
    ),
    Rule(
        "endings",
        _("Every message open, or ended with a reason"),
        _("A message that ended without a time or a reason, or was left behind."),
        endings.check,
    ),
    Rule(
        "candidates",
        _("Every candidate with its fate"),
        _("A candidate without a decision or reason, or with a message it was not to have."),
        endings.check_candidates,
    ),
    Rule(
        "totals",
        _("Numbers of each run add up"),
        _("A run whose stored numbers differ from its rows."),
        totals.check,
    ),
    Rule(
        "sealing",
        _("Hand-overs are in the sealed chain"),
        _("A hand-over that no link of the chain holds, or a chain found broken."),
        sealing.check,
    ),
]


def register(rule: Rule) -> None:
    """Once, at the start of the app that keeps what it looks at."""
    if rule.name not in {each.name for each in _RULES}:
        _RULES.append(rule)


def every() -> tuple[Rule, ...]:
    return tuple(_RULES)


def named(name: str) -> Rule | None:
    """None: there is none of that name."""
    return next((rule for rule in _RULES if rule.name == name), None)
