"""The document of rules: no figure of the policy is idle, and no reason is untested."""

import pytest

from messaging.admin.settling.table import NOTHING_TO_SETTLE
from messaging.policy import reasons
from messaging.policy.fields import FIELDS
from scripts import rules
from scripts.read_sources import TOP, given_by, read_by, where_said

CONSTANTS = {code: name for name, code in vars(reasons).items() if isinstance(code, str)}
HOLDING_BACK = sorted(reasons.ALL_REASONS - NOTHING_TO_SETTLE)


@pytest.mark.parametrize("figure", [*FIELDS, "caps"])
def test_a_figure_of_the_policy_is_read_by_a_rule_and_tried_by_a_test(figure: str) -> None:
    assert read_by(figure)
    assert where_said(figure)


@pytest.mark.parametrize("reason", HOLDING_BACK)
def test_a_reason_is_given_by_a_rule_and_tried_by_a_test(reason: str) -> None:
    table = ["BY_HOLD_KIND"] if reason in reasons.BY_HOLD_KIND.values() else []
    assert given_by(CONSTANTS[reason], *table)
    assert where_said(reason, CONSTANTS[reason], *table)


def test_what_nothing_reads_is_seen() -> None:
    assert read_by("a_figure_nobody_made") == given_by("NO_SUCH_REASON") == []


def test_the_figures_in_the_document_are_those_of_the_profiles() -> None:
    def figures(text: str) -> list[str]:
        return [line for line in text.splitlines() if line.startswith("| ") and "::" not in line]

    assert figures(rules.DOCUMENT.read_text("utf-8")) == figures(rules.document())


def test_the_code_in_the_document_is_there() -> None:
    named = {part for part in rules.DOCUMENT.read_text("utf-8").split("`") if "::" in part}
    assert len(named) > 100
    assert not [each for each in sorted(named) if not _is_there(*each.split("::"))]


def _is_there(path: str, name: str) -> bool:
    source = (TOP / path).read_text("utf-8") if (TOP / path).exists() else ""
    return f"def {name}(" in source or f"{name} = " in source
