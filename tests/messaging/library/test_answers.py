"""Answers and scripts of the starter library: kind, true, short, and sayable at any hour."""

import pytest

from feedback.surveys import invitations as survey_invitations
from messaging.content.context import ReviewContext
from messaging.content.manners import review_manners
from messaging.content.placeholders import names, problems
from messaging.content.review import review_template
from messaging.content.segments import count
from messaging.content.text.flat import flatten
from messaging.content.wording import review
from messaging.library import LANGUAGES, StarterTemplate, load_answers
from tests.each import each
from tests.messaging.library.test_library import text_of

ALL = [entry for language in LANGUAGES for entry in load_answers(language)]
EVERY = each(ALL, named=lambda entry: f"{entry.language}-{entry.code}")


@EVERY
def test_every_text_has_no_faulty_placeholder_and_no_finding(entry: StarterTemplate) -> None:
    assert problems(entry.body) == []
    assert review(text_of(entry)) == []


@EVERY
def test_every_text_passes_the_gate_of_a_lender_of_which_nothing_is_true(
    entry: StarterTemplate,
) -> None:
    context = ReviewContext(stage=entry.stage, language=entry.language, reminder=False, answer=True)
    found = review_template(entry.body, context)
    assert [finding for finding in found if finding.category != "length"] == []


@EVERY
def test_every_text_says_whom_it_is_for_and_whom_to_call(entry: StarterTemplate) -> None:
    assert {"customer_name", "salutation", "hotline"} <= set(names(entry.body))


def test_every_language_has_the_same_texts() -> None:
    cases = {(x.code, x.channel, x.cause) for x in ALL}
    assert len(ALL) == len(cases) * len(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_invitation_to_rate_us_names_the_figures_in_two_texts_of_chinese(
    language: str,
) -> None:
    (entry,) = [x for x in load_answers(language) if x.code == survey_invitations.CODE]
    assert {"1", "5"} <= set(entry.body)
    assert not list(review_manners(entry.body, flatten(entry.body)))
    assert count(text_of(entry)).segments <= (4 if language == "en" else 2)


def test_there_is_a_script_for_the_causes_a_call_is_about() -> None:
    scripts = {x.cause for x in load_answers("zh-hans") if x.channel == "phone"}
    assert scripts == {"unknown", "hardship", "dispute"}


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        load_answers("fr")
