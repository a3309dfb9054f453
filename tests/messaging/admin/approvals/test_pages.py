"""The approval queue and the steps, in the browser's terms: who sees which button, and why not."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from messaging.approval import fingerprints, steps
from messaging.authoring import starter, strategies
from messaging.authoring.confirming import to_confirm
from messaging.models import TemplateVersion, in_force
from tests import make, make_messaging, make_runs
from tests.markup import flat

pytestmark = pytest.mark.django_db


def _sign_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _step(client: Client, version: Any, step: str, kind: str = "template", **more: Any) -> Any:
    form = {"step": step, "seen_hash": fingerprints.fingerprint(version), **more}
    url = reverse("admin:approval_step", args=[kind, version.pk])
    return client.post(url, form, follow=True)


@pytest.fixture
def waiting() -> TemplateVersion:
    return make_messaging.version(state="submitted")


def test_a_supervisor_approves_what_is_shown(waiting: TemplateVersion) -> None:
    supervisor = make.staff("supervisor")
    client = _sign_in(supervisor)
    page = client.get(reverse("admin:template_version", args=[waiting.pk])).content.decode()
    assert fingerprints.fingerprint(waiting) in page
    assert 'value="approve"' in page

    _step(client, waiting, "approve")

    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == ("approved", supervisor)


def test_an_approval_may_name_a_later_time(waiting: TemplateVersion) -> None:
    _step(_sign_in(make.staff("supervisor")), waiting, "approve", effective_from="2099-01-02T08:00")
    waiting.refresh_from_db()
    assert waiting.effective_from.isoformat() == "2099-01-02T00:00:00+00:00"


def test_a_time_that_is_none_approves_nothing(waiting: TemplateVersion) -> None:
    _step(_sign_in(make.staff("supervisor")), waiting, "approve", effective_from="morgen")
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_another_hash_approves_nothing(waiting: TemplateVersion) -> None:
    answer = _step(_sign_in(make.staff("supervisor")), waiting, "approve", seen_hash="0" * 64)
    waiting.refresh_from_db()
    assert waiting.state == "submitted"
    assert any(message.level_tag == "error" for message in answer.context["messages"])


def test_the_author_sees_why_there_is_no_button_and_the_url_refuses_too() -> None:
    author = make.staff("supervisor", also="collector")
    version = make_messaging.version(state="submitted", author=author)
    client = _sign_in(author)

    page = client.get(reverse("admin:template_version", args=[version.pk]))
    _step(client, version, "approve")

    assert page.context["decision"].obstacle
    assert 'value="approve"' not in page.content.decode()
    version.refresh_from_db()
    assert version.state == "submitted"


def test_the_untrained_may_reject_but_not_approve(waiting: TemplateVersion) -> None:
    client = _sign_in(make.staff("supervisor", trained=False))
    _step(client, waiting, "approve")
    waiting.refresh_from_db()
    assert waiting.state == "submitted"
    _step(client, waiting, "reject", reason="语气太急")
    waiting.refresh_from_db()
    assert waiting.state == "rejected"


def test_rejecting_needs_a_reason(waiting: TemplateVersion) -> None:
    client = _sign_in(make.staff("supervisor"))
    _step(client, waiting, "reject", reason=" ")
    waiting.refresh_from_db()
    assert waiting.state == "submitted"
    _step(client, waiting, "reject", reason="语气太急")
    for page in ("template_editor", "template_version"):
        author_page = _sign_in(waiting.author).get(reverse(f"admin:{page}", args=[waiting.pk]))
        shown = author_page.content.decode()
        assert shown.index("语气太急") < shown.index(waiting.body), page


@pytest.mark.parametrize("role", ["collector", "agent", "auditor", "administrator"])
@pytest.mark.parametrize("step", ["approve", "reject", "retire"])
def test_other_roles_are_refused(role: str, step: str, waiting: TemplateVersion) -> None:
    answer = _step(_sign_in(make.staff(role)), waiting, step, reason="x")
    assert answer.status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_what_is_retired_says_whom_it_reaches_and_can_be_written_again() -> None:
    former = make_messaging.version(now=make.MORNING - timedelta(days=2))
    current = make_messaging.version(template=former.template, now=make.MORNING)
    boss = _sign_in(make.staff("supervisor"))
    page = reverse("admin:template_version", args=[current.pk])
    in_force = _sign_in(make.staff("collector")).get(page).content.decode()
    assert re.search(rf'name="from"\s+value="{current.pk}"', in_force)  # the next version's way in
    shown = boss.get(page)
    assert 'name="put_back"' in shown.content.decode()
    assert shown.context["affected"].customers == 0
    _step(boss, current, "retire", reason="")
    current.refresh_from_db()
    assert current.state == "approved"
    _step(boss, current, "retire", reason="批错了")
    writer = _sign_in(make.staff("collector"))
    page = reverse("admin:template_version", args=[current.pk])
    again = re.findall(r'name="from"\s+value="(\d+)"', writer.get(page).content.decode())
    assert again == [str(current.pk)]
    writer.post(
        reverse("admin:template_new", args=[current.template_id]),
        {"language": "zh-hans", "from": current.pk},
    )
    assert TemplateVersion.objects.get(state="draft").body == current.body


def test_an_agent_neither_submits_nor_withdraws(waiting: TemplateVersion) -> None:
    client = _sign_in(make.staff("agent"))
    assert _step(client, waiting, "withdraw").status_code == 403
    assert _step(client, make_messaging.draft(), "submit").status_code == 403


def test_unknown_steps_and_kinds_are_refused(waiting: TemplateVersion) -> None:
    client = _sign_in(make.staff("supervisor"))
    assert _step(client, waiting, "explode").status_code == 403
    assert _step(client, waiting, "approve", kind="spoon").status_code == 404
    url = reverse("admin:approval_step", args=["template", waiting.pk])
    assert client.get(url).status_code == 405


def test_the_queue_lists_all_kinds_oldest_first(now: Any) -> None:
    author, admin = make.staff("supervisor"), make.staff("administrator")
    late = make_messaging.version(state="submitted", now=now)
    early = make_messaging.version(state="submitted", now=now - timedelta(days=2))
    template = make_messaging.version().template
    strategy = strategies.new_version(make.lender(), by=author, now=now)
    strategy = strategies.save_cells(
        strategy,
        {("dpd-4-7", "gentle", "unknown"): template.pk},
        note="",
        by=author,
        now=now,
        seen_edited_at=strategy.edited_at,
    )
    steps.submit(strategy, by=author, now=now - timedelta(days=1))
    starter.install_policy(
        make.lender(), profile="cn", author=admin, approver=make.staff("supervisor"), now=now
    )

    client = _sign_in(make.staff("supervisor"))
    page = client.get(reverse("admin:approval_queue"))
    assert [row.version for row in page.context["rows"]] == [early, strategy, late]

    approved = client.get(reverse("admin:approval_queue"), {"tab": "approved"})
    kinds = {row.kind.code for row in approved.context["rows"]}
    assert kinds == {"template", "policy", "wording"}
    mine = _sign_in(author).get(reverse("admin:approval_queue"), {"tab": "mine"})
    assert [row.version for row in mine.context["rows"]] == [strategy]
    assert client.get(reverse("admin:approval_queue"), {"tab": "nonsense"}).status_code == 200


def test_what_i_wrote_waits_for_others_not_for_me(waiting: TemplateVersion) -> None:
    supervisor = make.staff("supervisor", also="collector")
    own = make_messaging.version(state="submitted", author=supervisor)
    rows = _sign_in(supervisor).get(reverse("admin:approval_queue")).context["rows"]
    assert [row.version for row in rows] == [waiting]
    mine = _sign_in(supervisor).get(reverse("admin:approval_queue"), {"tab": "mine"})
    assert [row.version for row in mine.context["rows"]] == [own]


def test_who_decides_nothing_sees_all_that_waits(waiting: TemplateVersion) -> None:
    page = _sign_in(waiting.author).get(reverse("admin:approval_queue"))
    assert [row.version for row in page.context["rows"]] == [waiting]


def test_the_page_of_a_request_leads_to_those_beside_it(now: Any) -> None:
    first, second, third = (
        make_messaging.version(state="submitted", now=now - timedelta(hours=hours))
        for hours in (3, 2, 1)
    )
    client = _sign_in(make.staff("supervisor"))

    def beside(version: TemplateVersion) -> tuple[str, str]:
        page = client.get(reverse("admin:template_version", args=[version.pk]))
        return page.context["decision"].before, page.context["decision"].after

    pages = [reverse("admin:template_version", args=[x.pk]) for x in (first, second, third)]
    assert beside(second) == (pages[0], pages[2])
    assert beside(first) == ("", pages[1])
    _step(client, second, "approve")
    assert beside(second) == ("", pages[0])


def test_a_request_is_shown_beside_what_is_in_force() -> None:
    standing = make_messaging.version()
    body = standing.body.replace("{{ due_date }}", "{{ overdue_period }}") + "祝好。"
    request = make_messaging.version(template=standing.template, body=body, state="submitted")
    client = _sign_in(make.staff("supervisor"))
    page = client.get(reverse("admin:template_version", args=[request.pk]))
    comparison = page.context["comparison"]
    assert comparison.base == standing
    assert "<ins>祝好。</ins>" in flat(page.content.decode())
    assert "<del>{{ due_date }}</del>" in flat(page.content.decode())
    assert len(comparison.sending) == 2
    assert all(figure.before and figure.after for figure in comparison.figures)


def test_any_two_versions_of_a_text_are_compared() -> None:
    first = make_messaging.version(body=make_messaging.BODY + "一")
    second = make_messaging.version(template=first.template, body=make_messaging.BODY + "二")
    draft = make_messaging.draft(template=first.template, body=make_messaging.BODY + "三")
    elsewhere = make_messaging.version()
    client = _sign_in(make.staff("auditor"))

    def base(version: TemplateVersion, against: Any = "") -> Any:
        url = reverse("admin:template_version", args=[version.pk])
        return client.get(url, {"against": against}).context["comparison"].base

    assert base(draft) == second
    assert base(draft, first.pk) == first
    assert base(draft, elsewhere.pk) == second
    assert base(draft, "nonsense") == second
    assert base(second) == first
    assert base(first) is None


def test_markup_in_texts_and_reasons_stays_text() -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    standing = make_messaging.version()
    draft = make_messaging.draft(
        template=standing.template, body=standing.body + evil, author_note=evil
    )
    page = _sign_in(make.staff("supervisor")).get(
        reverse("admin:template_version", args=[draft.pk])
    )
    assert "<script>alert" not in page.content.decode()
    assert "<img src=x" not in page.content.decode()


def test_comments_are_made_on_the_page_of_the_request(waiting: TemplateVersion) -> None:
    client = _sign_in(make.staff("supervisor"))
    url = reverse("admin:approval_comment", args=["template", waiting.pk])
    client.post(url, {"text": "热线对吗？"})
    page = client.get(reverse("admin:template_version", args=[waiting.pk]))
    assert "热线对吗？" in page.content.decode()
    assert _sign_in(make.staff("agent")).post(url, {"text": "x"}).status_code == 403
    assert client.get(url).status_code == 405


def test_the_reach_of_a_request_is_counted(now: Any) -> None:
    lender = make_runs.ready_lender()
    make.loan(dpd=5, lender=lender)
    standing = TemplateVersion.objects.get(template__code="dpd-4-7-gentle")
    make_messaging.version(template=standing.template, state="submitted")
    with time_machine.travel(now):
        client = _sign_in(make.staff("supervisor"))
        (row,) = client.get(reverse("admin:approval_queue")).context["rows"]
        page = client.get(row.url)
    assert row.reach == 1
    assert page.context["portfolio"].reach == page.context["portfolio_before"].reach == 1
    assert "王*明" in page.content.decode()
    assert "王小明先生您好，您的消费贷本期应还1,234.56元" not in page.content.decode()


def test_of_what_people_choose_no_reach_is_counted(now: Any) -> None:
    make_runs.ready_lender()
    answer = make_messaging.template(content_class="answer", code="holiday-interest")
    make_messaging.version(template=answer, state="submitted")
    with time_machine.travel(now):
        client = _sign_in(make.staff("supervisor"))
        (row,) = client.get(reverse("admin:approval_queue")).context["rows"]
        page = client.get(row.url)
    assert row.reach is None
    assert page.context["portfolio"] is None


def test_the_reach_of_a_strategy_that_waits_is_counted(now: Any) -> None:
    lender = make_runs.ready_lender()
    for dpd in (1, 5):
        make.loan(dpd=dpd, lender=lender)
    author = make.staff("supervisor")
    with time_machine.travel(now):
        draft = strategies.new_version(
            lender, by=author, now=now, from_version=in_force.strategy(lender, now)
        )
        steps.submit(draft, by=author, now=now)
        client = _sign_in(make.staff("supervisor"))
        (row,) = client.get(reverse("admin:approval_queue")).context["rows"]
        page = client.get(row.url)
    assert row.reach == 2
    assert 'id="reach"' in page.content.decode()


def test_each_sentence_of_unknown_purpose_has_a_box_of_its_own() -> None:
    waiting = make_messaging.version(
        state="submitted", body=make_messaging.BODY + "芝麻开门。门上画了一个圆圈。"
    )
    client = _sign_in(make.staff("supervisor"))
    page = client.get(reverse("admin:template_version", args=[waiting.pk])).content.decode()
    keys = [each.key for each in to_confirm(waiting)]
    assert [f'name="confirm" value="{key}"' in page for key in keys] == [True, True]

    _step(client, waiting, "approve", confirm=keys[:1])
    waiting.refresh_from_db()
    assert waiting.state == "submitted"

    answer = _step(client, waiting, "approve", confirm=keys)
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    assert answer.content.decode().count("芝麻开门") >= 2  # in the text, and on record


def test_a_draft_is_thrown_away_from_its_page() -> None:
    draft = make_messaging.draft()
    client = _sign_in(draft.author)
    page = client.get(reverse("admin:template_version", args=[draft.pk]))
    assert page.context["decision"].can_discard
    seen = page.context["decision"].seen_hash
    answer = _step(client, draft, "discard", seen_hash=seen)
    assert answer.redirect_chain[-1][0] == reverse("admin:approval_queue")
    assert not TemplateVersion.objects.filter(pk=draft.pk).exists()
