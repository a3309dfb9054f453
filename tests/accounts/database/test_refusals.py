"""What the database refuses is told apart by the name of its rule."""

import re
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DataError, IntegrityError, connection, transaction

from accounts.database import refusals
from accounts.errors import Refused
from accounts.models import Lender
from accounts.people import guard as people
from feedback.alarms import service as alarms
from feedback.complaints import errors as complaints
from messaging.approval import guard
from messaging.transactional import phone_calls
from tests import make

TABLES = {
    "people": people.SENTENCES,
    "approval": guard.SENTENCES,
    "complaints": complaints.SENTENCES,
    "alarms": alarms.SENTENCES,
    "telephone calls": phone_calls.SENTENCES,
}


class Refusal(Refused):
    pass


@pytest.fixture(scope="module")
def rules() -> set[str]:
    """The names of all constraints, and of the rules that triggers name."""
    found = set()
    for model in apps.get_models():
        found |= {each.name for each in model._meta.constraints}
        for trigger in getattr(model._meta, "triggers", []):
            found |= _named(trigger.get_func(model) or "")
    for file in Path(settings.BASE_DIR).glob("*/migrations/0*.py"):  # triggers on Django's tables
        found |= _named(file.read_text())
    return found


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_sentence_is_about_a_rule_there_is(table: dict[str, str], rules: set[str]) -> None:
    assert set(table) <= rules


@pytest.mark.django_db
def test_a_broken_rule_is_told_as_its_sentence() -> None:
    with pytest.raises(Refusal, match=r"^taken$") as refused, _guarded():
        _raise("a_rule")
    assert isinstance(refused.value.__cause__, IntegrityError)


@pytest.mark.django_db
def test_words_of_the_message_decide_nothing() -> None:
    with pytest.raises(IntegrityError), _guarded():
        _raise("another_rule", words="a_rule")


@pytest.mark.django_db
def test_an_error_without_a_rule_stays_what_it_is() -> None:
    with pytest.raises(DataError), _guarded(), connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


@pytest.mark.django_db
def test_nothing_of_what_was_refused_is_kept() -> None:
    def written_and_refused() -> None:
        with _guarded():
            make.lender()
            _raise("a_rule")

    with pytest.raises(Refusal):
        written_and_refused()
    assert not Lender.objects.exists()


@pytest.mark.django_db
def test_only_a_key_that_is_taken_is_a_duplicate() -> None:
    assert not refusals.is_duplicate(_error_of("a_rule"))
    assert refusals.is_duplicate(_error_of("a_rule", code="unique_violation"))


def _named(text: str) -> set[str]:
    return set(re.findall(r"CONSTRAINT = '(\w+)'", text))


def _guarded() -> AbstractContextManager[None]:
    return refusals.guarded({"a_rule": "taken"}, Refusal)


def _raise(rule: str, *, words: str = "no", code: str = "check_violation") -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"DO $$ BEGIN RAISE EXCEPTION '{words}'"
            f" USING ERRCODE = '{code}', CONSTRAINT = '{rule}'; END $$"
        )


def _error_of(rule: str, *, code: str = "check_violation") -> IntegrityError:
    with pytest.raises(IntegrityError) as found, transaction.atomic():
        _raise(rule, code=code)
    return found.value
