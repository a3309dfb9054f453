"""Sentences set into a faultless reminder: what gets past, what is held up.

The second reader has learnt from all but the "unread" ones and "m", which measure it.
The goals are the issue's: none of the forbidden in silence, six in ten blocked; of the innocent at
most two in a hundred blocked and one in four shown to a person.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from messaging.content import wording
from messaging.content.context import ReviewContext
from messaging.content.review import review_template
from messaging.content.text.findings import Finding

DATA = Path(__file__).parents[2] / "data" / "wording"
REMINDERS = {
    "zh-hans": (
        "{{ customer_name }}{{ salutation }}，您好！您的{{ product }}还款日为{{ due_date }}，"
        "应还{{ amount_due }}，已逾期{{ days_overdue }}天。"
        "可通过{{ ways_to_pay }}还款，如有困难请致电{{ hotline }}。"
    ),
    "zh-hant": (
        "{{ customer_name }}{{ salutation }}，您好！您的{{ product }}還款日為{{ due_date }}，"
        "應還{{ amount_due }}，已逾期{{ days_overdue }}天。"
        "可透過{{ ways_to_pay }}還款，如有困難請致電{{ hotline }}。"
    ),
    "en": (
        "Dear {{ salutation }} {{ customer_name }}, {{ amount_due }} for your {{ product }} was "
        "due on {{ due_date }} and is {{ overdue_period }} overdue. "
        "Ways to pay: {{ ways_to_pay }}. If it is hard, call {{ hotline }}. "
    ),
}
FORBIDDEN = [f"forbidden-{part}" for part in (*"abcdefghiklm", "unread")]
INNOCENT = [f"innocent-{part}" for part in (*"abdefghijkl", "unread")]
ABOUT_THE_WHOLE = {"many_segments", "too_long", "other_standing", "loans_by_hand"}


def rows(name: str) -> list[tuple[str, str]]:
    with (DATA / f"{name}.tsv").open(encoding="utf-8") as file:
        return [
            (row["sentence"].replace("{{ late_fee }}", "{{ amount_due }}"), row["lang"])
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


@cache  # the forbidden ones are asked about twice
def gate(sentence: str, language: str) -> str:
    context = ReviewContext(
        stage="dpd-4-7",
        language=language,
        reports_to_credit_registry=True,
        late_fee_in_contract=True,
    )
    found = review_template(REMINDERS[language] + sentence, context)
    return outcome(each for each in found if each.code not in ABOUT_THE_WHOLE)


def outcome(found: Iterable[Finding]) -> str:
    levels = {each.level for each in found}
    return "block" if "block" in levels else "warn" if "warn" in levels else "silent"


@pytest.mark.parametrize("language", REMINDERS)
def test_the_reminder_itself_is_faultless(language: str) -> None:
    assert gate("", language) == "silent"


@pytest.mark.parametrize("name", FORBIDDEN, scope="module")
def test_no_forbidden_sentence_passes_in_silence(name: str) -> None:
    silent = [sentence for sentence, language in rows(name) if gate(sentence, language) == "silent"]
    assert silent == []
    alone = [sentence for sentence, _language in rows(name) if not wording.review(sentence)]
    assert alone == []


@pytest.mark.parametrize("name", FORBIDDEN, scope="module")
def test_most_forbidden_sentences_are_blocked(name: str) -> None:
    outcomes = Counter(gate(*row) for row in rows(name))
    assert outcomes["block"] >= 0.6 * outcomes.total()


@pytest.mark.parametrize("name", INNOCENT)
def test_few_innocent_sentences_are_held_up(name: str) -> None:
    outcomes = Counter(gate(*row) for row in rows(name))
    assert outcomes["block"] <= 0.02 * outcomes.total()
    assert outcomes["warn"] <= 0.25 * outcomes.total()


def test_what_belongs_in_no_reminder_and_harms_nobody_is_asked_about() -> None:
    outcomes = Counter(gate(*row) for row in rows("elsewhere-unread"))
    assert outcomes["warn"] >= 0.75 * outcomes.total()
    assert outcomes["silent"] == 0
