import pytest

from accounts.models import Customer, Lender
from tests.make_intake import applied, as_csv, counts, loan

pytestmark = pytest.mark.django_db


def test_a_customer_number_given_to_two_people_enters_for_neither(anhe: Lender, now) -> None:
    rows = [
        loan(customer_no="C1", name="方启明", phone="14100200037", id_last4="4417"),
        loan(customer_no="C1", name="罗佩珍", phone="14100200074", id_last4="5561"),
        loan(customer_no="C2"),
    ]
    done = applied(as_csv(rows), now=now)
    assert counts(done) == {"new": 1, "bad": 2}
    assert {(p.line, p.code, p.params["other"]) for p in done.problems.all()} == {
        (2, "two_people", 3),
        (3, "two_people", 2),
    }
    assert Customer.objects.get().customer_no == "C2"


@pytest.mark.parametrize(
    "other",
    [
        {"name": "方启明", "phone": "14100200074", "id_last4": "5561"},
        {"name": "方啟明", "phone": "14100200037", "id_last4": "4417"},
        {"name": "方启铭", "phone": "", "id_last4": "4417"},
    ],
)
def test_one_person_written_in_two_ways_is_one_person(other, anhe: Lender, now) -> None:
    first = {"name": "方启明", "phone": "14100200037", "id_last4": "4417"}
    rows = [loan(customer_no="C1", **first), loan(customer_no="C1", **other)]
    assert counts(applied(as_csv(rows), now=now)) == {"new": 2}
