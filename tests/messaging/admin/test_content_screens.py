"""Strategies are edited as a table; policies and gateways are read and decided about."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import starter, strategies
from messaging.models import Strategy, in_force
from messaging.policy.profiles import NAMES
from tests import make, make_calendar, make_messaging

pytestmark = pytest.mark.django_db
CELL = "cell:dpd-4-7:gentle:unknown"


def _sign_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def standing(now: Any) -> Strategy:
    make_messaging.version()
    return starter.install_strategy(
        make.lender(), author=make.staff("supervisor"), approver=make.staff("supervisor"), now=now
    )


def test_a_new_version_is_a_copy_that_is_edited_submitted_and_approved(standing: Strategy) -> None:
    writer, approver = make.staff("supervisor"), make.staff("supervisor")
    client = _sign_in(writer)
    client.post(reverse("admin:strategy_new"), {"lender": standing.lender_id})
    draft = Strategy.objects.get(state="draft")
    assert strategies.cells(draft) == strategies.cells(standing)

    other = make_messaging.version().template
    edit = reverse("admin:strategy_edit", args=[draft.pk])
    assert client.get(edit).status_code == 200
    client.post(
        edit, {CELL: other.pk, "seen_edited_at": draft.edited_at.isoformat(), "note": "换一版"}
    )
    draft.refresh_from_db()
    assert strategies.cells(draft) == {("dpd-4-7", "gentle", "unknown"): other.pk}
    assert _sign_in(approver).get(reverse("admin:strategy", args=[draft.pk])).status_code == 200

    step = reverse("admin:approval_step", args=["strategy", draft.pk])
    client.post(step, {"step": "submit"})
    draft.refresh_from_db()
    seen = fingerprints.fingerprint(draft)
    client.post(step, {"step": "approve", "seen_hash": seen})
    draft.refresh_from_db()
    assert draft.state == "submitted"  # the writer's own approval was refused
    _sign_in(approver).post(step, {"step": "approve", "seen_hash": seen})
    draft.refresh_from_db()
    assert draft.state == "approved"
    assert in_force.strategy(draft.lender, draft.effective_from) == draft


def test_a_template_of_another_stage_is_no_choice(standing: Strategy) -> None:
    client = _sign_in(make.staff("supervisor"))
    client.post(reverse("admin:strategy_new"), {"lender": standing.lender_id})
    draft = Strategy.objects.get(state="draft")
    stranger = make_messaging.version(stage="dpd-1").template
    edit = reverse("admin:strategy_edit", args=[draft.pk])
    client.post(edit, {CELL: stranger.pk, "seen_edited_at": draft.edited_at.isoformat()})
    assert strategies.cells(draft) == {}


def test_a_stale_table_is_not_saved_over_a_newer_one(standing: Strategy) -> None:
    client = _sign_in(make.staff("supervisor"))
    client.post(reverse("admin:strategy_new"), {"lender": standing.lender_id})
    draft = Strategy.objects.get(state="draft")
    edit = reverse("admin:strategy_edit", args=[draft.pk])
    client.post(edit, {"seen_edited_at": draft.edited_at.isoformat()})
    stale = client.post(edit, {"note": "x", "seen_edited_at": draft.edited_at.isoformat()})
    assert stale.status_code == 409


@pytest.mark.parametrize("role", ["collector", "agent", "auditor", "administrator"])
def test_other_roles_only_look_at_strategies(role: str, standing: Strategy) -> None:
    client = _sign_in(make.staff(role))
    assert client.get(reverse("admin:strategy", args=[standing.pk])).status_code == 200
    assert client.get(reverse("admin:messaging_strategy_changelist")).status_code == 200
    assert client.get(reverse("admin:strategy_edit", args=[standing.pk])).status_code == 403
    new = client.post(reverse("admin:strategy_new"), {"lender": standing.lender_id})
    assert new.status_code == 403


@pytest.mark.parametrize("profile", NAMES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_shipped_profile_is_readable(profile: str, language: str, now: Any) -> None:
    make_calendar.year("AU", 2026, now=now)
    version = starter.install_policy(
        make.lender(),
        profile=profile,
        author=make.staff("administrator"),
        approver=make.staff("supervisor"),
        now=now,
    )
    client = _sign_in(make.staff("auditor"))
    client.cookies["django_language"] = language
    page = client.get(reverse("admin:policy", args=[version.pk]))
    assert page.status_code == 200
    assert len(page.context["sections"]) == 8
    assert client.get(reverse("admin:messaging_policyversion_changelist")).status_code == 200


def test_a_policy_that_cannot_be_read_says_why_instead_of_failing(now: Any) -> None:
    from messaging.models import PolicyVersion

    author = make.staff("administrator")
    broken = PolicyVersion.objects.create(
        lender=make.lender(),
        number=1,
        profile="cn",
        document={"name": "cn"},
        author=author,
        edited_by=author,
        created_at=now,
        edited_at=now,
    )
    page = _sign_in(author).get(reverse("admin:policy", args=[broken.pk]))
    assert page.context["problem"]
    with pytest.raises(ApprovalRefused):
        steps.submit(broken, by=author, now=now)


def test_a_gateway_shows_where_its_credentials_are_and_never_what_they_are(now: Any) -> None:
    gateway = starter.install_sandbox_gateway(
        author=make.staff("administrator"), approver=make.staff("supervisor"), now=now
    )
    url = reverse("admin:gateway", args=[gateway.pk])
    assert _sign_in(make.staff("supervisor")).get(url).status_code == 200
    assert _sign_in(make.staff("collector")).get(url).status_code == 403
