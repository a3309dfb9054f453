"""A policy under which nothing could be sent is neither submitted nor approved."""

from datetime import datetime
from typing import Any

import pytest

from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring import policies
from messaging.authoring.check_policy import policy_findings
from messaging.models import PolicyVersion
from messaging.policy import profiles
from tests import make, make_calendar, make_messaging

pytestmark = pytest.mark.django_db
CLOSED = {"value": {"all": {}}, "source": "house rule", "status": "P"}


def draft(now: datetime, profile: str = "cn", **figures: Any) -> PolicyVersion:
    person = make.staff("administrator")
    made = policies.new_draft(make.lender(), profile=profile, by=person, now=now)
    PolicyVersion.objects.filter(pk=made.pk).update(document={**made.document, **figures})
    made.refresh_from_db()
    return made


def codes(refused: ApprovalRefused) -> list[str]:
    return [finding.code for finding in refused.findings]


def test_hours_that_never_open_stop_the_request_and_say_why(now: datetime) -> None:
    with pytest.raises(ApprovalRefused) as refused:
        steps.submit(draft(now, windows=CLOSED), by=make.staff("administrator"), now=now)
    assert codes(refused.value) == ["windows_never_open"]
    assert refused.value.findings[0].reason


def test_a_lender_in_another_zone_than_its_policy_is_pointed_out_and_not_refused(
    now: datetime,
) -> None:
    made = draft(now, "gb")  # the lender is left in the zone it was made with
    [found] = policy_findings(made, now=now)
    assert (found.code, found.level) == ("zones_differ", "warn")
    assert "Asia/Shanghai" in found.reason
    assert "Europe/London" in found.reason
    assert steps.submit(made, by=made.author, now=now).state == "submitted"
    assert policy_findings(draft(now, "cn"), now=now) == []


def test_a_calendar_nobody_confirmed_stops_a_policy_that_goes_by_holidays(now: datetime) -> None:
    made = draft(now, "au")
    with pytest.raises(ApprovalRefused) as refused:
        steps.submit(made, by=made.author, now=now)
    assert codes(refused.value) == ["calendar_not_confirmed"]
    make_calendar.year("AU", 2026, now=now)
    assert steps.submit(made, by=made.author, now=now).state == "submitted"


def test_texts_without_opt_out_words_stop_a_policy_that_requires_them(now: datetime) -> None:
    made = draft(now, "us-reg-f")
    steps.submit(made, by=made.author, now=now)  # no text is approved yet
    make_messaging.version(now=now)
    with pytest.raises(ApprovalRefused) as refused:
        steps.approve(
            made, by=make.staff("supervisor"), now=now, seen_hash=fingerprints.fingerprint(made)
        )
    assert codes(refused.value) == ["no_text_has_opt_out_words"]
    made.refresh_from_db()
    assert made.state == "submitted"
    make_messaging.version(body=make_messaging.BODY + "{{ opt_out_words }}。", now=now)
    approved = steps.approve(
        made, by=make.staff("supervisor"), now=now, seen_hash=fingerprints.fingerprint(made)
    )
    assert approved.state == "approved"


@pytest.mark.parametrize("profile", [name for name in profiles.NAMES if name != "au"])
def test_every_shipped_profile_can_be_approved_as_it_is(profile: str, now: datetime) -> None:
    made = draft(now, profile)
    steps.submit(made, by=made.author, now=now)
    steps.approve(
        made, by=make.staff("supervisor"), now=now, seen_hash=fingerprints.fingerprint(made)
    )
