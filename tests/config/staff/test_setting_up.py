"""An empty database says what is missing, who does it and where; each step is ticked off."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.access.roles import landing_page
from accounts.models import Lender
from accounts.models.choices import Role
from accounts.people import requests
from config.staff.setting_up.steps import STEPS, Standing
from feedback.letters import starter
from messaging.approval import steps
from messaging.approval.fingerprints import fingerprint
from messaging.authoring import policies
from messaging.models import LenderWording
from tests import make, make_inbox, make_messaging

pytestmark = pytest.mark.django_db


def standing(page: str, now: datetime) -> Standing:
    """Of the first step with this page."""
    step = next(step for step in STEPS if step.page == page)
    return step.look(now).standing


def test_an_empty_database_lacks_everything_and_leads_where_its_reader_may_go(
    client: Client, now: datetime
) -> None:
    assert {step.look(now).standing for step in STEPS} == {Standing.MISSING}
    client.force_login(make.staff(Role.ADMINISTRATOR))
    page = client.get(reverse("admin:setting_up")).content.decode()
    main = page[page.index('id="main-part"') :]
    for step in STEPS:
        address = reverse(f"admin:{step.page}")
        opens = client.get(address, follow=True).status_code == 200
        assert (f'href="{address}"' in main) is opens, step.page
    assert reverse("admin:feedback_lettertemplate_changelist") not in main


def test_steps_are_done_as_the_tables_fill(now: datetime) -> None:
    lender = make.lender()
    assert standing("accounts_lender_changelist", now) is Standing.DONE
    assert standing("lender_wordings", now) is Standing.DONE
    assert standing("messaging_policyversion_changelist", now) is Standing.MISSING
    make_inbox.ready(lender)
    assert standing("messaging_policyversion_changelist", now) is Standing.DONE
    assert standing("messaging_gateway_changelist", now) is Standing.DONE
    make.lender()
    assert standing("messaging_policyversion_changelist", now) is Standing.MISSING
    make.loan(lender=lender)
    assert standing("import_upload", now) is Standing.DONE


def test_a_step_leads_to_the_very_thing_that_waits(client: Client, now: datetime) -> None:
    """Whoever may decide about it finds it there, and who may not see it the step's own page."""
    requests.ask(
        make.staff(Role.AGENT),
        requests.Wanted(kind="role", role=Role.SUPERVISOR),
        why="x",
        by=make.staff(Role.ADMINISTRATOR),
        now=now,
    )
    lender = make.lender()
    policy = policies.new_draft(lender, profile="cn", by=make.staff(Role.ADMINISTRATOR), now=now)
    writer = make.staff(Role.AGENT)
    starter.write_and_ask(by=writer, now=now)

    def links(role: str) -> str:
        client.force_login(make.staff(role))
        return client.get(reverse("admin:setting_up")).content.decode()

    of_policy = f'href="{reverse("admin:policy", args=[policy.pk])}"'
    assert f'href="{reverse("admin:staff_requests")}" data-row' in links(Role.ADMINISTRATOR)
    assert of_policy in links(Role.ADMINISTRATOR)
    assert f'href="{reverse("admin:letters_waiting")}" data-row' in links(Role.SUPERVISOR)


def test_a_lender_that_was_added_leads_to_its_wording(client: Client) -> None:
    client.force_login(make.staff(Role.ADMINISTRATOR))
    form = {
        "code": "anhe",
        "name": "安和消费金融",
        "hotline": "4008001234",
        "timezone": "Asia/Shanghai",
        "price_per_segment": "0.045",
        "currency": "CNY",
    }
    answer = client.post(reverse("admin:accounts_lender_add"), form)
    assert answer["Location"] == reverse("admin:lender_wordings")
    lender = Lender.objects.get()
    client.post(reverse("admin:lender_wording_new", args=[lender.pk]))
    assert LenderWording.objects.get().texts == {"zh-hans": {"name": "安和消费金融"}}


def test_letters_are_done_once_there_is_one_for_each_purpose(now: datetime) -> None:
    page = "feedback_lettertemplate_changelist"
    assert standing(page, now) is Standing.MISSING
    asked = starter.write_and_ask(by=make.staff(Role.AGENT), now=now)
    boss = make.staff(Role.SUPERVISOR)
    chinese = [letter for letter in asked if letter.language == "zh-hans"]
    for letter in chinese:
        assert standing(page, now) is Standing.WAITING
        steps.approve(letter, by=boss, now=now, seen_hash=fingerprint(letter))
    assert standing(page, now) is Standing.DONE


def test_a_text_that_waits_for_approval_is_told_from_one_that_is_missing(now: datetime) -> None:
    draft = make_messaging.draft()
    step = next(step for step in STEPS if step.page == "starter")
    assert step.look(now) == (Standing.MISSING, step.look(now).told, None)
    type(draft).objects.filter(pk=draft.pk).update(
        state="submitted", submitted_by=draft.author, submitted_at=now
    )
    assert standing("starter", now) is Standing.WAITING
    make_messaging.version()
    assert standing("starter", now) is Standing.DONE


def test_an_administrator_s_day_begins_here() -> None:
    assert landing_page(make.staff(Role.ADMINISTRATOR)) == "admin:setting_up"


def test_the_page_asks_as_much_whatever_there_is(
    client: Client, django_assert_max_num_queries: object
) -> None:
    client.force_login(make.staff(Role.COLLECTOR))
    for _each in range(3):
        make.loan()
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        client.get(reverse("admin:setting_up"))


def test_who_waits_for_another_administrator_is_told_and_that_there_is_no_course(
    now: datetime,
) -> None:
    by_page = {step.page: step for step in STEPS}
    with translation.override("en"):
        assert "no training course" in by_page["training"].look(now).told
        asks = make.staff(Role.ADMINISTRATOR)
        requests.ask(
            make.staff(Role.AGENT),
            requests.Wanted(kind="role", role=Role.SUPERVISOR),
            why="x",
            by=asks,
            now=now,
        )
        found = by_page["accounts_user_changelist"].look(now)
    assert found.standing is Standing.WAITING
    assert "1 person waits" in found.told
