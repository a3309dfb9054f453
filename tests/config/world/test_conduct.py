"""What the sandbox's borrowers do is drawn, and is what it is said to be."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from accounts.rules.delinquency import Habit
from config.world import effects
from config.world.conduct import Heard, answer, moved_to, own_day, payday_from
from config.world.past.ledger import ZONE
from config.world.people import SHARES, Borrower, Temper, borrower
from config.world.words import WORDS, Matter
from messaging.replies.intents import Intent
from messaging.replies.reading import read

DUE = date(2026, 9, 10)
HEARD = Heard(
    loan_no="L1",
    due=DUE,
    stage="due-7",
    tone="gentle",
    channel="sms",
    language="zh-hans",
    at=datetime(2026, 9, 3, 18, 10, tzinfo=ZONE),
)
FORGETFUL = Borrower("C1", Temper.FORGETFUL, payday=15, best_hour=18)
MEANT = {
    Matter.PROMISE: Intent.PROMISE,
    Matter.PAID: Intent.PAID,
    Matter.HARDSHIP: Intent.HARDSHIP,
    Matter.COMPLAINT: Intent.COMPLAINT,
    Matter.STRANGER: Intent.WRONG_PARTY,
    Matter.STOP: Intent.OPT_OUT,
}


@pytest.mark.parametrize("habit", list(Habit))
def test_the_shares_of_a_habit_are_all_of_its_people(habit: Habit) -> None:
    assert sum(SHARES[habit].values()) == pytest.approx(1)


def test_people_are_as_often_of_a_temper_as_is_said() -> None:
    found = Counter(borrower(f"C{n}", Habit.OFTEN_LATE).temper for n in range(5_000))
    for temper, share in SHARES[Habit.OFTEN_LATE].items():
        assert found[temper] / 5_000 == pytest.approx(share, abs=0.02)


def test_a_text_moves_as_many_as_its_effect_says() -> None:
    moved = [moved_to(FORGETFUL, replace(HEARD, loan_no=f"L{n}")) for n in range(5_000)]
    known = effects.help_of(FORGETFUL, tone="gentle", channel="sms", hour=18, before=0)
    assert sum(day is not None for day in moved) / 5_000 == pytest.approx(known, abs=0.02)


def test_nobody_pays_by_a_text_before_it_came() -> None:
    days = {moved_to(FORGETFUL, replace(HEARD, loan_no=f"L{n}")) for n in range(500)}
    assert min(day for day in days if day) > HEARD.at.date()


@pytest.mark.parametrize("temper", list(Temper))
def test_everybody_pays_within_a_month_of_the_due_date(temper: Temper) -> None:
    person = replace(FORGETFUL, temper=temper)
    days = [own_day(person, f"L{n}", DUE) for n in range(200)]
    assert max(days) <= DUE + timedelta(days=29)


def test_payday_is_the_next_one() -> None:
    assert payday_from(FORGETFUL, date(2026, 9, 16)) == date(2026, 10, 15)


def test_who_is_short_of_money_promises_their_payday() -> None:
    person = replace(FORGETFUL, temper=Temper.SHORT)
    said = [answer(person, replace(HEARD, loan_no=f"L{n}")) for n in range(2_000)]
    days = {each.day.day for each in said if each and each.day}
    assert days == {15}


@pytest.mark.parametrize(
    ("matter", "words"),
    [(matter, words) for each in WORDS.values() for matter in MEANT for words in each[matter]],
)
def test_what_people_write_is_understood_as_they_mean_it(matter: Matter, words: str) -> None:
    assert read(words.format(day=20)).intent == MEANT[matter]
