"""A text of two languages is held before it leaves, and so is one whose words nobody approved."""

from datetime import datetime
from typing import Any

import pytest

from messaging.approval import fingerprints, steps
from messaging.authoring.purposes import asked_of
from messaging.dispatch.claim import claim
from messaging.models import Message, TemplateVersion
from messaging.policy.reasons import WORDING_UNCONFIRMED, WRONG_LANGUAGE
from tests import make, make_messaging, make_outbox

pytestmark = pytest.mark.django_db


def _claimed(message: Message, now: datetime) -> tuple[str, str]:
    claim(now=now)
    message.refresh_from_db()
    return message.state, message.reason


def _message(language: str, *, texts: Any = None, **columns: Any) -> Message:
    version = make_messaging.version(language=language)
    loan = make.loan(
        dpd=5,
        lender=make.lender(texts=texts),
        customer=make.customer(language=language),
        **columns,
    )
    return make_outbox.message(loan=loan, template_version=version)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_text_in_the_language_of_its_customer_leaves_in_it_alone(
    language: str, now: datetime
) -> None:
    message = _message(language)
    assert _claimed(message, now) == ("claimed", "")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_language_nobody_approved_is_held_not_blocked(language: str, now: datetime) -> None:
    message = _message(language, texts={language: None})
    assert _claimed(message, now) == ("queued", WORDING_UNCONFIRMED)
    assert message.not_before is None
    assert message.held_at == now


def test_a_product_without_an_english_name_is_held_until_it_has_one(now: datetime) -> None:
    message = _message("en", product="家装分期")
    assert _claimed(message, now) == ("queued", WORDING_UNCONFIRMED)

    make.wording(message.lender, make.TEXTS, {"家装分期": {"en": "home loan"}})
    Message.objects.update(not_before=now, held_at=None)
    assert _claimed(message, now) == ("claimed", "")


@pytest.mark.parametrize(
    ("language", "other"), [("en", "Dear 客户"), ("zh-hant", "请還款"), ("zh-hans", "請还款")]
)
def test_a_second_language_is_found_though_it_was_approved(
    language: str, other: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when a character was unknown to the review of that day."""
    monkeypatch.setattr("messaging.approval.steps._refuse_while_blocked", lambda *_a, **_k: None)
    draft = make_messaging.draft(language=language, body=make_messaging.BODIES[language] + other)
    steps.submit(draft, by=draft.author, now=now)
    version: TemplateVersion = steps.approve(
        draft,
        by=make.staff("supervisor"),
        now=now,
        seen_hash=fingerprints.fingerprint(draft),
        confirmed=[each.sentence for each in asked_of(draft.body, {})],
    )
    loan = make.loan(dpd=5, customer=make.customer(language=language))
    message = make_outbox.message(loan=loan, template_version=version)
    assert _claimed(message, now) == ("queued", WRONG_LANGUAGE)


def test_a_value_of_the_lender_in_another_language_is_found(now: datetime) -> None:
    message = _message("en", texts={"en": ("Anhe Finance", "Anhe", "手机银行 or branch")})
    assert _claimed(message, now) == ("queued", WRONG_LANGUAGE)
