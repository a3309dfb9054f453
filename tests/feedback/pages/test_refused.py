"""A form that was refused leads to its page anew, with what was typed, and is asked for by GET."""

import base64
from datetime import datetime
from typing import Any

import pytest

from feedback.models import PageDraft
from feedback.pages.refused import COOKIE
from messaging.models import Suppression
from tests.feedback.pages.visitor import DIGITS, SECRET, Visitor, visitor

pytestmark = pytest.mark.django_db
WORDS = "每天三条，太多了"


@pytest.fixture
def somebody(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setattr("config.clock.now", lambda: now)
    return visitor(now)[0]


@pytest.fixture
def inside(somebody: Visitor) -> Visitor:
    somebody.check()
    somebody.enter()
    return somebody


def sent(somebody: Visitor, name: str, data: dict[str, Any]) -> Any:
    """The bare answer to a POST."""
    return somebody.client.post(somebody.url(name), data)


REFUSED = {
    "complain": {"category": "nonsense", "words": WORDS},
    "help": {"story": WORDS},
    "promise": {"amount": "x", "on": "someday"},
    "paid": {"loan": "0", "words": WORDS},
    "wishes": {"hours": "nonsense"},
}


@pytest.mark.parametrize("name", REFUSED)
def test_back_asks_nobody_whether_to_send_again(inside: Visitor, name: str) -> None:
    answer = sent(inside, name, REFUSED[name])
    assert (answer.status_code, answer["Location"]) == (303, inside.url(name))
    page = inside.client.get(answer["Location"])
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode()


@pytest.mark.parametrize("name", ["complain", "help", "paid"])
def test_what_was_typed_stands_in_the_form_until_it_is_sent(inside: Visitor, name: str) -> None:
    sent(inside, name, REFUSED[name])
    for _reload in range(2):
        assert WORDS in inside.get(name).content.decode()


def test_what_the_cookie_carries_is_read_by_nobody_who_finds_it(somebody: Visitor) -> None:
    sent(somebody, "check", {"code": "甲乙", "digits": DIGITS})
    told = somebody.client.cookies[COOKIE].value.split(":")[0]
    plain = base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))
    assert plain
    assert "甲乙".encode() not in plain
    assert b"digits" not in plain
    assert "甲乙" in somebody.get("check").content.decode()


def test_what_was_mended_and_sent_is_forgotten(inside: Visitor) -> None:
    sent(inside, "complain", REFUSED["complain"])
    answer = sent(inside, "complain", {"category": "too_often", "words": WORDS, "sure": "1"})
    assert answer["Location"] == inside.url("answer")
    assert not PageDraft.objects.exists()


def test_a_form_sent_empty_keeps_nothing(inside: Visitor) -> None:
    assert 'role="alert"' in inside.post("help", {}).content.decode()
    assert not PageDraft.objects.exists()
    assert 'role="alert"' not in inside.get("help").content.decode()


def test_code_and_digits_stand_in_the_first_page_again(somebody: Visitor) -> None:
    answer = sent(somebody, "check", {"code": "甲乙", "digits": DIGITS})
    assert (answer.status_code, answer["Location"]) == (303, somebody.url("check"))
    page = somebody.get("check").content.decode()
    assert "甲乙" in page
    assert f'value="{DIGITS}"' in page
    assert "甲乙" not in somebody.get("check").content.decode()


@pytest.mark.parametrize("typed", [{"secret": "9999"}, {"code": "7KM3XQ9T"}])
def test_no_secret_is_carried(somebody: Visitor, typed: dict[str, str]) -> None:
    somebody.check()
    answer = sent(somebody, "door", typed)
    assert answer.status_code == 303
    page = somebody.get("door").content.decode()
    assert 'role="alert"' in page
    assert next(iter(typed.values())) not in page
    assert not PageDraft.objects.exists()


def test_the_second_door_still_opens_after_a_wrong_try(somebody: Visitor) -> None:
    somebody.check()
    sent(somebody, "door", {"secret": "9999"})
    assert sent(somebody, "door", {"secret": SECRET})["Location"] == somebody.url("mine")


def test_it_is_said_on_its_own_page_and_once(inside: Visitor) -> None:
    sent(inside, "help", REFUSED["help"])
    assert 'role="alert"' not in inside.get("promise").content.decode()
    inside.get("help")
    assert inside.client.cookies[COOKIE].value == ""


@pytest.mark.parametrize("forged", ["x", "e30:1:x", ""])
def test_a_cookie_that_is_not_ours_says_nothing(somebody: Visitor, forged: str) -> None:
    somebody.client.cookies[COOKIE] = forged
    page = somebody.get("check")
    assert page.status_code == 200
    assert 'role="alert"' not in page.content.decode()


def test_a_number_that_is_stopped_stays_stopped_by_a_reload(inside: Visitor) -> None:
    sent(inside, "opt_out", {})
    inside.get("answer")
    inside.get("answer")
    assert Suppression.objects.count() == 1
