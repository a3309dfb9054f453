"""A year is known only once a second person has confirmed it; the database sees to that."""

from datetime import date, datetime, timedelta

import pytest
from django.db import Error, transaction

from messaging.approval import checks, fingerprints, steps
from messaging.approval.errors import ApprovalRefused
from messaging.authoring.calendar import drafting
from messaging.authoring.calendar.unknown import unknown_years
from messaging.models import CalendarYear, in_force
from messaging.policy.calendar import CalendarDay
from tests import make, make_calendar

pytestmark = pytest.mark.django_db
HOLIDAY = CalendarDay(date(2026, 9, 15), False, "x")


def known(country: str, now: datetime) -> int:
    day = now.date()
    return len(in_force.calendar_days(country, day, day, now))


def test_a_proposal_is_not_known_until_another_person_confirms_it(now: datetime) -> None:
    draft = drafting.new_draft("CN", 2026, by=make.staff("administrator"), now=now)
    assert known("CN", now) == 0
    with pytest.raises(ApprovalRefused) as refused:
        steps.submit(draft, by=draft.author, now=now)
    assert [f.code for f in refused.value.findings] == ["source_is_a_proposal"]
    drafting.save(
        draft,
        days=[HOLIDAY],
        source="国办发明电〔2025〕7号",
        note="",
        by=draft.author,
        now=now,
        seen_edited_at=draft.edited_at,
    )
    asked = steps.submit(draft, by=draft.author, now=now)
    assert known("CN", now) == 0
    make_calendar.confirm(asked, now=now)
    assert in_force.calendar_days("CN", HOLIDAY.date, HOLIDAY.date, now) == (HOLIDAY,)
    assert known("AU", now) == 0


def test_whoever_edited_it_cannot_confirm_it_not_even_past_the_code(now: datetime) -> None:
    asked = make_calendar.year("AU", 2026, confirmed=False, now=now)
    editor = make.staff("supervisor")
    drafting.save(
        asked,
        days=[HOLIDAY],
        source="gazette",
        note="",
        by=editor,
        now=now,
        seen_edited_at=asked.edited_at,
    )
    steps.submit(asked, by=asked.author, now=now)
    with pytest.raises(ApprovalRefused):
        steps.approve(asked, by=editor, now=now, seen_hash=fingerprints.fingerprint(asked))
    with pytest.raises(Error, match="four eyes"), transaction.atomic():
        CalendarYear.objects.filter(pk=asked.pk).update(
            state="approved", decided_by=editor, decided_at=now, effective_from=now
        )


def test_a_confirmed_year_cannot_be_changed_in_place(now: datetime) -> None:
    confirmed = make_calendar.year("AU", 2026, now=now)
    with pytest.raises(Error, match="cannot be edited"), transaction.atomic():
        CalendarYear.objects.filter(pk=confirmed.pk).update(days=[])
    newer = drafting.new_draft("AU", 2026, by=make.staff("administrator"), now=now)
    assert (newer.number, newer.days) == (2, confirmed.days)


def test_two_open_drafts_of_a_year_are_refused(now: datetime) -> None:
    drafting.new_draft("AU", 2027, by=make.staff("administrator"), now=now)
    with pytest.raises(ApprovalRefused):
        drafting.new_draft("AU", 2027, by=make.staff("administrator"), now=now)


def test_what_was_saved_by_somebody_else_meanwhile_is_not_overwritten(now: datetime) -> None:
    draft = drafting.new_draft("AU", 2027, by=make.staff("administrator"), now=now)
    with pytest.raises(ApprovalRefused):
        drafting.save(
            draft,
            days=[],
            source="x",
            note="",
            by=draft.author,
            now=now,
            seen_edited_at=now - timedelta(hours=1),
        )


def test_a_year_without_a_day_off_cannot_be_asked_for(now: datetime) -> None:
    draft = drafting.new_draft(
        "AU", 2027, by=make.staff("administrator"), now=now, days=[], source="gazette"
    )
    with pytest.raises(ApprovalRefused):
        steps.submit(draft, by=draft.author, now=now)


def test_china_without_make_up_days_and_days_unlike_the_library_are_pointed_out(
    now: datetime,
) -> None:
    asked = make_calendar.year("CN", 2026, [HOLIDAY], confirmed=False, now=now)
    codes = [finding.code for finding in checks.findings(asked, now=now)]
    assert codes == ["no_make_up_days", "differs_from_library"]


@pytest.mark.parametrize(
    ("at", "years"),
    [
        ("2026-11-01T12:00:00+08:00", [2026]),
        ("2026-11-02T12:00:00+08:00", [2026, 2027]),  # 60 days before the year begins
    ],
)
def test_a_year_is_asked_for_from_sixty_days_before_it_begins(at: str, years: list[int]) -> None:
    make.lender(name="x")
    found = unknown_years(datetime.fromisoformat(at))
    assert [(u.country, u.year, u.lenders) for u in found] == [("CN", y, ("x",)) for y in years]


def test_a_confirmed_year_is_no_longer_asked_for(now: datetime) -> None:
    make.lender()
    asked = make_calendar.year("CN", 2026, confirmed=False, now=now)
    assert [unknown.asked for unknown in unknown_years(now)] == [True]
    make_calendar.confirm(asked, now=now)
    assert unknown_years(now) == []


def test_without_a_lender_nobody_is_asked(now: datetime) -> None:
    assert unknown_years(now) == []
