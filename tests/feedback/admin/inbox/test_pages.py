"""The screens of the inbox: they refresh when something changed, and do what a role may."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from feedback.inbox import assignment, presence
from feedback.models import Conversation
from tests import make, make_inbox
from tests.feedback.admin.inbox.desk import at, page
from tests.markup import flat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_the_moment")]


def test_the_card_says_what_the_customer_asked_for(now: datetime) -> None:
    customer = make.customer(wished_channel="phone")
    make.loan(lender=make_inbox.ready(make.lender()), customer=customer)
    found = make_inbox.conversation("在吗", at=now, customer=customer)
    text = at().get(page("conversation", found.pk)).content.decode()
    assert "Calls, no reminders by text" in text
    assert "By telephone" in text


def test_the_list_is_sent_again_only_when_it_changed(now: datetime) -> None:
    make_inbox.conversation("怎么还款", at=now)
    client = at()
    first = client.get(page("inbox"))
    seen = f"?{first.context['refresh']}"
    assert client.get(page("inbox_list") + seen).status_code == 204
    make_inbox.conversation("我要投诉", at=now)
    again = client.get(page("inbox_list") + seen)
    assert again.status_code == 200
    assert "我要投诉" in again.content.decode()


def test_the_thread_is_sent_again_only_when_it_changed(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now)
    client = at()
    seen = f"?{client.get(page('conversation', found.pk)).context['seen']}"
    assert client.get(page("conversation_thread", found.pk) + seen).status_code == 204
    assignment.add_note(found, text="已联系", by=make_inbox.agent(), now=now)
    assert "已联系" in client.get(page("conversation_thread", found.pk) + seen).content.decode()


def test_no_number_in_clear_is_on_the_page(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    found = make_inbox.conversation("怎么还款", at=now, customer=loan.customer)
    number = loan.customer.contact_points.get().address.removeprefix("+86")
    for name, args in (("inbox", ()), ("conversation", (found.pk,))):
        assert number not in at().get(page(name, *args)).content.decode()


def test_what_is_put_off_says_until_when(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now)
    until = now + timedelta(days=2)
    assignment.snooze(found, until=until, by=make_inbox.agent(), now=now)
    shown = at().get(page("inbox") + "?tab=snoozed").content.decode()
    when = date_format(timezone.localtime(until), "SHORT_DATETIME_FORMAT")
    assert f"Snoozed until {when}" in flat(shown)


def test_who_only_reads_sees_no_button(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now)
    shown = at("auditor").get(page("conversation", found.pk)).content.decode()
    assert page("conversation_take", found.pk) not in shown
    assert (
        page("conversation_take", found.pk)
        in at().get(page("conversation", found.pk)).content.decode()
    )


@pytest.mark.parametrize(
    "query", ["?tab=nowhere", "?after=x_y_z", "?before=²", "?undo=²", "?seen=" + "x" * 999]
)
def test_a_faulty_link_begins_at_the_beginning(now: datetime, query: str) -> None:
    found = make_inbox.conversation(at=now)
    for name, args in (("inbox", ()), ("inbox_list", ()), ("conversation", (found.pk,))):
        assert at().get(page(name, *args) + query).status_code == 200


def test_many_are_resolved_in_one_act_and_undone(now: datetime) -> None:
    found = [make_inbox.conversation("好的", at=now) for _ in range(2)]
    client, place = at(), "tab=all&intent=chatter"
    assert "Resolve all small talk" in client.get(page("inbox") + f"?{place}").content.decode()
    answer = client.post(page("inbox_together"), {"what": "chatter", "place": place})
    assert answer["Location"].startswith(page("inbox") + f"?{place}&done=")
    assert set(Conversation.objects.values_list("state", flat=True)) == {"resolved"}
    shown = client.get(answer["Location"])
    assert "2 conversations resolved." in shown.content.decode()
    client.post(page("many_undo", shown.context["undo_many"]))
    assert set(Conversation.objects.values_list("state", flat=True)) == {"open"}
    one = f"{found[0].pk}.{found[0].last_reply_id}"
    client.post(page("inbox_together"), {"what": "take", "one": [one, "²", "1", ".", "9.9"]})
    assert Conversation.objects.filter(owner=None).count() == 1


@pytest.mark.parametrize("what", ["take", "resolve", "give", "undo", "chatter", "²"])
def test_many_of_nothing_is_answered_with_a_sentence(now: datetime, what: str) -> None:
    answer = at("supervisor").post(page("inbox_together"), {"what": what, "to": "x"}, follow=True)
    assert answer.status_code in (200, 403)


def test_a_colleague_who_takes_it_shows_in_the_part_that_refreshes(now: datetime) -> None:
    found, other = make_inbox.conversation("怎么还款", at=now), make_inbox.agent()
    client = at()
    seen = client.get(page("conversation", found.pk)).context["seen"]
    thread = page("conversation_thread", found.pk)
    assert client.get(f"{thread}?{seen}").status_code == 204
    assignment.take(found, by=other, now=now)
    part = client.get(f"{thread}?{seen}").content.decode()
    assert "conversation-head" in part
    assert f"{other} has this conversation" in flat(part)
    assert page("conversation_take", found.pk) not in part


def test_who_else_has_it_open_is_named(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now)
    client, colleague = at(), make.staff("agent")
    seen = client.get(page("conversation", found.pk)).context["seen"]
    presence.tell(found.pk, by=colleague, now=now, writes=True)
    part = client.get(page("conversation_thread", found.pk) + f"?{seen}").content.decode()
    assert f"{colleague} is writing" in flat(part)


def test_a_promise_begins_with_the_day_and_the_amount_of_the_reply(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    found = make_inbox.conversation("明天先还200元", at=now, customer=loan.customer)
    form = at().get(page("conversation", found.pk)).context["promise_form"]
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    assert (form["on"].value(), form["amount"].value()) == (tomorrow, 200)


def test_the_act_that_does_what_was_said_stands_first_and_filled_in(now: datetime) -> None:
    client = at()
    call = make_inbox.conversation("请明天下午3点给我打电话", at=now)
    shown = client.get(page("conversation", call.pk))
    assert shown.context["lead"] == "call-back"
    assert shown.context["call_at"].endswith("T15:00")
    promised = make_inbox.conversation("明天还", at=now)
    assert client.get(page("conversation", promised.pk)).context["lead"] == "promise"
    client.post(page("conversation_act", call.pk, "call-back"), {"seen": call.last_reply_id})
    assert client.get(page("conversation", call.pk)).context["lead"] == ""  # done
    other = make_inbox.conversation("怎么还款", at=now)
    shown = client.get(page("conversation", other.pk))
    assert (shown.context["lead"], shown.context["call_at"]) == ("", "")
