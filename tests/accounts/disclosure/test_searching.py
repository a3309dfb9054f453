"""People are searched for by whole names and addresses: on record, found or not, and limited."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.disclosure import exactly, searches, searching
from accounts.errors import Refused
from accounts.models import Look, Search, User, Watched
from accounts.models.choices import Role
from config.database_roles import granting
from config.staff.finding.service import find as find_anything
from feedback.inbox import listing
from tests import make
from tests.as_role import WEB, as_role
from tests.make_outbox import message

pytestmark = pytest.mark.django_db
NOBODY = "14199999999"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


def test_of_several_of_one_name_each_is_found_and_on_record(now: datetime) -> None:
    two = [make.customer(name="欧阳锦瑟"), make.customer(name="歐陽 錦瑟")]
    make.customer(name="欧阳锦")
    answer = desk(Role.AGENT).post(reverse("admin:customer_find"), {"typed": "欧阳锦瑟"})
    shown = answer.content.decode()
    assert [each.customer_no in shown for each in two] == [True, True]
    assert Look.objects.filter(how="name").count() == 2
    assert "锦瑟" not in shown.replace('value="欧阳锦瑟"', "")


def test_of_many_of_one_name_the_last_figures_of_the_number_find_the_one(now: datetime) -> None:
    meant = make.customer(name="王伟", phone="+8614100006736")
    other = make.customer(name="王伟", phone="+8614100001111")
    by = make.staff(Role.AGENT)
    for typed in ("王伟6736", "王伟 6736"):
        assert searching.find(typed, by=by, now=now).named == (meant,)
    assert searching.find("王伟 9999", by=by, now=now).named == ()
    assert searching.find("伟 6736", by=by, now=now).named == ()
    shown = desk(Role.AGENT).post(reverse("admin:find"), {"q": "王伟"}).content.decode()
    for each, masked in ((meant, "141****6736"), (other, "141****1111")):
        assert each.customer_no in shown
        assert masked in shown


def test_nobody_of_another_lender_is_found(now: datetime) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    person = make.customer(name="欧阳锦瑟")
    make.loan(customer=person)
    stranger = make.staff(Role.AGENT, lenders=[make.lender()])
    client = Client()
    client.force_login(stranger)
    client.post(reverse("admin:find"), {"q": "欧阳锦瑟"})
    assert not Look.objects.exists()


def test_names_and_numbers_are_one_count_and_who_finds_nobody_has_searched(
    now: datetime, settings: Any
) -> None:
    settings.SEARCHES_A_DAY = 4
    agent, customer = make.staff(Role.AGENT), make.customer(name="欧阳锦瑟")
    number = customer.contact_points.get().address
    for minute, typed in enumerate(["欧阳锦瑟", number, "无此人", NOBODY, number, "欧阳锦瑟"]):
        searching.find(typed, by=agent, now=now + minute * MINUTE)  # the same again is none
    assert sorted(Search.objects.values_list("found", flat=True)) == [0, 0, 1, 1]
    assert sorted(Look.objects.values_list("how", flat=True)) == ["addr", "name"]
    for typed in (NOBODY[:-1] + "8", "也无此人", make.customer(name="上官云珠").name):
        with pytest.raises(Refused, match="4"):
            searching.find(typed, by=agent, now=now + 9 * MINUTE)
    assert Watched.objects.get().kind == Watched.Kind.SEARCHES
    assert searching.find(NOBODY[:-1] + "8", by=agent, now=now + timedelta(days=1)).points == ()
    with as_role(WEB), pytest.raises(DatabaseError), transaction.atomic():
        Search.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Search.objects.update(counted=False)


@pytest.mark.parametrize("where", ["find", "inbox", "archive", "run", "suppressions"])
def test_wherever_a_number_is_typed_the_search_counts(
    where: str, now: datetime, settings: Any
) -> None:
    settings.SEARCHES_A_DAY = 1
    role = Role.SUPERVISOR if where in ("run", "archive") else Role.AGENT
    address, name = {
        "find": (reverse("admin:find"), "q"),
        "inbox": (reverse("admin:inbox_find"), "find"),
        "archive": (reverse("admin:archive_number"), "address"),
        "run": (reverse("admin:run_candidates_find", args=[message().run_id]), "typed"),
        "suppressions": (reverse("admin:suppression_find"), "number"),
    }[where]
    staff = desk(role)
    for typed in (NOBODY, NOBODY[:-1] + "8"):
        staff.post(address, {name: typed}, follow=True)
    assert Search.objects.count() == 1
    assert Watched.objects.get().kind == Watched.Kind.SEARCHES


def test_what_is_no_search_for_a_person_is_none(now: datetime) -> None:
    agent = make.staff(Role.SUPERVISOR)
    loan = make.loan(customer=make.customer(customer_no="WH-200017"), loan_no="LOAN-300018")
    with translation.override("zh-hans"):
        find_anything(agent, "投诉")
    for typed in ("wh-200017", "loan-300018"):
        assert exactly.customers(typed, by=agent, now=now) == [loan.customer_id]
        find_anything(agent, typed)
        listing.find(typed.upper(), by=agent, now=now)
    assert searching.find("王小明7", by=agent, now=now) == searching.find("", by=agent, now=now)
    assert not Search.objects.exists()


def test_a_name_half_typed_counts_once_with_the_whole(now: datetime) -> None:
    agent = make.staff(Role.AGENT)
    make.customer(name="欧阳锦瑟")
    for second, typed in enumerate(["欧阳", "欧阳锦", "欧阳锦瑟", "欧阳锦瑟琴", "上官"]):
        searching.find(typed, by=agent, now=now + timedelta(seconds=second))
    assert Search.objects.count() == 5
    assert searches.used(agent, now) == 3  # the third found somebody, so the fourth is another


def test_the_auditor_reads_who_searched_and_how_often_in_vain(now: datetime) -> None:
    agent = User.objects.get(pk=make.staff(Role.AGENT).pk)
    for typed in ("无此人", NOBODY):
        searching.find(typed, by=agent, now=now)
    assert searches.lately(now) == [(agent, make.DAY, 2, 2)]
    page = desk(Role.AUDITOR).get(reverse("admin:watched")).content.decode()
    assert str(agent) in page
