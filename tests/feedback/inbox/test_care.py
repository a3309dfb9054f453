"""Nobody in danger is answered about money, until somebody has spoken to them."""

from datetime import datetime

import pytest
from django.utils import translation

from accounts.errors import Refused
from feedback.inbox import answering
from feedback.inbox.care import CARE
from messaging.models import TemplateVersion
from tests import make_alarms, make_inbox, make_messaging

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts() -> tuple[TemplateVersion, TemplateVersion]:
    """Of a debt, and of care."""
    template = make_messaging.template(code=CARE, content_class="answer", stage="dpd-1")
    of_care = make_messaging.version(template=template, body="您好，请多保重，详询{{ hotline }}。")
    return make_inbox.snippet("您好，请还款，详询{{ hotline }}。"), of_care


def test_only_care_is_offered_and_sent_while_the_alarm_is_open(
    texts: tuple[TemplateVersion, TemplateVersion], now: datetime
) -> None:
    of_debt, of_care = texts
    talk = make_alarms.distress(now).conversation
    offer = answering.offer(talk, now)
    assert offer.care_alone
    assert [each.version for each in (*offer.fitting, *offer.others)] == [of_care]
    with translation.override("en"), pytest.raises(Refused, match="danger"):
        answering.answer(talk, version=of_debt, by=make_inbox.agent(), now=now)


def test_an_ordinary_conversation_is_answered_as_before(
    texts: tuple[TemplateVersion, TemplateVersion], now: datetime
) -> None:
    talk = make_inbox.conversation(at=now, customer=make_alarms.customer())
    offer = answering.offer(talk, now)
    assert not offer.care_alone
    assert {each.version for each in (*offer.fitting, *offer.others)} == set(texts)
