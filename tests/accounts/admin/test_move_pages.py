"""The page on which two people settle whose loan it is."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts import tasks
from accounts.models import ImportFile, Lender, Loan, LoanMove
from accounts.moves import settling
from tests import make
from tests.make_intake import applied, as_csv, loan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock_at_now")]


@pytest.fixture(autouse=True)
def _worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who does at once what a page hands over."""
    task = tasks.settle_moves
    monkeypatch.setattr(task, "apply_async", lambda args, **_said: task(*args))


def desk(role: str) -> Client:
    client = Client()
    client.force_login(make.staff(role))
    return client


@pytest.fixture
def moves(anhe: Lender, now: datetime) -> list[LoanMove]:
    before = [
        loan(customer_no="K1", loan_no=f"D{n}", name="王小明", phone="14100205001") for n in (1, 2)
    ]
    applied(as_csv(before), now=now)
    newer = [{**row, "customer_no": "K2", "as_of": "2026-09-15 09:00"} for row in before]
    applied(as_csv(newer), now=now)
    return list(LoanMove.objects.order_by("pk"))


def page(client: Client, tab: str = "open") -> str:
    return client.get(reverse("admin:loan_moves"), {"tab": tab}).content.decode()


def test_it_says_what_speaks_for_one_person_and_masks_the_names(moves: list[LoanMove]) -> None:
    text = page(desk("agent"))
    assert "K2" in text
    assert "王小明" not in text
    assert text.count("hc-tag hc-good") == 6
    assert "hc-tag hc-bad" not in text


@pytest.mark.django_db(transaction=True)  # a page and a worker share no connection
def test_two_people_settle_it(moves: list[LoanMove]) -> None:
    agent, supervisor = desk("agent"), desk("supervisor")
    ids = [move.pk for move in moves]
    said = {"move": ids, "what": "same_person", "why": "merged at the lender"}
    agent.post(reverse("admin:loan_moves_answer"), said)
    assert "merged at the lender" in page(supervisor, "asked")
    assert agent.post(reverse("admin:loan_moves_decide"), {"move": ids}).status_code == 403

    supervisor.post(reverse("admin:loan_moves_decide"), {"move": ids, **seen(moves)})

    assert set(Loan.objects.values_list("customer__customer_no", flat=True)) == {"K2"}
    assert not re.search(r"\bD1\b", page(supervisor))
    old = moves[0].from_customer
    text = supervisor.get(reverse("admin:accounts_customer_change", args=[old.pk])).content.decode()
    assert "K2" in text


def seen(moves: list[LoanMove]) -> dict[str, str]:
    """The hidden fields of the page."""
    for move in moves:
        move.refresh_from_db()
    return {f"seen:{move.pk}": settling.mark(move) for move in moves}


@pytest.mark.django_db(transaction=True)  # a page and a worker share no connection
def test_nobody_settles_moves_of_other_lenders_by_their_numbers(
    moves: list[LoanMove], now: datetime
) -> None:
    """The worker, to whom the page hands them, sees those of all lenders."""
    own, theirs = moves
    Loan.objects.filter(pk=theirs.loan_id).update(lender=make.lender())
    bringer = make.staff("collector", lenders=[own.loan.lender])
    ImportFile.objects.update(uploaded_by=bringer)
    settling.answer([own.pk, theirs.pk], what="wrong", why="x", by=make.staff("agent"), now=now)
    client = Client()
    client.force_login(make.staff("supervisor", lenders=[own.loan.lender]))
    said = {"move": [own.pk, theirs.pk], **seen(moves)}
    client.post(reverse("admin:loan_moves_decide"), said)
    for move in moves:
        move.refresh_from_db()
    assert (own.state, theirs.state) == ("kept", "asked")


def test_an_answer_without_a_reason_is_not_taken(moves: list[LoanMove]) -> None:
    desk("agent").post(
        reverse("admin:loan_moves_answer"), {"move": [moves[0].pk], "what": "wrong", "why": ""}
    )
    assert not LoanMove.objects.exclude(state="open").exists()


def test_the_second_person_sends_it_back(moves: list[LoanMove]) -> None:
    said = {"move": [moves[0].pk], "what": "wrong", "why": "typing error"}
    desk("agent").post(reverse("admin:loan_moves_answer"), said)
    desk("supervisor").post(
        reverse("admin:loan_moves_decide"), {"move": [moves[0].pk], "send_back": "1"}
    )
    assert LoanMove.objects.filter(state="open").count() == 2


def test_the_imports_page_leads_there(moves: list[LoanMove]) -> None:
    url = reverse("admin:import_page", args=[moves[0].import_file_id])
    assert reverse("admin:loan_moves") in desk("collector").get(url).content.decode()


def test_the_number_of_queries_does_not_grow(
    moves: list[LoanMove], now: datetime, django_assert_max_num_queries
) -> None:
    client = desk("agent")
    page(client)
    more = [loan(customer_no=f"M{n}", loan_no=f"E{n}") for n in range(8)]
    applied(as_csv(more), now=now)
    newer = [
        {**row, "customer_no": f"X{n}", "as_of": "2026-09-15 09:00"} for n, row in enumerate(more)
    ]
    applied(as_csv(newer), now=now)
    with django_assert_max_num_queries(18):
        page(client)
