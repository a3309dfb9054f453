"""From consent to the handset: planned, released by somebody else, decided again, sent once."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Refused
from accounts.models import Customer
from messaging.dispatch.claim import claim
from messaging.education import planning, release
from messaging.inbound import replies
from messaging.models import EducationCandidate, EducationDeclined, EducationPlan, Message
from messaging.policy.arms import CONTROL
from tests import make, make_education, make_outbox
from tests.make_education import EVENING

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def of(plan: EducationPlan, customer: Customer) -> EducationCandidate:
    return plan.candidates.get(customer=customer)


def test_who_agreed_gets_the_piece_that_fits_and_who_did_not_is_not_in_the_plan() -> None:
    lender = make_education.ready()
    late = make_education.customer(lender, instalments_paid=6, instalments_paid_late=4)
    make_education.customer(lender, agreed=False)
    plan = make_education.planned(lender)
    found = of(plan, late)
    assert (found.to_send, found.topic, found.why) == (True, "automatic", "often_late")
    assert (plan.candidates.count(), plan.without_consent) == (1, 1)


def test_who_is_due_soon_or_overdue_is_left_out_with_the_reason() -> None:
    lender = make_education.ready()
    near = make_education.customer(lender, dpd=-13)
    overdue = make_education.customer(lender, dpd=40)
    plan = make_education.planned(lender)
    assert {of(plan, each).reason for each in (near, overdue)} == {"reminder_near"}
    assert not plan.candidates.filter(to_send=True).exists()


def test_released_texts_are_claimed_in_the_evening_with_their_own_words() -> None:
    lender = make_education.ready()
    customer = make_education.customer(lender)
    plan = make_education.released(lender)
    message = of(plan, customer).message
    assert message is not None
    assert message.content_class == "education"
    [claimed] = claim(now=EVENING).claimed
    assert claimed.message_id == message.pk
    assert "KT" in claimed.text
    assert "TD" in claimed.text


def test_nobody_releases_their_own_plan_nor_another_number_than_they_saw() -> None:
    lender = make_education.ready()
    make_education.customer(lender)
    person = make.staff("supervisor")
    plan = planning.plan(lender, by=person, now=make.MORNING)
    with pytest.raises(Refused, match="须由他人放行"):
        release.release(plan.pk, by=person, now=make.MORNING, expected_count=1)
    with pytest.raises(Refused, match="重新查看"):
        release.release(plan.pk, by=make.staff("supervisor"), now=make.MORNING, expected_count=2)


def test_a_day_is_planned_once_until_its_plan_is_dropped() -> None:
    lender = make_education.ready()
    plan = make_education.planned(lender)
    with pytest.raises(Refused, match="已有计划"):
        make_education.planned(lender)
    release.drop(plan.pk, by=make.staff("collector"))
    make_education.planned(lender)


def test_the_control_group_is_on_record_and_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lender = make_education.ready()
    customer = make_education.customer(lender)
    monkeypatch.setattr(planning, "arm_for", lambda *_said: CONTROL)
    found = of(make_education.planned(lender), customer)
    assert (found.arm, found.eligible, found.to_send) == (CONTROL, True, False)
    assert found.reason == "control_arm"


def test_a_second_piece_waits_thirty_days_and_is_another_one() -> None:
    lender = make_education.ready()
    customer = make_education.customer(lender)
    first = of(make_education.released(lender), customer)
    assert len(claim(now=EVENING).claimed) == 1
    again = of(make_education.planned(lender, now=make.MORNING + DAY), customer)
    assert again.reason == "education_too_soon"
    lender.loans.update(due_date=make.DAY + 90 * DAY)
    later = of(make_education.planned(lender, now=make.MORNING + 31 * DAY), customer)
    assert later.to_send
    assert later.topic != first.topic


def test_the_word_kt_ends_it_alone_and_what_waits_is_cancelled(now: datetime) -> None:
    lender = make_education.ready()
    customer = make_education.customer(lender)
    plan = make_education.released(lender)
    point = customer.contact_points.get()
    reply = replies.take(address=point.address, text="回KT", now=EVENING)
    assert (reply.intent, reply.needs_reading, reply.suppressed) == ("no_education", False, False)
    message = of(plan, customer).message
    message.refresh_from_db()
    assert (message.state, message.reason) == ("cancelled", "education_declined")
    assert claim(now=EVENING).claimed == ()
    # Reminders are not meant: one is claimed all the same.
    loan = make.loan(lender=lender, customer=customer)
    make_outbox.message(loan=loan)
    assert len(claim(now=EVENING).claimed) == 1


def test_a_new_consent_of_the_same_customer_ends_the_declining_and_nobody_elses_does() -> None:
    lender = make_education.ready()
    customer = make_education.customer(lender)
    phone = customer.contact_points.get().address
    replies.take(address=phone, text="KT", now=make.MORNING)
    assert not customer.consents.filter(revoked_at=None).exists()
    other = make_education.customer(lender, customer=make.customer(phone=phone))
    plan = make_education.planned(lender, now=make.MORNING + timedelta(minutes=2))
    assert of(plan, other).reason == "education_declined"
    release.drop(plan.pk, by=make.staff("collector"))
    make_education.agree(customer, now=make.MORNING + timedelta(minutes=3))
    plan = make_education.planned(lender, now=make.MORNING + timedelta(minutes=4))
    assert of(plan, customer).to_send


def test_of_a_shared_number_each_ones_new_consent_ends_it_for_them_alone() -> None:
    lender = make_education.ready()
    first = make_education.customer(lender)
    phone = first.contact_points.get().address
    second = make_education.customer(lender, customer=make.customer(phone=phone))
    replies.take(address=phone, text="KT", now=make.MORNING)
    assert EducationDeclined.objects.get().customer is None
    first.consents.update(revoked_at=make.MORNING, revocation="x")
    make_education.agree(first, now=make.MORNING + timedelta(minutes=1))
    plan = make_education.planned(lender, now=make.MORNING + timedelta(minutes=2))
    assert of(plan, first).to_send
    assert of(plan, second).reason == "education_declined"


def test_a_hold_placed_after_the_release_keeps_it_back() -> None:
    from accounts.holds import service as holds
    from accounts.models import Hold

    lender = make_education.ready()
    customer = make_education.customer(lender)
    make_education.released(lender)
    holds.place_all(
        [
            Hold(
                customer=customer,
                kind=Hold.Kind.MANUAL,
                reason="x",
                source="test",
                starts_at=make.MORNING,
            )
        ]
    )
    assert claim(now=EVENING).claimed == ()


def test_what_waited_for_days_is_not_made_up_for() -> None:
    lender = make_education.ready()
    customer = make_education.customer(lender, dpd=-60)
    plan = make_education.released(lender)
    assert claim(now=EVENING + 4 * DAY).claimed == ()
    message = of(plan, customer).message
    message.refresh_from_db()
    assert (message.state, message.reason) == ("expired", "education_late")


def test_stopping_cancels_what_has_not_left() -> None:
    lender = make_education.ready()
    make_education.customer(lender)
    plan = make_education.released(lender)
    assert release.stop(plan.pk, by=make.staff("supervisor"), now=EVENING) == 1
    assert Message.objects.get().reason == "run_stopped"


def test_whom_a_plan_chose_is_kept() -> None:
    lender = make_education.ready()
    customer = make_education.customer(lender)
    found = of(make_education.planned(lender), customer)
    with pytest.raises(DatabaseError, match="kept"), transaction.atomic():
        EducationCandidate.objects.filter(pk=found.pk).update(topic="cost")
    with pytest.raises(DatabaseError), transaction.atomic():
        found.plan.delete()


def test_planning_asks_as_many_questions_for_forty_as_for_two(
    django_assert_max_num_queries,
) -> None:
    lender = make_education.ready()
    for _n in range(2):
        make_education.customer(lender)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        plan = make_education.planned(lender)
    release.drop(plan.pk, by=make.staff("collector"))
    for _n in range(38):
        make_education.customer(lender)
    with django_assert_max_num_queries(len(few)):
        make_education.planned(lender)
