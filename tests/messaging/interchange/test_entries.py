"""One template of a file, and what is said of a file that is refused."""

from messaging.interchange.entries import SETTINGS, Entry, FileRefused, Problem

ENTRY = Entry("gentle", "Gentle", "dpd-1", "gentle", "unknown", "sms", "reminder", {"en": "Pay"})


def test_the_settings_are_columns_of_a_template_without_code_and_texts():
    assert ENTRY.settings() == {
        "title": "Gentle",
        "stage": "dpd-1",
        "tone": "gentle",
        "cause": "unknown",
        "channel": "sms",
        "content_class": "reminder",
    }
    assert tuple(ENTRY.settings()) == SETTINGS


def test_a_problem_says_where_it_is_as_far_as_that_is_known():
    assert str(Problem("gentle", "stage", "is missing")) == "gentle · stage: is missing"
    assert str(Problem("#3", "", "is no entry")) == "#3: is no entry"
    assert str(Problem("", "", "is empty")) == "is empty"


def test_a_refusal_names_all_that_was_found():
    refusal = FileRefused([Problem("a", "b", "c"), Problem("", "", "d")])
    assert str(refusal) == "a · b: c\nd"
    assert FileRefused.whole("is no file").problems == (Problem("", "", "is no file"),)
