"""What a stop or a promise rests on is said by names and links, not by keys."""

from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import override

from accounts.admin import sources
from accounts.models.choices import Role
from tests import make
from tests.make_inbox import conversation

pytestmark = pytest.mark.django_db


def test_a_person_is_named_and_a_reply_leads_to_its_conversation(
    now: datetime, django_assert_num_queries: Any
) -> None:
    agent = make.staff(Role.AGENT, display_name="赵敏")
    found = conversation(at=now)
    keys = [f"staff:{agent.pk}", f"reply:{found.last_reply_id}", "staff:999999", "9月15日来电"]
    with override("zh-hans"), django_assert_num_queries(2):
        said = sources.named([*keys, "staff:x", "receipt:7"])
    assert [said[key].said for key in keys] == ["赵敏", "回复", "staff:999999", "9月15日来电"]
    assert said[keys[1]].page.endswith(f"/inbox/{found.pk}/")
    assert str(sources.read("<b>")) == "<b>"
