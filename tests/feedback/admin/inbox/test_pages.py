"""The screens of the inbox: they refresh when something changed, and do what a role may."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Reveal
from feedback.admin.inbox.forms import colleagues, snooze_until
from feedback.calls import asking, listing as calls, work
from feedback.inbox import assignment, presence
from feedback.models import CallTask, Conversation, Promise
from messaging.models import Call, Message, Suppression, Template
from messaging.suppression import service as suppressions
from tests import make, make_inbox
from tests.markup import flat

pytestmark = pytest.mark.django_db
JUNK = {"version": "x", "to": "²", "for": "?", "at": "?", "text": ""}


@pytest.fixture(autouse=True)
def _at_the_moment(now: datetime, monkeypatch: Any) -> Iterator[None]:
    monkeypatch.setattr("config.clock.now", lambda: now)
    with translation.override("en"):
        yield


def at(role: str = "agent") -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


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


def test_who_only_reads_sees_no_button(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now)
    shown = at("auditor").get(page("conversation", found.pk)).content.decode()
    assert page("conversation_take", found.pk) not in shown
    assert (
        page("conversation_take", found.pk)
        in at().get(page("conversation", found.pk)).content.decode()
    )


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


@pytest.mark.parametrize(
    "query", ["?tab=nowhere", "?after=x_y_z", "?before=²", "?undo=²", "?seen=" + "x" * 999]
)
def test_a_faulty_link_begins_at_the_beginning(now: datetime, query: str) -> None:
    found = make_inbox.conversation(at=now)
    for name, args in (("inbox", ()), ("inbox_list", ()), ("conversation", (found.pk,))):
        assert at().get(page(name, *args) + query).status_code == 200


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


def test_a_call_that_was_told_of_leads_to_the_next(now: datetime) -> None:
    first, second = (
        asking.ask(make.loan().customer, reason="call_back", source="t", now=now) for _ in range(2)
    )
    agent = make.staff("agent")
    assert calls.next_after(first, by=agent, now=now) == second
    work.take(second, by=make.staff("agent"), now=now)
    assert calls.next_after(first, by=agent, now=now) is None


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


def test_an_act_comes_back_to_where_somebody_was_in_the_list(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now)
    place = "tab=free&intent=other&sort=newest"
    answer = at().post(page("conversation_take", found.pk), {"place": f"{place}&evil=1"})
    assert answer["Location"] == page("conversation", found.pk) + f"?{place}"


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


def test_a_promise_begins_with_the_day_and_the_amount_of_the_reply(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    found = make_inbox.conversation("明天先还200元", at=now, customer=loan.customer)
    form = at().get(page("conversation", found.pk)).context["promise_form"]
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    assert (form["on"].value(), form["amount"].value()) == (tomorrow, 200)


def test_the_number_is_in_the_page_of_the_call_and_in_no_url(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task = asking.ask(loan.customer, reason="call_back", source="t", now=now)
    point = loan.customer.contact_points.get()
    client = at()
    assert "Call now" in client.get(page("call_task", task.pk)).content.decode()
    assert point.address not in client.get(page("call_task", task.pk)).content.decode()
    assert client.post(page("call_dial", task.pk), {"point": point.pk}).status_code == 302
    for _again in range(2):
        shown = client.get(page("call_task", task.pk)).content.decode()
        assert f'href="tel:{point.address}"' in shown
    for role in ("agent", "supervisor"):
        assert point.address not in at(role).get(page("call_task", task.pk)).content.decode()
    assert Reveal.objects.count() == 1
    client.post(page("call_tell", task.pk), {"outcome": "reached", "note": "好"})
    assert point.address not in client.get(page("call_task", task.pk)).content.decode()
    assert CallTask.objects.get().state == "done"
    assert Call.objects.get().outcome == "reached"


def test_the_next_call_is_of_the_reason_the_list_was_narrowed_to(now: datetime) -> None:
    lender = make_inbox.ready(make.lender())
    first, other, same = (
        asking.ask(make.loan(lender=lender).customer, reason=why, source="t", now=now)
        for why in ("call_back", "agent", "call_back")
    )
    client, narrowed = at(), "?reason=call_back"
    listed = client.get(page("call_list") + narrowed).content.decode()
    assert f'href="{page("call_task", first.pk)}{narrowed}"' in listed
    assert page("call_task", other.pk) not in listed
    for told, leads_to in ((first, page("call_task", same.pk)), (same, page("call_list"))):
        point = told.customer.contact_points.get()
        answer = client.post(page("call_dial", told.pk) + narrowed, {"point": point.pk})
        assert answer["Location"] == page("call_task", told.pk) + narrowed
        shown = client.get(answer["Location"]).content.decode()
        assert f'action="{page("call_tell", told.pk)}{narrowed}"' in shown
        answer = client.post(page("call_tell", told.pk) + narrowed, {"outcome": "reached"})
        assert answer["Location"] == leads_to + narrowed


def test_a_supervisor_is_told_whose_call_it_is_and_ends_it(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task = asking.ask(loan.customer, reason="call_back", source="t", now=now)
    at().post(page("call_dial", task.pk), {"point": loan.customer.contact_points.get().pk})
    theirs = "began this call and has not said how it went"
    assert "How did it go?" not in at().get(page("call_task", task.pk)).content.decode()
    boss = at("supervisor")
    assert theirs in boss.get(page("call_task", task.pk)).content.decode()
    boss.post(page("call_tell", task.pk), {"outcome": "not_reached"})
    assert Call.objects.get().outcome == "not_reached"
    assert theirs not in boss.get(page("call_task", task.pk)).content.decode()


@pytest.mark.parametrize(
    ("line", "seconds", "says", "not_made"),
    [("answered", 45, "Somebody answered", False), ("failed", None, "Call by hand", True)],
)
def test_who_calls_sees_what_the_telephone_system_said(
    line: str, seconds: int | None, says: str, not_made: bool, now: datetime
) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task = asking.ask(loan.customer, reason="call_back", source="t", now=now)
    client, machine = at(), make.staff("agent")
    client.post(page("call_dial", task.pk), {"point": loan.customer.contact_points.get().pk})
    assert "Could not be made" not in client.get(page("call_task", task.pk)).content.decode()
    work.tell_of_line(Call.objects.get(), work.Heard(line, seconds, now), by=machine, now=now)
    shown = client.get(page("call_task", task.pk)).content.decode()
    assert says in shown
    assert ('value="not_made"' in flat(shown)) is not_made
    assert ("45 seconds" in shown) is (line == "answered")


def test_a_promise_on_the_telephone_is_one_step_and_what_is_refused_stays_typed(
    now: datetime,
) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    task = asking.ask(loan.customer, reason="call_back", source="t", now=now)
    client = at()
    client.post(page("call_dial", task.pk), {"point": loan.customer.contact_points.get().pk})
    told = {"outcome": "promised", "note": "月底发工资", "loan": loan.pk, "on": "2026-09-20"}
    for amount in ("99999", "", "x"):
        shown = client.post(page("call_tell", task.pk), {**told, "amount": amount})
        assert shown.status_code == 200
        assert 'value="promised" required checked' in flat(shown.content.decode())
        assert "月底发工资" in shown.content.decode()
        assert Call.objects.get().outcome == ""
    answer = client.post(page("call_tell", task.pk), {**told, "amount": "200"})
    assert answer["Location"] == page("call_list")
    assert (Call.objects.get().outcome, Promise.objects.get().amount) == ("promised", 200)


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


def test_the_call_list_is_narrowed_to_a_reason(now: datetime) -> None:
    lender = make_inbox.ready(make.lender())
    called, overdue = (make.loan(lender=lender).customer for _ in range(2))
    asking.ask(called, reason="call_back", source="a", now=now)
    asking.ask(overdue, reason="agent", source="b", now=now)
    client = at()

    def shown(reason: str) -> list[str]:
        rows = client.get(page("call_list"), {"reason": reason}).context["rows"]
        return sorted(row.task.reason for row in rows)

    assert shown("") == shown("nonsense") == ["agent", "call_back"]
    assert shown("call_back") == ["call_back"]
    assert shown("distress") == []
    nobody = client.get(page("call_list"), {"reason": "distress"}).content.decode()
    assert "No call for this reason" in nobody
