"""Every shipped reminder may leave under every shipped profile, in each of its languages."""

from datetime import datetime

import pytest

from messaging import library
from messaging.authoring import starter
from messaging.decisions.facts.batch_context import read_frame
from messaging.decisions.facts.gather import gather
from messaging.decisions.facts.rows import StagedLoan, Subject
from messaging.models import TemplateVersion
from messaging.policy import profiles
from messaging.policy.decide import decide
from messaging.replies.intents import Intent, classify
from tests import make

pytestmark = pytest.mark.django_db
DAYS = {
    "due-7": -7,
    "due-0": 0,
    "dpd-1": 1,
    "dpd-2-3": 3,
    "dpd-4-7": 5,
    "dpd-8-15": 12,
    "dpd-16+": 30,
}


@pytest.mark.parametrize("language", library.LANGUAGES)
def test_nothing_of_its_wording_keeps_a_shipped_text_back(language: str, now: datetime) -> None:
    lender = make.lender(
        allowed_hosts=["anhe.example"],
        check_host="anhe.example",
        reports_to_credit_registry=True,
        late_fee_in_contract=True,
    )
    people = {"author": make.staff("collector"), "approver": make.staff("supervisor"), "now": now}
    texts = [*library.load_all(language)]
    texts += [x for x in library.load_answers(language) if x.channel == "sms"]
    texts += library.load_notices(language)
    starter.install(texts, effective_from=now, **people)
    customer = make.customer(language=language)
    loans = {
        stage: make.loan(dpd=days, lender=lender, customer=customer) for stage, days in DAYS.items()
    }
    versions = list(TemplateVersion.objects.select_related("template"))
    subjects = [
        Subject(
            customer_id=customer.pk,
            loans=(StagedLoan(loans[each.template.stage].pk, each.template.stage, 0),),
            template_version_id=each.pk,
            language=language,
        )
        for each in versions
        if each.template.is_reminder
    ]
    for name in profiles.NAMES:
        policy = profiles.load(name)
        frame = read_frame(lender=lender, policy=policy, now=now)
        for found in gather(subjects, frame):
            verdict = decide(found.facts, policy, now)
            against = {entry.reason for entry in verdict.trace if entry.rule == "template"}
            assert against == {"ok"}, (name, found.facts.template)
            assert found.text is not None
            assert found.text.coded
            assert "anhe.example" in found.text.text
            words = policy.opt_out_words[language][0]
            assert words.upper() in found.text.text
            assert classify(words) == Intent.OPT_OUT


def test_answers_and_notices_in_english_say_how_to_stop_where_the_policy_asks(
    now: datetime,
) -> None:
    from messaging.content.shape import has_opt_out_words

    texts = [x for x in library.load_answers("en") if x.channel == "sms"]
    assert all(has_opt_out_words(text.body) for text in [*texts, *library.load_notices("en")])


@pytest.mark.parametrize("language", library.LANGUAGES)
def test_a_lender_without_a_short_address_can_begin_with_the_library_too(
    language: str, now: datetime
) -> None:
    make.lender()
    people = {"author": make.staff("collector"), "approver": make.staff("supervisor"), "now": now}
    assert starter.install(library.load(language), effective_from=now, **people)
