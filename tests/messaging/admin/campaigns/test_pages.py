"""Campaigns on screen: a collector writes one, a supervisor reads and approves it at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from accounts.rules.lender_day import lender_day
from config import clock
from messaging.approval import fingerprints, steps
from messaging.models import Campaign, TemplateVersion
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def lender() -> Any:
    return make_runs.ready_lender()


@pytest.fixture
def text(lender: Any) -> TemplateVersion:
    template = make_messaging.template(code="autumn", title="中秋问候", stage="dpd-4-7")
    return make_messaging.version(template=template)


def posted(lender: Any, text: TemplateVersion, **more: Any) -> dict[str, Any]:
    return {
        "lender": lender.pk,
        "title": "中秋",
        "first_day": f"{make.DAY}",
        "last_day": f"{make.DAY + timedelta(days=6)}",
        "texts": [text.template_id],
        "segment": "",
        "note": "节日",
        **more,
    }


@pytest.fixture
def campaign(client: Any, lender: Any, text: TemplateVersion) -> Campaign:
    client.force_login(make.staff("collector"))
    client.post(reverse("admin:campaign_new"), posted(lender, text))
    return Campaign.objects.get()


def test_a_collector_writes_one(campaign: Campaign, text: TemplateVersion) -> None:
    assert (campaign.state, campaign.texts) == ("draft", [text.template_id])


def test_the_form_begins_with_the_text_one_came_from(
    client: Any, lender: Any, text: TemplateVersion
) -> None:
    client.force_login(make.staff("collector"))
    page = client.get(reverse("admin:campaign_new"), {"text": text.template_id})
    assert page.context["form"].initial["texts"] == [text.template_id]


def test_its_page_shows_days_texts_and_whom_it_means(client: Any, campaign: Campaign) -> None:
    make.loan(lender=campaign.lender, dpd=5, today=lender_day(campaign.lender, clock.now()))
    page = client.get(reverse("admin:campaign", args=[campaign.pk]), headers=ENGLISH)
    said = page.content.decode()
    assert "中秋问候" in said
    assert "All customers in the stages below." in said
    [shown] = page.context["texts"]
    assert (len(shown.wordings), shown.customers) == (1, 1)


def test_days_the_wrong_way_round_are_refused_at_the_field(
    client: Any, lender: Any, text: TemplateVersion
) -> None:
    client.force_login(make.staff("collector"))
    page = client.post(
        reverse("admin:campaign_new"),
        posted(lender, text, last_day=f"{make.DAY - timedelta(days=1)}"),
    )
    assert page.context["form"].errors.keys() == {"last_day"}
    assert not Campaign.objects.exists()


def test_a_draft_is_edited_and_what_was_saved_meanwhile_is_not_lost(
    client: Any, campaign: Campaign, lender: Any, text: TemplateVersion
) -> None:
    edit = reverse("admin:campaign_edit", args=[campaign.pk])
    later = f"{make.DAY + timedelta(days=8)}"
    seen = campaign.edited_at.isoformat()
    client.post(edit, posted(lender, text, last_day=later, seen_edited_at=seen))
    campaign.refresh_from_db()
    assert f"{campaign.last_day}" == later
    long_ago = (campaign.edited_at - timedelta(days=1)).isoformat()
    page = client.post(edit, posted(lender, text, seen_edited_at=long_ago), headers=ENGLISH)
    assert page.context["form"].non_field_errors()


def test_what_was_decided_is_not_edited(client: Any, campaign: Campaign) -> None:
    author = campaign.author
    steps.submit(campaign, by=author, now=make.MORNING)
    campaign.refresh_from_db()
    seen = fingerprints.fingerprint(campaign)
    boss = make.staff("supervisor")
    steps.approve(campaign, by=boss, now=make.MORNING, seen_hash=seen)
    answer = client.get(reverse("admin:campaign_edit", args=[campaign.pk]))
    assert answer.url == reverse("admin:campaign", args=[campaign.pk])


def test_an_agent_writes_none(client: Any, lender: Any) -> None:
    client.force_login(make.staff("agent"))
    assert client.get(reverse("admin:campaign_new")).status_code == 403
