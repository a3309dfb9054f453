"""Acts of the inbox: each leads on, and what is refused keeps what was typed."""

from datetime import datetime, timedelta

import pytest

from feedback.admin.inbox.forms import colleagues, snooze_until
from feedback.inbox import assignment
from feedback.models import Conversation, Promise
from messaging.models import Message, Suppression, Template
from messaging.suppression import service as suppressions
from tests import make, make_inbox
from tests.feedback.admin.inbox.desk import at, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_moment")]


def test_a_supervisor_takes_it_from_who_has_it_by_handing_it_over(now: datetime) -> None:
    found, agent, other = make_inbox.conversation(at=now), make_inbox.agent(), make_inbox.agent()
    assignment.take(found, by=agent, now=now)
    at("supervisor").post(page("conversation_hand_over", found.pk), {"to": other.pk})
    found.refresh_from_db()
    assert found.owner == other


def test_one_click_is_for_who_may_do_it_elsewhere(now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    assert at("supervisor").post(page("conversation_act", found.pk, "opt-out")).status_code == 403
    assert at().post(page("conversation_act", found.pk, "opt-out")).status_code == 302
    assert at().post(page("conversation_act", found.pk, "nonsense")).status_code == 404


def test_resolving_leads_to_the_next_with_a_way_back(now: datetime) -> None:
    first, second = make_inbox.conversation(at=now), make_inbox.conversation(at=now)
    client = at()
    answer = client.post(page("conversation_resolve", first.pk), {"seen": first.last_reply_id})
    assert answer["Location"] == page("conversation", second.pk) + f"?undo={first.pk}"
    assert page("conversation_reopen", first.pk) in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("name", ["answer", "hand_over", "snooze", "note", "verify"])
@pytest.mark.parametrize(
    "junk", [{}, {"version": "x", "to": "²", "for": "?", "at": "?", "text": ""}]
)
def test_nonsense_is_refused_with_a_sentence(now: datetime, name: str, junk: dict) -> None:
    found = make_inbox.conversation(at=now)
    answer = at().post(page(f"conversation_{name}", found.pk), junk, follow=True)
    assert answer.status_code in (200, 404)
    assert Conversation.objects.get().state == "open"


def test_an_answer_is_queued_from_the_screen(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    version = make_inbox.snippet()
    found = make_inbox.conversation("怎么还款", at=now, customer=loan.customer)
    client = at()
    assert "May be sent now" in client.get(page("conversation", found.pk)).content.decode()
    client.post(page("conversation_answer", found.pk), {"version": version.pk})
    assert Message.objects.get().content_class == "answer"


def test_what_is_filled_in_is_read_before_it_is_sent(now: datetime) -> None:
    lender = make_inbox.ready(make.lender())
    found = make_inbox.conversation(
        "9月20日先还500元",
        at=now,
        customer=make.loan(lender=lender, as_of=make.MORNING).customer,
    )
    version = make_inbox.snippet("{{ customer_name }}您好，已记下您{{ chosen_day }}还款。")
    desk, act = at(), page("conversation_answer", found.pk)
    body = desk.get(page("conversation", found.pk)).content.decode()
    assert 'name="day"' in body
    assert 'value="2026-09-20"' in body
    typed = {"day": "2026-09-22", "read": "2026-09-20||"}
    for button in ("version", "look"):
        shown = desk.post(act, {**typed, button: version.pk}).content.decode()
        assert "9月22日还款" in shown
    assert not Message.objects.exists()
    desk.post(act, {**typed, "version": version.pk, "read": "2026-09-22||"})
    assert str(Message.objects.get().answer.day) == "2026-09-22"


def test_an_act_comes_back_to_where_somebody_was_in_the_list(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now)
    place = "tab=free&intent=other&sort=newest"
    answer = at().post(page("conversation_take", found.pk), {"place": f"{place}&evil=1"})
    assert answer["Location"] == page("conversation", found.pk) + f"?{place}"


def test_an_act_that_is_refused_keeps_what_was_chosen_and_typed(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    version, other = make_inbox.snippet(), make_inbox.snippet()
    found = make_inbox.conversation("怎么还款", at=now, customer=loan.customer)
    suppressions.suppress(
        channel="sms",
        address_hash=bytes(found.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="t",
        now=now,
    )
    client = at()
    refused = client.post(page("conversation_answer", found.pk), {"version": other.pk})
    assert refused.context["offer"].fitting[0].version == other != version
    promise = {"loan": loan.pk, "amount": "123.45", "on": "2020-01-01"}
    again = client.post(page("conversation_act", found.pk, "promise"), promise)
    assert "123.45" in again.content.decode()
    assert not Promise.objects.exists()


def test_an_answer_is_written_and_approved_like_any_template() -> None:
    client = at("collector")
    form = {
        "title": "已收到",
        "code": "got-it",
        "stage": "dpd-1",
        "tone": "gentle",
        "cause": "unknown",
        "language": "zh-hans",
        "use": "answer",
    }
    assert client.post(page("messaging_template_add"), form).status_code == 302
    made = Template.objects.get()
    assert (made.content_class, made.channel) == ("answer", "sms")


def test_an_amount_is_read_as_people_write_it(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    found = make_inbox.conversation("明天还", at=now, customer=loan.customer)
    said = {"loan": loan.pk, "amount": "1,200.00元", "on": f"{now + timedelta(days=2):%Y-%m-%d}"}
    at().post(page("conversation_act", found.pk, "promise"), {**said, "seen": found.last_reply_id})
    assert str(Promise.objects.get(state="open").amount) == "1200.00"


def test_work_is_put_off_to_the_next_monday_and_handed_to_somebody_else(now: datetime) -> None:
    moment = snooze_until("monday", now)
    assert (moment.weekday(), moment.hour) == (0, 9)
    assert now < moment <= now + timedelta(days=7)
    agent, other = make_inbox.agent(), make_inbox.agent()
    found = make_inbox.conversation(at=now)
    assert [each.pk for each in colleagues(found, by=agent)] == [other.pk]
