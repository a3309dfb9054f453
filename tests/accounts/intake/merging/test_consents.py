"""Consents in the lender's file: given and taken back with day and proof, and never over a later
word of the customer's own."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.contact import consents
from accounts.models import Consent, Customer, ImportFile
from accounts.signals import wishes_changed
from messaging.suppression.education import Declining, decline_all
from tests import make, make_intake

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 15, 4, tzinfo=UTC)
DAY = datetime(2026, 9, 9, 16, tzinfo=UTC)
"""Midnight of 10 September in Shanghai."""


@pytest.fixture
def row() -> dict[str, str]:
    make.lender(code="anhe", name="安和消费金融")
    return make_intake.loan()


def bring(row: dict[str, str], said: str, on: str = "2026-09-10", **cells: str) -> ImportFile:
    cells |= {
        "education_consent": said,
        "education_consent_on": on,
        "education_consent_evidence": "contract 17, clause 9",
    }
    return make_intake.applied(make_intake.as_csv([row | cells]), now=NOW)


def person(row: dict[str, str]) -> Customer:
    return Customer.objects.get(customer_no=row["customer_no"])


def stands(row: dict[str, str]) -> Consent | None:
    return consents.in_force(person(row), consents.EDUCATION)


def test_a_file_gives_a_consent_with_its_day_its_proof_and_where_it_came_from(
    row: dict[str, str],
) -> None:
    file = bring(row, "yes")
    given = stands(row)
    assert given is not None
    assert (given.via, given.given_at, given.recorded_by) == ("file", DAY, file.uploaded_by)
    assert given.evidence == f"import:{file.pk} · contract 17, clause 9"
    assert given.given_in == file.pk


def test_a_file_takes_it_back_and_waiting_texts_are_decided_anew(row: dict[str, str]) -> None:
    bring(row, "yes")
    told: list[set[int]] = []
    listen = lambda **about: told.append(about["customer_ids"])  # noqa: E731
    wishes_changed.connect(listen)
    file = bring(row, "no", "2026-09-11")
    assert stands(row) is None
    assert told == [{person(row).pk}]
    ended = Consent.objects.get()
    assert (ended.revoked_at, ended.revoked_in) == (NOW, file.pk)
    assert ended.revocation == f"import:{file.pk} · 2026-09-11 · contract 17, clause 9"


def test_an_empty_cell_takes_nothing_back(row: dict[str, str]) -> None:
    bring(row, "yes")
    bring(row, "", amount_due="99.00")
    assert stands(row) is not None


@pytest.mark.parametrize(("hours", "taken"), [(-1, True), (0, False), (20, False)])
def test_a_later_no_of_the_customer_stands_and_so_does_one_of_the_same_day(
    row: dict[str, str], hours: int, taken: bool
) -> None:
    bring(row, "yes", "2026-09-01")
    customer, at = person(row), DAY + timedelta(hours=hours)
    consents.revoke(customer, kind="education", how="page:1", by=None, now=at)
    file = bring(row, "yes")
    assert (stands(row) is not None) is taken
    remarks = [(told["column"], told["code"]) for told in file.columns["remarks"]]
    assert remarks == ([] if taken else [("education_consent", "said_otherwise_later")])
    assert file.rows_changed == 1, "the row enters all the same"


def test_a_later_kt_stands_also_where_nothing_had_been_agreed_to(row: dict[str, str]) -> None:
    bring(row, "")
    point = person(row).contact_points.get(channel="sms")
    decline_all([Declining("sms", bytes(point.address_hash), point.customer_id, "reply:1", NOW)])
    file = bring(row, "yes")
    assert stands(row) is None
    assert file.columns["remarks"][0]["code"] == "said_otherwise_later"


@pytest.mark.parametrize(("hours", "kept"), [(23, False), (24, True)])
def test_a_later_yes_of_the_customer_is_not_taken_back(
    row: dict[str, str], hours: int, kept: bool
) -> None:
    bring(row, "")
    at = DAY + timedelta(hours=hours)
    consents.give(person(row), kind="education", via="page", evidence="page:1", by=None, now=at)
    bring(row, "no", amount_due="99.00")
    assert (stands(row) is not None) is kept


def test_of_two_words_in_one_file_the_last_day_counts_and_on_one_day_the_no(
    row: dict[str, str],
) -> None:
    other = make_intake.loan(
        **{key: row[key] for key in ("customer_no", "name", "phone", "id_last4")}
    )
    say = {"education_consent_evidence": "call 8812", "lock_screen_consent_evidence": "call 8812"}
    first = {
        "education_consent": "yes",
        "education_consent_on": "2026-09-10",
        "lock_screen_consent": "yes",
        "lock_screen_consent_on": "2026-09-10",
    }
    second = {
        "education_consent": "no",
        "education_consent_on": "2026-09-09",
        "lock_screen_consent": "no",
        "lock_screen_consent_on": "2026-09-10",
    }
    rows = [row | say | first, other | say | second]
    make_intake.applied(make_intake.as_csv(rows), now=NOW)
    assert set(Consent.objects.values_list("kind", flat=True)) == {"education"}
