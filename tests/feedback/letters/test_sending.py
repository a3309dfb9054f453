"""Letters: written by one, approved by another, rendered from the complaint, kept as sent."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from hypothesis import given, strategies as st

from accounts.errors import Refused
from accounts.models import AuditEntry
from feedback.complaints import extensions, reviews
from feedback.complaints.ways_out import review_ways_out
from feedback.letters import drafting, rendering, sending, starter
from feedback.letters.fields import FIELDS, KNOWN, REQUIRED
from feedback.letters.review import review_letter
from feedback.models import Complaint, Letter, LetterTemplate
from messaging.approval import fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from tests import make, make_sealed
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def _installed(db: None, now: datetime) -> None:
    starter.install(author=make.staff("agent"), approver=make.staff("supervisor"), now=now)


def of_a_borrower(now: datetime) -> Complaint:
    lender = make.lender(hotline="4006000000")
    customer = make.customer(name="王小明")
    make.loan(customer=customer, lender=lender)
    return logged(now, customer=customer)


def template(purpose: str, now: datetime, language: str = "zh-hans") -> LetterTemplate:
    (found,) = drafting.in_force(now, purpose=purpose, language=language)
    return found


def sent(complaint: Complaint, purpose: str, now: datetime) -> Letter:
    chosen = template(purpose, now)
    seen = sending.fingerprint(sending.compose(complaint, chosen, now=now))
    agent = make.staff("agent")
    return sending.send(complaint, chosen, way="post", seen_hash=seen, by=agent, now=now)


@pytest.mark.usefixtures("_installed")
def test_the_letters_shipped_pass_their_own_review(now: datetime) -> None:
    assert LetterTemplate.objects.filter(state="approved").count() == len(starter.LETTERS)
    for _code, purpose, _language, _title, body in starter.LETTERS:
        assert review_letter(body, purpose=purpose) == []


@pytest.mark.usefixtures("_installed")
def test_installing_again_writes_nothing(now: datetime) -> None:
    agent, boss = make.staff("agent"), make.staff("supervisor")
    assert starter.install(author=agent, approver=boss, now=now) == 0


@pytest.mark.usefixtures("_installed")
def test_an_answer_names_number_answer_and_the_way_to_be_heard_again(now: datetime) -> None:
    complaint = of_a_borrower(now)
    close(complaint, now, answer="已减到每月一条。\n并致歉。")
    page = sending.compose(Complaint.objects.get(), template("answer", now), now=now)
    for words in (complaint.number, "王小明先生", "已减到每月一条", "2026年10月15日", "4006000000"):
        assert words in page.text
    assert (page.signature, page.day) == ("安和消费金融", "2026年9月15日")


@pytest.mark.usefixtures("_installed")
def test_a_letter_is_encrypted_and_reads_the_same_whatever_changes_later(now: datetime) -> None:
    complaint = of_a_borrower(now)
    letter = sent(complaint, "received", now)
    before = sending.read(letter)
    assert "王小明".encode() not in make_sealed.stored(Letter.objects.get(), "content")
    lender = complaint.lender
    make.facts(lender, hotline="1")
    lender.name = "改名消费金融"
    lender.save()
    assert sending.read(Letter.objects.get()) == before
    with pytest.raises(Error, match="written once"), transaction.atomic():
        Letter.objects.update(sha256="0" * 64)


@pytest.mark.usefixtures("_installed")
def test_what_reads_otherwise_than_it_was_looked_at_is_not_sent(now: datetime) -> None:
    complaint = of_a_borrower(now)
    chosen, agent = template("received", now), make.staff("agent")
    seen = sending.fingerprint(sending.compose(complaint, chosen, now=now))
    extensions.mark_complex(complaint, reason="复杂", by=agent, now=now)
    with pytest.raises(Refused):
        sending.send(complaint, chosen, way="post", seen_hash=seen, by=agent, now=now)


@pytest.mark.usefixtures("_installed")
def test_only_a_letter_in_force_is_sent_and_only_by_who_works(now: datetime) -> None:
    complaint = of_a_borrower(now)
    chosen = template("received", now)
    seen = sending.fingerprint(sending.compose(complaint, chosen, now=now))
    boss, auditor = make.staff("supervisor"), make.staff("auditor")
    with pytest.raises(PermissionDenied):
        sending.send(complaint, chosen, way="post", seen_hash=seen, by=auditor, now=now)
    steps.retire(chosen, by=boss, reason="不再使用", now=now)
    with pytest.raises(Refused):
        sending.send(complaint, chosen, way="post", seen_hash=seen, by=make.staff("agent"), now=now)


@pytest.mark.usefixtures("_installed")
def test_each_purpose_has_its_time(now: datetime) -> None:
    complaint = of_a_borrower(now)

    def purposes() -> set[str]:
        fresh = Complaint.objects.get(pk=complaint.pk)
        return {each.purpose for each in sending.templates_for(fresh, now=now)}

    assert purposes() == {"received", "extended"}
    close(complaint, now)
    assert purposes() == {"answer"}
    review = reviews.ask_for_review(complaint, via="phone", text="不服", by=None, now=now)
    reviews.decide_review(
        review, outcome="confirmed", answer="维持", by=make.staff("supervisor"), now=now
    )
    assert purposes() == {"answer", "review"}
    assert "维持" in sending.read(sent(Complaint.objects.get(), "review", now)).text


@pytest.mark.usefixtures("_installed")
def test_who_typed_an_answer_sends_no_letter_with_it(now: datetime) -> None:
    """A landline, a messenger by another name, an account in two parts: no list knows them all."""
    complaint, agent, boss = of_a_borrower(now), make.staff("agent"), make.staff("supervisor")
    close(complaint, now, answer="今后请只与我们的专员联系，座机 010-66778899。", by=agent)
    review = reviews.ask_for_review(complaint, via="phone", text="不服", by=agent, now=now)
    reviews.decide_review(review, outcome="confirmed", answer="维持", by=boss, now=now)
    fresh = Complaint.objects.get()
    for purpose, typed_by, other in (("answer", agent, boss), ("review", boss, agent)):
        chosen = template(purpose, now)
        seen = sending.fingerprint(sending.compose(fresh, chosen, now=now))
        with pytest.raises(Refused, match="另一人"):
            sending.send(fresh, chosen, way="post", seen_hash=seen, by=typed_by, now=now)
        sent_by = sending.send(fresh, chosen, way="post", seen_hash=seen, by=other, now=now).made_by
        assert sent_by == other


@pytest.mark.usefixtures("_installed")
def test_the_customers_language_comes_first(now: datetime) -> None:
    complaint = of_a_borrower(now)
    type(complaint.customer).objects.update(language="en")
    fresh = Complaint.objects.select_related("customer").get()
    first, *_others = sending.templates_for(fresh, now=now)
    assert first.language == "en"
    page = sending.compose(fresh, first, now=now)
    assert "Dear 王小明" in page.text
    assert "30 September 2026" in page.text


@pytest.mark.usefixtures("_installed")
def test_a_look_at_a_letter_is_on_record(now: datetime) -> None:
    letter = sent(of_a_borrower(now), "received", now)
    sending.read_on_record(letter)
    assert AuditEntry.objects.filter(table="feedback_letter", action="export").count() == 1


def test_a_letter_is_approved_by_another_person_as_everything_is(now: datetime) -> None:
    agent, boss = make.staff("agent"), make.staff("supervisor")
    _code, purpose, language, title, body = starter.LETTERS[0]
    draft = drafting.start(
        code="own", title=title, purpose=purpose, language=language, body=body, by=agent, now=now
    )
    asked = steps.submit(draft, by=agent, now=now)
    seen = fingerprints.fingerprint(asked)
    with pytest.raises(ApprovalRefused):
        steps.approve(asked, by=agent, now=now, seen_hash=seen)
    approved = steps.approve(asked, by=boss, now=now, seen_hash=seen)
    assert drafting.in_force(now) == [approved]
    with pytest.raises(Error, match="cannot be edited"), transaction.atomic():
        LetterTemplate.objects.filter(pk=approved.pk).update(body="x")


def test_an_edit_withdraws_the_request_and_a_newer_version_replaces(now: datetime) -> None:
    starter.install(author=make.staff("agent"), approver=make.staff("supervisor"), now=now)
    old, agent, later = template("received", now), make.staff("agent"), now + timedelta(hours=1)
    draft = drafting.start(
        code=old.code,
        title=old.title,
        purpose=old.purpose,
        language=old.language,
        body=old.body,
        by=agent,
        now=later,
    )
    asked = steps.submit(draft, by=agent, now=later)
    edited = drafting.save(
        asked,
        title="新",
        body=old.body + "祝好。",
        note="",
        by=agent,
        now=later,
        seen_edited_at=asked.edited_at,
    )
    assert (edited.state, edited.number) == ("draft", 2)
    asked = steps.submit(edited, by=agent, now=later)
    boss = make.staff("supervisor")
    steps.approve(asked, by=boss, now=later, seen_hash=fingerprints.fingerprint(asked))
    assert template("received", later).number == 2
    assert template("received", now).number == 1


@pytest.mark.parametrize(
    "body",
    [
        "",
        "您好。",
        "{{ complaint_number }}{{ due_on }}{{ hotline }}{{ answer }}",
        "{{ complaint_number }}{{ due_on }}{{ hotline }}再不还款就起诉您",
        "{{ complaint_number }}{{ due_on }}{{ hotline }}{{ amount",
    ],
)
def test_a_threat_a_gap_or_a_wrong_value_bars_the_way(body: str, now: datetime) -> None:
    draft = drafting.start(
        code="x",
        title="x",
        purpose="received",
        language="zh-hans",
        body=body,
        by=make.staff("agent"),
        now=now,
    )
    with pytest.raises(ApprovalRefused):
        steps.submit(draft, by=draft.author, now=now)


@pytest.mark.usefixtures("_installed")
def test_a_threat_in_the_typed_answer_is_not_sent_either(now: datetime) -> None:
    complaint = of_a_borrower(now)
    close(complaint, now, answer="再不还款就起诉您")
    with pytest.raises(Refused):
        sending.compose(Complaint.objects.get(), template("answer", now), now=now)


def test_a_missing_value_stops_the_letter() -> None:
    with pytest.raises(Refused):
        rendering.render("{{ answer }}", {"answer": ""})
    assert rendering.render("您好{{ salutation }}", {"salutation": ""}) == "您好"


def test_what_is_required_of_a_letter_is_known_to_it() -> None:
    assert all(set(REQUIRED[purpose]) <= KNOWN[purpose] <= set(FIELDS) for purpose in KNOWN)
    assert set(KNOWN) == set(REQUIRED) == set(LetterTemplate.Purpose.values)


@given(st.text(max_size=300), st.sampled_from(LetterTemplate.Purpose.values))
def test_no_text_breaks_the_review_or_is_rendered_with_a_gap(body: str, purpose: str) -> None:
    if not [each for each in review_letter(body, purpose=purpose) if each.level == "block"]:
        assert "{{" not in rendering.render(body, rendering.sample_values())


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize(
    "led",
    [
        "请把欠款转到工商银行 6222021234567890123 张三。",
        "请转到六二二二零二一二三四五六七八九零。",
        "请直接打 13800138000 找我办理。",
        "请加微信 anhe8899 办理减免。",
        "请登录 pay.anhe-repay.com 结清。",
        "请登录 аnhe.example 结清。",
    ],
)
def test_no_answer_leads_a_customer_to_a_stranger(now: datetime, led: str) -> None:
    complaint = of_a_borrower(now)
    with pytest.raises(Refused, match="私人号码"):
        close(complaint, now, answer=led)
    assert review_letter(f"{{{{ answer }}}} {led}", purpose="answer")
    close(complaint, now, answer="已致歉。")
    typed = Complaint.objects.get()
    typed.answer = led  # as if it had been kept before anybody asked
    with pytest.raises(Refused, match="私人号码"):
        sending.compose(typed, template("answer", now), now=now)


def test_the_lenders_own_hotline_and_site_may_be_named() -> None:
    lender = make.lender(hotline="400-600-0000", official_site="www.anhe.example")
    assert review_ways_out("请打 400-600-0000，或到 www.anhe.example 查询。", lender) == []
