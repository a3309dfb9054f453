"""What is planted against the rules of useful knowledge is found, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.contact import consents
from accounts.models import Consent, Hold, Lender
from messaging.dispatch.loop import dispatch
from messaging.inbound.sandbox_receipts import send_receipts
from messaging.models import EducationDeclined, EducationPlan, Message
from messaging.report.parts import Check
from tests import make, make_education, make_outbox
from tests.make_education import EVENING
from tests.messaging.report import sent
from tests.messaging.report.test_planted import second_text

pytestmark = pytest.mark.django_db

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def piece() -> Message:
    """Planned, released by another person, sent and delivered."""
    lender: Lender = make_education.ready()
    make_education.customer(lender)
    make_education.released(lender)
    dispatch(clock=make_outbox.FixedClock(EVENING).clock)
    send_receipts(now=EVENING + MINUTE)
    return Message.objects.get(content_class="education")


def check(**period: Any) -> Check:
    return sent.report(EVENING, **period).check("education")


def test_a_piece_as_it_should_be(piece: Message) -> None:
    found = check()
    assert (found.checked, found.holds, found.doubtful_count) == (1, True, 0)
    assert found.figures == {"customers": 1, "reminders_after_a_piece": 0}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"given_at": EVENING + DAY}, "without_consent"),
        ({"revoked_at": EVENING - MINUTE, "revocation": "x"}, "without_consent"),
        ({"revoked_at": EVENING + MINUTE, "revocation": "x"}, None),
        ({"kind": "night_contact"}, "without_consent"),
    ],
)
def test_without_a_consent_that_stood_then(
    piece: Message, columns: dict[str, Any], code: str | None
) -> None:
    sent.falsify(Consent.objects.get(), **columns)
    assert sent.codes(check()) == ({code} if code else set())


def test_revoked_a_moment_before_it_was_on_the_wire_already(piece: Message) -> None:
    sent.falsify(Consent.objects.get(), revoked_at=EVENING - timedelta(seconds=1), revocation="x")
    found = check()
    assert found.holds
    assert [each.what for each in found.doubtful] == ["in_the_same_moment"]


@pytest.mark.parametrize("known", [True, False])
def test_after_it_was_declined_until_the_customer_agrees_again(piece: Message, known: bool) -> None:
    EducationDeclined.objects.create(
        channel="sms",
        address_hash=piece.address_hash,
        customer=piece.customer if known else None,
        source="reply:1",
        at=EVENING - 2 * MINUTE,
    )
    assert sent.codes(check()) == {"after_declining"}
    sent.falsify(Consent.objects.get(), given_at=EVENING - MINUTE)
    assert check().holds


@pytest.mark.parametrize("about_a_loan", [False, True])
def test_during_any_hold(piece: Message, about_a_loan: bool) -> None:
    Hold.objects.create(
        customer=piece.customer,
        loan=piece.customer.loans.get() if about_a_loan and piece.customer else None,
        kind="dispute" if about_a_loan else "hardship",
        reason="x",
        source="test",
        starts_at=EVENING - timedelta(hours=1),
    )
    assert sent.codes(check()) == {"after_hold"}


@pytest.mark.parametrize(
    ("content_class", "days", "code"),
    [
        ("education", 29, "piece_too_soon"),
        ("education", 30, None),
        ("collection_service", 6, "reminder_too_near"),
        ("collection_service", 7, None),
        ("answer", 1, None),
    ],
)
@pytest.mark.parametrize("same_customer", [True, False])
def test_too_soon_after_another_by_customer_and_by_address(
    piece: Message, content_class: str, days: int, code: str | None, same_customer: bool
) -> None:
    owner = piece.customer_id if same_customer else make.customer(phone=None).pk
    at = EVENING - days * DAY
    second_text(piece, at, content_class=content_class, customer_id=owner)
    found = check()
    assert sent.codes(found) == ({code} if code else set())
    if code:
        assert {about for about, _what in sent.found(found)} == {f"message:{piece.pk}"}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"state": "planned", "released_by": None, "released_at": None}, "released_by_nobody"),
        ({"released_at": EVENING + DAY}, "released_by_nobody"),
    ],
)
def test_let_go_by_nobody(piece: Message, columns: dict[str, Any], code: str) -> None:
    sent.falsify(EducationPlan.objects.get(), **columns)
    assert sent.codes(check()) == {code}


@pytest.mark.parametrize(("days", "count"), [(0, 1), (6, 1), (7, 0)])
def test_a_reminder_nobody_could_foresee_is_listed_and_no_violation(
    piece: Message, days: int, count: int
) -> None:
    reminder = second_text(piece, EVENING + days * DAY, content_class="collection_service")
    found = check(until=EVENING + 9 * DAY)
    assert found.holds
    assert found.figures["reminders_after_a_piece"] == found.doubtful_count == count
    assert [each.about for each in found.doubtful] == [f"message:{reminder.pk}"] * count


def test_what_was_declined_since_ends_a_consent(piece: Message) -> None:
    assert piece.customer is not None
    consents.revoke(piece.customer, kind="education", how="reply:1", by=None, now=EVENING + MINUTE)
    assert check().holds
