"""Conversations by the dozen: chosen in the list, done row by row, with a way back."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.holds import service as holds
from accounts.models import BulkJob
from feedback.models import Conversation
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
LIST = "admin:feedback_conversation_changelist"


@pytest.fixture(autouse=True)
def _now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def chosen(client: Client, act: str, *rows: int, every: bool = False, query: str = "") -> BulkJob:
    sent = {"action": act, "index": "0", "_selected_action": [0, *rows]}
    answer = client.post(
        reverse(LIST) + query, {**sent, **({"select_across": "1"} if every else {})}
    )
    job = BulkJob.objects.latest("pk")
    assert answer.headers["Location"] == reverse("admin:many", args=[job.pk])
    return job


def carried_out(client: Client, job: BulkJob, **said: object) -> list[tuple[str, str]]:
    client.post(reverse("admin:many_begin", args=[job.pk]), said)
    client.post(reverse("admin:many_go_on", args=[job.pk]))
    return list(job.rows.order_by("object_id").values_list("state", "said"))


def test_whether_it_is_read_is_said_in_words(client: Client, now: datetime) -> None:
    make_inbox.conversation("好的谢谢", at=now)
    client.force_login(make_inbox.agent())
    for unread, said in ((True, "Unread"), (False, "Read")):
        Conversation.objects.update(unread=unread)
        page = client.get(reverse(LIST), headers={"accept-language": "en"}).content.decode()
        cell = page.split('class="field-reading', 1)[1].split("</td>", 1)[0]
        assert f">{said}</span>" in cell
        assert "material-symbols" not in cell


def test_what_a_row_is_about_is_said_as_in_the_inbox(client: Client, now: datetime) -> None:
    make_inbox.conversation("怎么还款", at=now)
    bereaved = make_inbox.conversation("好的谢谢", at=now)
    why = {"kind": "bereavement", "reason": "x", "source": "t"}
    holds.place(customer=bereaved.customer, now=now, **why)
    client.force_login(make_inbox.agent())

    def told(query: str = "") -> set[str]:
        page = client.get(reverse(LIST) + query, headers={"accept-language": "en"})
        cells = page.content.decode().split('class="field-meaning')[1:]
        return {cell.split(">", 1)[1].split("<", 1)[0].strip() for cell in cells}

    assert told() == {"asks", "Bereavement"}
    assert told("?intent=bereavement") == {"Bereavement"}
    assert told("?intent=asks") == {"asks"}


def test_all_that_match_are_resolved_and_opened_again(client: Client, now: datetime) -> None:
    for _each in range(3):
        make_inbox.conversation("好的谢谢", at=now)
    client.force_login(make_inbox.agent())
    job = chosen(client, "conversations_resolve", every=True)
    assert job.total == 3
    page = client.get(reverse("admin:many", args=[job.pk])).content.decode()
    assert "3" in page
    assert {state for state, _said in carried_out(client, job)} == {"done"}
    assert Conversation.objects.filter(state="resolved").count() == 3
    client.post(reverse("admin:many_undo", args=[job.pk]))
    back = BulkJob.objects.latest("pk")
    client.post(reverse("admin:many_go_on", args=[back.pk]))
    assert Conversation.objects.filter(state="open").count() == 3


def test_what_nobody_has_read_is_not_resolved_in_a_heap(client: Client, now: datetime) -> None:
    found = make_inbox.conversation("我不同意这个金额，你们算错了", at=now)
    assert found.last_reply.needs_reading
    client.force_login(make_inbox.agent())
    job = chosen(client, "conversations_resolve", found.pk)
    [(state, said)] = carried_out(client, job)
    assert state == "refused"
    assert said
    found.refresh_from_db()
    assert found.state == "open"


def test_they_are_handed_over_to_a_colleague(client: Client, now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    client.force_login(make_inbox.agent())
    colleague = make_inbox.agent()
    job = chosen(client, "conversations_hand_over", found.pk)
    refused = client.post(reverse("admin:many_begin", args=[job.pk]), {"to": "0"})
    assert refused.status_code == 422
    assert {state for state, _said in carried_out(client, job, to=colleague.pk)} == {"done"}
    found.refresh_from_db()
    assert found.owner == colleague


def test_the_filters_of_the_list_decide_what_all_means(client: Client, now: datetime) -> None:
    kept, _other = make_inbox.conversation(at=now), make_inbox.conversation(at=now)
    client.force_login(make_inbox.agent())
    query = f"?q={kept.customer.customer_no}"
    job = chosen(client, "conversations_snooze", every=True, query=query)
    assert [row.object_id for row in job.rows.all()] == [kept.pk]
    assert {s for s, _said in carried_out(client, job, until="1h")} == {"done"}


def test_an_auditor_is_offered_no_act(client: Client, now: datetime) -> None:
    make_inbox.conversation(at=now)
    client.force_login(make.staff("auditor"))
    page = client.get(reverse(LIST))
    assert page.status_code == 200
    assert 'name="action"' not in page.content.decode()
