"""Salutations in the language of the text, and who looks after a loan."""

from types import SimpleNamespace

import pytest

from messaging.content.names import officer_of, salutation_for


@pytest.mark.parametrize(
    ("raw", "language", "word"),
    [
        ("先生", "zh-hans", "先生"),
        ("Mr.", "zh-hant", "先生"),
        ("男", "en", "Mr"),
        ("小姐", "zh-hans", "女士"),
        (" MISS ", "en", "Ms"),
        ("太太", "en", "Mrs"),
        ("mrs", "zh-hans", "女士"),
        ("Dr", "en", ""),
        ("", "zh-hans", ""),
    ],
)
def test_a_salutation_is_said_in_the_language_of_the_text(raw, language, word):
    assert salutation_for(raw, name="王小明", language=language) == word


@pytest.mark.parametrize("name", ["王先生", "王女士 ", "Mr Smith", "mrs. Smith", "Ms.Smith"])
def test_nobody_is_called_mister_twice(name):
    assert salutation_for("先生", name=name, language="en") == ""


@pytest.mark.parametrize(
    ("named", "language", "said"),
    [
        (("陈静",), "zh-hans", "陈静"),
        (("陈静 ", "陈静"), "zh-hant", "陈静"),
        (("陈静", "刘洋"), "zh-hans", ""),  # of which loans would it be true?
        (("陈静", ""), "zh-hans", ""),
        (("无",), "zh-hans", ""),
        (("陈静",), "en", ""),  # nobody spells a colleague's name for them
        (("Grace Lin",), "en", "Grace Lin"),
    ],
)
def test_an_officer_is_named_only_who_looks_after_all_loans_of_the_text(named, language, said):
    loans = [SimpleNamespace(officer_name=each) for each in named]
    assert officer_of(loans, language=language) == said
