"""Comments on a request: by those concerned, kept as written."""

from typing import Any

import pytest
from django.db import Error, transaction

from messaging.approval import comments
from messaging.approval.errors import ApprovalRefused
from messaging.models import ApprovalComment
from tests import make, make_messaging

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> Any:
    return make_messaging.version(state="submitted")


def test_author_and_approver_talk_and_the_oldest_comes_first(waiting: Any, now: Any) -> None:
    other = make_messaging.version(state="submitted")
    comments.add(waiting, text=" 为什么改热线？ ", by=make.staff("supervisor"), now=now)
    comments.add(waiting, text="号码换了", by=waiting.author, now=now)
    comments.add(other, text="别的", by=waiting.author, now=now)
    assert [comment.text for comment in comments.on(waiting)] == ["为什么改热线？", "号码换了"]


@pytest.mark.parametrize("role", ["agent", "auditor", "administrator"])
def test_others_only_read(role: str, waiting: Any, now: Any) -> None:
    with pytest.raises(ApprovalRefused):
        comments.add(waiting, text="x", by=make.staff(role), now=now)
    assert comments.on(waiting) == []


@pytest.mark.parametrize("text", ["", " \n ", "\0", "长" * (comments.MAX_COMMENT + 1)])
def test_nothing_and_too_much_are_refused(text: str, waiting: Any, now: Any) -> None:
    with pytest.raises(ApprovalRefused):
        comments.add(waiting, text=text, by=waiting.author, now=now)


def test_what_was_said_can_be_neither_changed_nor_deleted(waiting: Any, now: Any) -> None:
    said = comments.add(waiting, text="原话", by=waiting.author, now=now)
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        ApprovalComment.objects.filter(pk=said.pk).update(text="别的")
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        said.delete()


def test_the_database_takes_no_empty_comment(waiting: Any, now: Any) -> None:
    with pytest.raises(Error, match="a_comment_says_something"), transaction.atomic():
        ApprovalComment.objects.create(
            kind="template", version_id=waiting.pk, text=" ", by=waiting.author, at=now
        )
