"""What the database asks of a wording on its own, whoever writes it."""

import pytest
from django.db import DatabaseError, transaction

from messaging.models import TemplateVersion
from tests import make, make_inbox, make_messaging

pytestmark = pytest.mark.django_db
BODY = "{{customer_name}}您好，已记下您打算在{{ chosen_day }}还款，详询{{ hotline }}。"


def submitted_by_hand(version: TemplateVersion) -> None:
    """Past every check of ours."""
    TemplateVersion.objects.filter(pk=version.pk).update(
        state="submitted", submitted_by=version.author, submitted_at=make.MORNING
    )


@pytest.mark.parametrize(
    "columns", [{}, {"content_class": "notice"}, {"content_class": "answer", "channel": "phone"}]
)
def test_only_an_answer_by_text_leaves_something_open(columns: dict[str, str]) -> None:
    template = make_messaging.template(**columns)
    draft = make_messaging.draft(template=template, body=BODY)
    with pytest.raises(DatabaseError, match="only an answer"), transaction.atomic():
        submitted_by_hand(draft)
    assert make_inbox.snippet(BODY).state == "approved"
