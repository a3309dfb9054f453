"""The shipped useful knowledge: twelve topics in three languages, said truly and to be stopped."""

import re

import pytest

from messaging.content.context import ReviewContext
from messaging.content.placeholders import longest
from messaging.content.render import full_text, render
from messaging.content.review import review_template
from messaging.content.segments import count
from messaging.content.shape import has_education_words, has_opt_out_words
from messaging.decisions.facts.answering import speaks_of_loans
from messaging.library import LANGUAGES, load_education
from messaging.library.sources import of_education
from messaging.models.choices import EducationTopic
from messaging.policy.fields import COUNTRIES
from tests.each import each

ALL = [piece for language in LANGUAGES for piece in load_education(language, countries=COUNTRIES)]
LENDERS_OF = {"zh-hans": ("CN", "SG"), "zh-hant": ("CN", "HK", "TW"), "en": COUNTRIES}


@each(ALL, named=lambda piece: f"{piece.code} {piece.language}")
def test_each_passes_the_review_without_a_remark(piece) -> None:
    context = ReviewContext(
        stage=piece.stage,
        language=piece.language,
        signature="Anhe" if piece.language == "en" else "安和消费金融",
        reports_to_credit_registry="credit_record" in piece.mentions,
        late_fee_in_contract="late_fee" in piece.mentions,
        reminder=False,
    )
    assert review_template(piece.body, context) == []


@each(ALL, named=lambda piece: f"{piece.code} {piece.language}")
def test_each_says_how_to_stop_it_alone_and_all_and_names_no_loan(piece) -> None:
    assert has_education_words(piece.body)
    assert has_opt_out_words(piece.body)
    assert not speaks_of_loans(piece.body)
    signature = "Anhe" if piece.language == "en" else "安和消费金融"
    said = full_text(
        signature, render(piece.body, longest(piece.language)), language=piece.language
    )
    assert count(said).segments <= 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lender_of_each_country_has_each_of_the_twelve_once(language: str) -> None:
    for country in LENDERS_OF[language]:
        topics = [piece.topic for piece in load_education(language, countries=[country])]
        assert sorted(topics) == sorted(EducationTopic.values), country


def test_what_a_credit_report_holds_and_where_advice_is_are_told_by_country() -> None:
    for piece in ALL:
        assert bool(piece.country) == (piece.topic in ("credit_report", "free_advice")), piece.code


@each(ALL, named=lambda piece: f"{piece.code} {piece.language}")
def test_each_figure_names_its_document_and_so_does_what_is_true_of_one_country(piece) -> None:
    sources = of_education().get(piece.code, ())
    figures = sorted(map(int, re.findall(r"[0-9]+", piece.body)))
    assert figures == sorted(figure for each in sources for figure in each.figures)
    assert bool(sources) == bool(piece.country or piece.mentions)
    assert all(each.document for each in sources)


def test_no_source_is_of_a_piece_that_is_not_shipped() -> None:
    assert of_education().keys() <= {piece.code for piece in ALL}
