"""Which piece fits: the habit first, then what comes due, then in turn; what was had comes last."""

from hypothesis import given, strategies as st

from messaging.models.choices import EducationTopic
from messaging.policy.education_topics import TOPICS, Person, fitting

GOOD = Person(habit="always_on_time", loans=1, instalments_paid=12)


def test_who_is_often_late_hears_of_automatic_repayment() -> None:
    late = Person(habit="often_late", loans=1, instalments_paid=12, days_to_due=30)
    assert fitting(late, ())[0] == ("automatic", "often_late")


def test_who_pays_irregularly_and_is_due_soon_hears_what_to_do_before_it() -> None:
    soon = Person(habit="sometimes_late", loans=1, instalments_paid=12, days_to_due=20)
    assert fitting(soon, ())[0] == ("before_due", "due_soon")


def test_who_always_pays_on_time_hears_nothing_of_arrears_at_first() -> None:
    assert [each.topic for each in fitting(GOOD, ())][:2] == ["fraud", "credit_report"]


def test_every_topic_there_is_comes_in_turn() -> None:
    assert set(TOPICS) == set(EducationTopic.values)


_PEOPLE = st.builds(
    Person,
    habit=st.sampled_from(["always_on_time", "sometimes_late", "often_late"]),
    loans=st.integers(1, 4),
    instalments_paid=st.integers(0, 40),
    days_to_due=st.none() | st.integers(-5, 60),
    causes=st.frozensets(st.sampled_from(["unknown", "cash_flow", "hardship"])),
)


@given(person=_PEOPLE, had=st.lists(st.sampled_from(TOPICS), max_size=30))
def test_all_topics_come_once_and_those_had_come_last(person: Person, had: list[str]) -> None:
    topics = [each.topic for each in fitting(person, had)]
    assert sorted(topics) == sorted(TOPICS)
    first_had = next((place for place, each in enumerate(topics) if each in had), len(topics))
    assert set(topics[first_had:]) <= set(had)
