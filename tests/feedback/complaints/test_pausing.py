"""A text past the threshold is paused once, with its figures, until a person lets it go on."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from feedback import tasks
from feedback.complaints import pausing
from feedback.models import Complaint, ComplaintPause, SentOfRun
from messaging.models import Message, Run, Stop, TemplateVersion
from messaging.stops import service as stops
from tests import make, make_messaging, make_outbox, make_stops
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db


def about(version: TemplateVersion, now: datetime, times: int = 1) -> list[Complaint]:
    """Complaints of different customers about one text."""
    found = []
    for _n in range(times):
        message = make_outbox.message(
            template_version=version, loan=make.loan(lender=LENDER[0]), in_run=RUN[0]
        )
        found.append(logged(now, customer=message.customer, message=message))
    return found


LENDER: list[Any] = []
RUN: list[Run] = []


@pytest.fixture(autouse=True)
def version(db: None) -> TemplateVersion:
    lender = make.lender()
    LENDER[:] = [lender]
    RUN[:] = [make_outbox.run(lender, policy_version=make_outbox.policy(lender))]
    return make_messaging.version()


def sent(version: TemplateVersion, messages: int) -> None:
    """As if so many had left in the run; a count, not the messages."""
    SentOfRun.objects.update_or_create(
        run=RUN[0], template_version=version, defaults={"sent": messages}
    )


def no_recount(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pausing, "count_sent", lambda now: 0)


def test_three_of_few_messages_pause_the_version_with_figures(
    version: TemplateVersion, now: datetime
) -> None:
    about(version, now, 2)
    assert pausing.check_all(now) == []
    about(version, now)
    (pause,) = pausing.check_all(now)
    stop = Stop.objects.get()
    assert (stop.scope, stop.object_id, stop.by) == ("version", version.pk, None)
    assert (pause.stop, pause.complaints, pause.template_version) == (stop, 3, version)
    assert "3" in stop.reason


def test_a_new_version_of_a_paused_text_is_counted_for_itself(
    version: TemplateVersion, now: datetime
) -> None:
    about(version, now, 3)
    pausing.check_all(now)
    better = make_messaging.version(template=version.template)
    about(better, now, 2)
    assert pausing.check_all(now) == []
    about(better, now)
    (pause,) = pausing.check_all(now)
    assert pause.template_version == better


def test_the_same_complaints_pause_once(version: TemplateVersion, now: datetime) -> None:
    about(version, now, 4)
    assert [len(pausing.check_all(now)) for _tick in range(3)] == [1, 0, 0]
    assert (Stop.objects.count(), ComplaintPause.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("complaints", "messages", "pauses"),
    [  # two per thousand is the policy's threshold, at the lower end of the interval
        (3, 348, False),  # 8.6 seen, but surely only 1.8
        (3, 300, True),
        (4, 2000, False),  # exactly two per thousand seen
        (4, 540, True),
        (5, 1000, False),
    ],
)
def test_what_pauses_is_a_rate_with_its_interval_and_no_number(
    version: TemplateVersion,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    complaints: int,
    messages: int,
    pauses: bool,
) -> None:
    no_recount(monkeypatch)
    about(version, now, complaints)
    sent(version, messages)
    assert bool(pausing.check_all(now)) is pauses


def test_a_stricter_policy_pauses_earlier(
    version: TemplateVersion, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_recount(monkeypatch)
    about(version, now, 3)
    sent(version, 348)
    make_outbox.policy(LENDER[0], complaint_pause_per_thousand=1)
    (pause,) = pausing.check_all(now)
    assert (pause.per_thousand, float(pause.low)) == (1, pytest.approx(1.782, abs=0.002))


def test_fewer_complaints_pause_where_a_policy_says_so(
    version: TemplateVersion, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_recount(monkeypatch)
    about(version, now, 2)
    sent(version, 20)
    assert pausing.check_all(now) == []
    make_outbox.policy(LENDER[0], complaint_pause_least=2)
    assert len(pausing.check_all(now)) == 1


def test_after_a_person_lifted_it_only_new_complaints_count(
    version: TemplateVersion, now: datetime
) -> None:
    about(version, now, 3)
    (pause,) = pausing.check_all(now)
    boss, later = make.staff("supervisor"), now + timedelta(hours=1)
    make_stops.lift(pause.stop_id, by=boss, reason="措辞已改", now=later)
    assert pausing.check_all(later) == []
    about(version, later + timedelta(minutes=1), 2)
    assert pausing.check_all(later + timedelta(hours=1)) == []
    about(version, later + timedelta(minutes=2))
    assert len(pausing.check_all(later + timedelta(hours=1))) == 1


def test_old_withdrawn_and_otherwise_caused_complaints_do_not_count(
    version: TemplateVersion, now: datetime
) -> None:
    about(version, now - timedelta(days=31))
    withdrawn, data = about(version, now, 2)
    close(withdrawn, now, outcome="withdrawn")
    close(data, now, root_cause="data")
    about(version, now, 2)
    assert pausing.check_all(now) == []
    blamed = about(version, now)[0]
    close(blamed, now, root_cause="template", cause_version=version)
    assert len(pausing.check_all(now)) == 1


def test_a_text_a_person_has_stopped_is_left_alone(version: TemplateVersion, now: datetime) -> None:
    boss = make.staff("supervisor")
    stops.place(scope="template", object_id=version.template_id, reason="x", by=boss, now=now)
    about(version, now, 5)
    assert pausing.check_all(now) == []


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The tasks that were called, by the bell."""
    heard: list[Any] = []
    monkeypatch.setattr("feedback.lists.enqueue_once.ring", heard.append)
    return heard


@pytest.mark.django_db(transaction=True)
def test_the_complaint_too_many_calls_a_worker_that_pauses_the_text(
    version: TemplateVersion, now: datetime, rung: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    about(version, now, 3)
    assert rung == [tasks.watch_texts] * 3
    assert not SentOfRun.objects.exists()
    assert not Stop.objects.exists()
    monkeypatch.setattr("config.clock.now", lambda: now)
    tasks.watch_texts()
    assert Stop.objects.filter(scope="version", lifted_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_complaint_about_no_text_calls_nobody(now: datetime, rung: list[Any]) -> None:
    logged(now)
    assert rung == []


def test_sent_messages_are_counted_by_run_and_again_while_the_run_is_young(
    version: TemplateVersion, now: datetime
) -> None:
    message = make_outbox.message(template_version=version, in_run=RUN[0])
    pausing.count_sent(now)
    assert not SentOfRun.objects.exists()
    _left(message, now)
    pausing.count_sent(now)
    assert SentOfRun.objects.get().sent == 1
    _left(make_outbox.message(template_version=version, in_run=RUN[0]), now)
    pausing.count_sent(now + timedelta(days=2))
    assert SentOfRun.objects.get().sent == 2
    _left(make_outbox.message(template_version=version, in_run=RUN[0]), now)
    assert pausing.count_sent(now + timedelta(days=9)) == 0
    assert SentOfRun.objects.get().sent == 2


def _left(message: Message, now: datetime) -> None:
    gateway = make_outbox.gateway()
    columns = {"body": b"x", "gateway": gateway, "handed_over_at": now, "permit_until": now}
    for state in ("claimed", "handing_over", "accepted"):
        Message.objects.filter(pk=message.pk).update(state=state, claimed_at=now, **columns)
