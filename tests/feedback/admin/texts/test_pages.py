"""Texts and what came of them: one's own first, each with its figures, files of the same."""

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from messaging.approval import steps
from messaging.models import StrategyCell
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def author(client: Any) -> Any:
    person = make.staff("collector")
    client.force_login(person)
    return person


def _unsent(page: Any) -> list[int]:
    return [row.version.pk for text in page.context["unsent"] for row in text.rows]


def test_versions_of_one_text_stand_in_one_line(client: Any, author: Any) -> None:
    first = make_messaging.version()
    make_messaging.version(template=first.template)  # written twice, both of them approved
    page = client.get(reverse("admin:text_results"), {"whose": "all"}, headers=ENGLISH)
    assert [len(text.rows) for text in page.context["unsent"]] == [2]


def test_who_writes_sees_her_own_first_drafts_too(client: Any, author: Any) -> None:
    mine = make_messaging.draft(author=author)
    make_messaging.version()
    page = client.get(reverse("admin:text_results"), headers=ENGLISH)
    assert _unsent(page) == [mine.pk]


def test_who_was_turned_down_reads_why_on_the_page_of_the_morning(
    client: Any, author: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    mine = make_messaging.version(state="submitted", author=author)
    steps.reject(mine, by=make.staff("supervisor"), reason="the hotline is the old one", now=now)
    page = client.get(reverse("admin:text_results"), headers=ENGLISH).content.decode()
    assert "the hotline is the old one" in page
    assert reverse("admin:template_editor", args=[mine.pk]) in page
    client.force_login(make.staff("collector"))
    page = client.get(reverse("admin:text_results"), headers=ENGLISH).content.decode()
    assert "the hotline is the old one" not in page


def test_all_of_them_are_the_approved_ones(client: Any, author: Any) -> None:
    make_messaging.draft(author=author)
    approved = make_messaging.version()
    page = client.get(reverse("admin:text_results"), {"whose": "all"}, headers=ENGLISH)
    assert _unsent(page) == [approved.pk]


def test_an_approved_text_that_nothing_leads_to_says_so(client: Any, author: Any) -> None:
    version = make_messaging.version()
    page = client.get(reverse("admin:text_result", args=[version.template_id]), headers=ENGLISH)
    assert "nobody gets it" in page.content.decode()


def test_a_text_in_a_strategy_links_to_it(client: Any, author: Any) -> None:
    make_runs.ready_lender()
    cell = StrategyCell.objects.first()
    assert cell is not None
    page = client.get(reverse("admin:text_result", args=[cell.template_id]), headers=ENGLISH)
    text = page.content.decode()
    assert reverse("admin:strategy", args=[cell.strategy_id]) in text
    assert "nobody gets it" not in text


def test_who_wrote_nothing_is_shown_where_to_begin(client: Any, author: Any) -> None:
    page = client.get(reverse("admin:text_results"), headers=ENGLISH)
    assert reverse("admin:starter") in page.content.decode()


def test_an_address_nobody_can_read_asks_for_the_usual(client: Any, author: Any) -> None:
    page = client.get(reverse("admin:text_results"), {"whose": "x", "days": "y"})
    assert (page.context["whose"], page.context["days"]) == ("mine", 30)


def test_the_files_have_a_line_a_text(client: Any, author: Any) -> None:
    version = make_messaging.version()
    asked = {"whose": "all"}
    said = client.get(reverse("admin:text_results_csv"), asked, headers=ENGLISH)
    lines = b"".join(said.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Text,Language,Version,State,Days,Sent")
    assert ",Cost,Currency," in lines[0]
    assert lines[1].startswith(version.template.title)
    book = client.get(reverse("admin:text_results_xlsx"), asked, headers=ENGLISH)
    assert book.content[:2] == b"PK"


def test_an_agent_has_no_business_there(client: Any) -> None:
    client.force_login(make.staff("agent"))
    assert client.get(reverse("admin:text_results")).status_code == 403
