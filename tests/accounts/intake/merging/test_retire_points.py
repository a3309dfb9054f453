"""A newer file retires a number the lender no longer names; nobody falls back to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest

from accounts.models import ContactPoint, Lender
from accounts.signals import contact_points_closed
from tests import make
from tests.make_intake import applied, as_csv, loan

pytestmark = pytest.mark.django_db

A, B, C = "14100000001", "14100000002", "14100000003"
EIGHT, NINE, TEN = (f"2026-09-15 {hour}:00" for hour in ("08", "09", "10"))


def bring(now: datetime, *rows: dict[str, str]) -> None:
    done = applied(
        as_csv([loan(**{"customer_no": "K1", "loan_no": "D1", **row}) for row in rows]), now=now
    )
    assert done.state == "applied"
    assert done.rows_bad == 0


def numbers(*, channel: str = "sms") -> dict[str, str]:
    return {
        point.address.removeprefix("+86"): point.state
        for point in ContactPoint.objects.filter(channel=channel)
    }


@contextmanager
def announced() -> Iterator[list[int]]:
    heard: list[int] = []

    def hear(contact_point_ids: set[int], **_ignored: Any) -> None:
        heard.extend(contact_point_ids)

    contact_points_closed.connect(hear)
    try:
        yield heard
    finally:
        contact_points_closed.disconnect(hear)


def test_the_number_before_is_retired_with_its_reason_and_announced(
    anhe: Lender, now: datetime
) -> None:
    bring(now, {"phone": A, "as_of": EIGHT})
    with announced() as heard:
        bring(now, {"phone": B, "as_of": NINE})

    assert numbers() == {A: "retired", B: "active"}
    old = ContactPoint.objects.get(state="retired")
    assert (old.retired_why, old.retired_at) == ("not_named", now)
    assert heard == [old.pk]


def test_named_again_it_is_in_use_again(anhe: Lender, now: datetime) -> None:
    for phone, as_of in ((A, EIGHT), (B, NINE), (A, TEN)):
        bring(now, {"phone": phone, "as_of": as_of})
    assert numbers() == {A: "active", B: "retired"}
    assert ContactPoint.objects.get(state="active").retired_at is None


def test_an_empty_cell_retires_nothing(anhe: Lender, now: datetime) -> None:
    bring(now, {"phone": A, "as_of": EIGHT})
    bring(now, {"phone": "", "as_of": NINE})
    assert numbers() == {A: "active"}


def test_an_older_file_retires_nothing(anhe: Lender, now: datetime) -> None:
    bring(now, {"phone": A, "as_of": NINE})
    bring(now, {"phone": B, "as_of": EIGHT, "loan_no": "D2"})
    assert numbers() == {A: "active", B: "active"}


def test_a_number_that_another_row_of_the_file_names_stays(anhe: Lender, now: datetime) -> None:
    both = {"phone": A}, {"phone": B, "loan_no": "D2"}
    bring(now, *({**row, "as_of": EIGHT} for row in both))
    assert numbers() == {A: "active", B: "active"}

    bring(now, {"phone": A, "as_of": NINE}, {"phone": C, "loan_no": "D2", "as_of": NINE})

    assert numbers() == {A: "active", B: "retired", C: "active"}


def test_a_number_that_became_wrong_stays_wrong_and_is_not_brought_back(
    anhe: Lender, now: datetime
) -> None:
    bring(now, {"phone": A, "as_of": EIGHT})
    ContactPoint.objects.update(state="wrong_party")
    bring(now, {"phone": B, "as_of": NINE})
    bring(now, {"phone": A, "as_of": TEN})
    assert numbers()[A] == "wrong_party"


def test_a_landline_takes_the_place_of_a_mobile_and_an_address_that_of_an_address(
    anhe: Lender, now: datetime
) -> None:
    bring(now, {"phone": A, "email": "a@example.com", "as_of": EIGHT})
    bring(now, {"phone": "0571-88886666", "email": "a@example.com", "as_of": NINE})
    assert numbers() == {A: "retired"}
    assert numbers(channel="phone") == {"057188886666": "active"} or numbers(channel="phone") == {
        "57188886666": "active"
    }
    assert ContactPoint.objects.get(channel="email").state == "active"


def test_numbers_that_another_lender_or_nobody_imported_stay(anhe: Lender, now: datetime) -> None:
    make.lender(code="other", name="另一家")
    of_the_other = {"lender": "other", "loan_no": "D2"}
    bring(now, {"phone": A, "as_of": EIGHT})
    bring(now, {"phone": A, "as_of": EIGHT, **of_the_other})
    bring(now, {"phone": B, "as_of": NINE, **of_the_other})
    assert numbers() == {A: "active", B: "active"}


def test_a_number_confirmed_since_the_figures_stays(anhe: Lender, now: datetime) -> None:
    bring(now, {"phone": A, "as_of": EIGHT})
    ContactPoint.objects.update(confirmed_on=now.date(), confirmed_through="staff:1")
    bring(now, {"phone": B, "as_of": NINE})
    assert numbers() == {A: "active", B: "active"}


def test_a_number_the_files_alone_have_confirmed_is_retired(anhe: Lender, now: datetime) -> None:
    bring(now, {"phone": A, "as_of": EIGHT, "phone_confirmed_on": "2026-09-15"})
    bring(now, {"phone": B, "as_of": NINE})
    assert numbers() == {A: "retired", B: "active"}


def test_a_co_debtors_number_is_retired_too(anhe: Lender, now: datetime) -> None:
    for phone, as_of in ((B, EIGHT), (C, NINE)):
        party = {"customer_no": "K2", "role": "guarantor", "phone": phone, "as_of": as_of}
        bring(now, {"phone": A, "as_of": as_of}, party)
    assert numbers() == {A: "active", B: "retired", C: "active"}
