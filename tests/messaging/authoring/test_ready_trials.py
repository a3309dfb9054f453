"""A ready-made trial becomes drafts and nothing more; somebody else approves each."""

import pytest
from django.utils.translation import gettext as _

from accounts.errors import Refused
from messaging.authoring import ready_trials
from messaging.authoring.trials import trial_findings
from messaging.content.segments import count
from messaging.content.wording import review
from messaging.library import LANGUAGES, load_all, load_trials
from messaging.library.ready_trials import READY, find
from messaging.models import Template, TemplateVersion, Trial
from messaging.models.approvable import ApprovalState
from tests import make, make_runs
from tests.messaging.library.test_library import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lender():
    return make_runs.ready_lender(late_fee_in_contract=True)


@pytest.mark.parametrize("ready", READY, ids=lambda each: each.code)
def test_it_is_a_draft_once_its_texts_are_drafts(lender, ready, now):
    writer, planner = make.staff("collector"), make.staff("supervisor")
    own = any(code and code.startswith("trial-") for code in ready.arms)
    if own:
        with pytest.raises(Refused):
            ready_trials.begin(lender, ready, title="……", by=planner, now=now)
        assert ready_trials.write_texts(ready, by=writer, now=now) > 0
    assert ready_trials.write_texts(ready, by=writer, now=now) == 0
    trial = ready_trials.begin(lender, ready, title="……", by=planner, now=now)
    assert (trial.state, trial.author, len(trial.arms)) == (ApprovalState.DRAFT, planner, 2)
    codes = dict(Template.objects.values_list("pk", "code"))
    assert tuple(codes.get(arm) for arm in trial.arms) == ready.arms
    new = TemplateVersion.objects.filter(template__code__startswith="trial-")
    assert {each.state for each in new} <= {ApprovalState.DRAFT}
    assert own is any(each.level == "block" for each in trial_findings(trial, now=now))


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_in_its_texts_is_forbidden_and_each_takes_two_messages(language):
    for text in load_trials(language):
        typical = text_of(text)
        assert [each for each in review(typical) if each.level == "block"] == []
        assert count(typical).segments <= 2


def test_its_texts_are_those_of_the_library_and_of_its_stage():
    texts = {each.code: each for each in (*load_all("en"), *load_trials("en"))}
    for ready in READY:
        for code in filter(None, ready.arms):
            assert texts[code].stage == ready.stage
            assert set(texts[code].mentions) <= set(ready.mentions)


def test_who_is_always_on_time_alone_takes_part_in_theirs(lender, now):
    ready = find("on_time")
    trial = ready_trials.begin(lender, ready, title="按时", by=make.staff("supervisor"), now=now)
    assert trial.conditions == [{"fact": "habit", "one_of": ["always_on_time"]}]
    assert trial.arms[1] is None


def test_a_consequence_that_is_not_true_of_the_lender_is_not_tried(now):
    lender = make_runs.ready_lender(late_fee_in_contract=False)
    ready, by = find("expectation"), make.staff("supervisor")
    with pytest.raises(Refused):
        ready_trials.begin(lender, ready, title="……", by=by, now=now)
    assert not Trial.objects.exists()


def test_who_decides_reads_that_the_law_is_asked_first(lender, now):
    moral, by = find("moral"), make.staff("supervisor")
    ready_trials.write_texts(moral, by=make.staff("collector"), now=now)
    trial = ready_trials.begin(lender, moral, title="……", by=by, now=now)
    assert _("Not to be approved before the legal department has agreed in writing.") in (
        trial.author_note
    )
